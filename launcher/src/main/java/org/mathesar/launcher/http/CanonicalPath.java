package org.mathesar.launcher.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a path means after the most generous reading any server behind us could give it. Used only to compare: what is
 * forwarded stays as it was sent.
 */
record CanonicalPath(List<String> segments) {
    /** A path that still changes after so many readings hides something. */
    private static final int MOST_READINGS = 6;

    CanonicalPath {
        segments = List.copyOf(segments);
    }

    /** The canonical form of a raw path (no query), or empty when it is malformed or holds control characters. */
    static Optional<CanonicalPath> of(String rawPath) {
        if (!rawPath.startsWith("/") || rawPath.indexOf('#') >= 0 || !isWellFormed(rawPath)) {
            return Optional.empty();
        }
        String path = rawPath;
        for (int reading = 0; reading < MOST_READINGS; reading++) {
            String read = Normalizer.normalize(decode(path), Normalizer.Form.NFKC);
            if (read.chars().anyMatch(Character::isISOControl)) {
                return Optional.empty();
            }
            if (read.equals(path)) {
                return Optional.of(new CanonicalPath(segmentsOf(path)));
            }
            path = read;
        }
        return Optional.empty();
    }

    /** Whether this path is {@code prefix} or lies below it. */
    boolean isWithin(CanonicalPath prefix) {
        return segments.size() >= prefix.segments.size()
                && segments.subList(0, prefix.segments.size()).equals(prefix.segments);
    }

    private static List<String> segmentsOf(String path) {
        List<String> segments = new ArrayList<>();
        for (String part : path.replace('\\', '/').toLowerCase(Locale.ROOT).split("/")) {
            int parameters = part.indexOf(';');
            String segment = (parameters < 0 ? part : part.substring(0, parameters)).strip();
            if (segment.equals("..")) {
                if (!segments.isEmpty()) {
                    segments.removeLast();
                }
                continue;
            }
            String name = withoutTrailingDots(segment);
            if (!name.isEmpty()) {
                segments.add(name);
            }
        }
        return segments;
    }

    private static String withoutTrailingDots(String segment) {
        int end = segment.length();
        while (end > 0 && (segment.charAt(end - 1) == '.' || segment.charAt(end - 1) == ' ')) {
            end--;
        }
        return segment.substring(0, end);
    }

    private static boolean isWellFormed(String rawPath) {
        for (int i = rawPath.indexOf('%'); i >= 0; i = rawPath.indexOf('%', i + 1)) {
            if (hex(rawPath, i + 1) < 0 || hex(rawPath, i + 2) < 0) {
                return false;
            }
        }
        return true;
    }

    /** Percent signs that begin no escape stay: after the first reading they are ordinary characters. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        String latin = new String(bytes, StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            boolean escape = bytes[i] == '%' && hex(latin, i + 1) >= 0 && hex(latin, i + 2) >= 0;
            decoded.write(escape ? hex(latin, i + 1) * 16 + hex(latin, i + 2) : bytes[i]);
            i += escape ? 2 : 0;
        }
        return decoded.toString(StandardCharsets.UTF_8);
    }

    private static int hex(String text, int index) {
        return index < text.length() && text.charAt(index) < 128 ? Character.digit(text.charAt(index), 16) : -1;
    }
}
