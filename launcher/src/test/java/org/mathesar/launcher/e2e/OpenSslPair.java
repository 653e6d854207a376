package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A certificate of the owner's own and its key, made by openssl. */
record OpenSslPair(Path certificate, Path key) {

    static OpenSslPair in(Path directory, String address) {
        return in(directory, address, "-nodes");
    }

    static OpenSslPair encryptedIn(Path directory, String address) {
        return in(directory, address, "-passout", "pass:horse");
    }

    private static OpenSslPair in(Path directory, String address, String... protection) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        OpenSslPair pair = new OpenSslPair(directory.resolve("chain.pem"), directory.resolve("key.pem"));
        String[] words = {"openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-days",
                "30", "-subj", "/CN=Own", "-addext", "subjectAltName=IP:" + address, "-keyout", pair.key.toString(),
                "-out", pair.certificate.toString()};
        String[] all = java.util.Arrays.copyOf(words, words.length + protection.length);
        System.arraycopy(protection, 0, all, words.length, protection.length);
        Program.run(all).with(0);
        return pair;
    }

    /** Takes the place of the other one, file by file, as programs do. */
    void replace(OpenSslPair other) throws IOException {
        for (Path[] move : new Path[][]{{key, other.key}, {certificate, other.certificate}}) {
            Path next = move[1].resolveSibling(move[1].getFileName() + ".next");
            Files.copy(move[0], next, StandardCopyOption.REPLACE_EXISTING);
            Files.move(next, move[1], StandardCopyOption.ATOMIC_MOVE);
        }
    }

    Launch given(Launch launch) {
        return launch.with("MATHESAR_LAUNCHER_CERTIFICATE_FILE", certificate.toString())
                .with("MATHESAR_LAUNCHER_KEY_FILE", key.toString());
    }
}
