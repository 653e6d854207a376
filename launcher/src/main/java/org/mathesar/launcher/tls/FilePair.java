package org.mathesar.launcher.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.tls.OwnCertificate.Field;
import org.mathesar.launcher.tls.OwnCertificate.Unusable;

/** The two files that the settings name; they may be one and the same. */
record FilePair(Path certificate, Path key) {
    private static final Set<PosixFilePermission> EXPOSING = Set.of(PosixFilePermission.GROUP_READ,
            PosixFilePermission.OTHERS_READ);

    FilePair {
        certificate = certificate.toAbsolutePath().normalize();
        key = key.toAbsolutePath().normalize();
    }

    /**
     * What they held at one moment, to be forgotten soon.
     *
     * @param digest the same for the same content only
     */
    record Texts(String chain, String keyText, String digest) {
        OwnCertificate judged() {
            return PairReading.atAnyTime(chain, keyText);
        }

        /** Without the texts, since they hold the key. */
        @Override
        public String toString() {
            return "Texts[" + digest + "]";
        }
    }

    /** Reads both; a {@link ProblemException} names the setting and the file that cannot be read. */
    Texts read() {
        byte[] chain = content(Field.CERTIFICATE);
        byte[] keyText = content(Field.KEY);
        return new Texts(text(chain), text(keyText), digest(chain, keyText));
    }

    private byte[] content(Field field) {
        Path file = file(field);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw problem(field, file + " is not a file.", "Name the file itself.", "");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(OwnCertificate.LONGEST + 1);
        } catch (NoSuchFileException e) {
            throw problem(field, "there is no file " + file + ".", "Put it there or correct the setting.",
                    e.toString());
        } catch (AccessDeniedException e) {
            throw problem(field, file + " may not be read.",
                    "Let the user that runs the launcher read it and the directories above.", e.toString());
        } catch (IOException e) {
            throw problem(field, file + " cannot be read.", "See whether its disk is well and mounted.", e.toString());
        }
    }

    /** ASCII is all that counts, except in what some programs of Windows write. */
    private static String text(byte[] content) {
        boolean wide = content.length > 1 && (content[0] == (byte) 0xff && content[1] == (byte) 0xfe
                || content[0] == (byte) 0xfe && content[1] == (byte) 0xff);
        return new String(content, wide ? StandardCharsets.UTF_16 : StandardCharsets.ISO_8859_1);
    }

    private static String digest(byte[] chain, byte[] keyText) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(chain.length).array());
            digest.update(chain);
            return HexFormat.of().formatHex(digest.digest(keyText));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The problem with setting and file in front. */
    Problem placed(Unusable unusable) {
        return problem(unusable.field(), file(unusable.field()) + ": " + unusable.problem().summary(),
                unusable.problem().advice(), unusable.problem().detail()).problem();
    }

    /** A sentence when others on this machine may read the key. */
    Optional<String> exposure() {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(key);
            return EXPOSING.stream().noneMatch(permissions::contains)
                    ? Optional.empty()
                    : Optional.of("The key file " + key + " can be read by other users of this machine ("
                            + PosixFilePermissions.toString(permissions)
                            + "). Take that away from it unless they need it: chmod 600 " + key);
        } catch (IOException | UnsupportedOperationException _) {
            return Optional.empty();
        }
    }

    private static ProblemException problem(Field field, String summary, String action, String detail) {
        return new ProblemException(new Problem.Fixable(setting(field) + ": " + summary, action, detail));
    }

    private Path file(Field field) {
        return switch (field) {
            case CERTIFICATE -> certificate;
            case KEY -> key;
        };
    }

    private static String setting(Field field) {
        return switch (field) {
            case CERTIFICATE -> "MATHESAR_LAUNCHER_CERTIFICATE_FILE";
            case KEY -> "MATHESAR_LAUNCHER_KEY_FILE";
        };
    }
}
