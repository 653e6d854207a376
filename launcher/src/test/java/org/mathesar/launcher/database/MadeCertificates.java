package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Certificates of every kind that a database server may show, made by the program openssl in a directory. */
public record MadeCertificates(Path directory) {
    private static final List<String> NEW_KEY = List.of("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-nodes");

    /** A root, as file {@code name.crt}. */
    public Path root(String name) throws IOException, InterruptedException {
        request(name, "/CN=" + name, List.of("-x509", "-days", "30", "-out", file(name, "crt"), "-addext",
                "basicConstraints=critical,CA:TRUE", "-addext", "keyUsage=critical,keyCertSign,cRLSign"));
        return Path.of(file(name, "crt"));
    }

    /** An authority that another signed. */
    public Path intermediate(String name, String issuer) throws IOException, InterruptedException {
        return signed(name, "/CN=" + name, issuer,
                "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n");
    }

    /** A server's certificate for localhost. */
    public Path server(String name, String issuer) throws IOException, InterruptedException {
        return signed(name, "/CN=localhost", issuer, "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n");
    }

    /** A certificate that a server signed itself, and that says whether it may sign others. */
    public Path selfSigned(String name, boolean authority) throws IOException, InterruptedException {
        request(name, "/CN=localhost", List.of("-x509", "-days", "30", "-out", file(name, "crt"), "-addext",
                "subjectAltName=DNS:localhost", "-addext", "basicConstraints=CA:" + (authority ? "TRUE" : "FALSE")));
        return Path.of(file(name, "crt"));
    }

    /** A root that was valid in 2020 only. */
    public Path expiredRoot(String name) throws IOException, InterruptedException {
        root(name);
        request(name, "/CN=" + name, List.of("-out", file(name, "csr")));
        Path extensions = Files.writeString(Path.of(file(name, "ext")), "basicConstraints=critical,CA:TRUE\n");
        Path index = Files.writeString(Path.of(file(name, "index")), "");
        Path configuration = Files.writeString(Path.of(file(name, "cnf")), "[ca]\ndatabase=" + index
                + "\nnew_certs_dir=" + directory + "\ndefault_md=sha256\npolicy=any\nrand_serial=yes\n"
                + "[any]\ncommonName=supplied\n");
        openssl("ca", "-batch", "-selfsign", "-name", "ca", "-config", configuration.toString(), "-keyfile",
                file(name, "key"), "-in", file(name, "csr"), "-out", file(name, "crt"), "-notext", "-startdate",
                "20200101000000Z", "-enddate", "20201231000000Z", "-extfile", extensions.toString());
        return Path.of(file(name, "crt"));
    }

    public Path key(String name) {
        return Path.of(file(name, "key"));
    }

    private Path signed(String name, String subject, String issuer, String extensions)
            throws IOException, InterruptedException {
        request(name, subject, List.of("-out", file(name, "csr")));
        Path file = Files.writeString(Path.of(file(name, "ext")), extensions);
        openssl("x509", "-req", "-in", file(name, "csr"), "-CA", file(issuer, "crt"), "-CAkey", file(issuer, "key"),
                "-CAcreateserial", "-days", "20", "-out", file(name, "crt"), "-extfile", file.toString());
        return Path.of(file(name, "crt"));
    }

    private void request(String name, String subject, List<String> more) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of("req", "-subj", subject));
        if (Files.exists(key(name))) {
            words.addAll(List.of("-new", "-key", file(name, "key")));
        } else {
            words.addAll(NEW_KEY);
            words.addAll(List.of("-keyout", file(name, "key")));
        }
        words.addAll(more);
        openssl(words.toArray(String[]::new));
    }

    private String file(String name, String ending) {
        return directory.resolve(name + "." + ending).toString();
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Path log = directory.resolve("openssl.log");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
        assertEquals(0, process.waitFor(), () -> String.join(" ", command) + "\n" + read(log));
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
