package org.mathesar.launcher.contract;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An HTTP answer as it came over the wire, its chunks joined. */
record Answer(int status, List<Map.Entry<String, String>> headers, byte[] body) {
    private static final Pattern TOKEN = Pattern.compile("name=\"csrfmiddlewaretoken\"\\s+value=\"([A-Za-z0-9]+)\"");
    private static final Pattern ERRORS = Pattern.compile("<div[^>]*\\bhelp error\\b[^>]*>(.*?)</div>",
            Pattern.DOTALL);
    private static final Pattern ERROR = Pattern.compile("<span[^>]*>(.*?)</span>", Pattern.DOTALL);

    /** Reads until the server closes the connection. */
    static Answer read(InputStream stream) throws IOException {
        String[] status = line(stream).split(" ", 3);
        if (status.length < 2) {
            throw new IOException("no answer");
        }
        List<Map.Entry<String, String>> headers = new ArrayList<>();
        for (String line = line(stream); !line.isEmpty(); line = line(stream)) {
            String[] parts = line.split(":\\s*", 2);
            headers.add(Map.entry(parts[0], parts[1]));
        }
        Answer answer = new Answer(Integer.parseInt(status[1]), List.copyOf(headers), stream.readAllBytes());
        return answer.isChunked() ? new Answer(answer.status, answer.headers, joined(answer.body)) : answer;
    }

    private static String line(InputStream stream) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = stream.read(); next != '\n' && next != -1; next = stream.read()) {
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private static byte[] joined(byte[] chunks) throws IOException {
        InputStream stream = new ByteArrayInputStream(chunks);
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int size = size(stream); size > 0; size = size(stream)) {
            joined.write(stream.readNBytes(size));
            line(stream);
        }
        return joined.toByteArray();
    }

    private static int size(InputStream chunks) throws IOException {
        return Integer.parseInt(line(chunks), 16);
    }

    boolean isChunked() {
        return header("Transfer-Encoding").equals(Optional.of("chunked"));
    }

    Optional<String> header(String name) {
        return all(name).findFirst();
    }

    /** The whole header that sets this cookie. */
    Optional<String> cookie(String name) {
        return all("Set-Cookie").filter(cookie -> cookie.startsWith(name + "=")).findFirst();
    }

    Stream<String> all(String name) {
        return headers.stream().filter(header -> header.getKey().equalsIgnoreCase(name)).map(Map.Entry::getValue);
    }

    /** Where a redirect leads, else what came in its place. */
    String location() {
        return header("Location").orElseGet(() -> "nowhere, but " + status);
    }

    String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    /** The token in the page's form. */
    String token() {
        Matcher field = TOKEN.matcher(text());
        if (field.find()) {
            return field.group(1);
        }
        throw new AssertionError("no token in " + this);
    }

    /** What the form's page says against its fields. */
    List<String> complaints() {
        return ERRORS.matcher(text()).results().flatMap(errors -> ERROR.matcher(errors.group(1)).results())
                .map(error -> error.group(1).strip()).toList();
    }

    @Override
    public String toString() {
        return status + " " + headers + "\n" + text();
    }
}
