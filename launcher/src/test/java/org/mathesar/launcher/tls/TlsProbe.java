package org.mathesar.launcher.tls;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a TLS server what it does, with {@code openssl s_client} as the visitor.
 *
 * @param host the address to connect to
 * @param serverName the name to ask for (SNI); empty asks for none, as browsers do on a bare IP address
 */
public record TlsProbe(String host, int port, String serverName) {
    /** The ones that a server of today refuses. */
    public static final List<String> OLD_PROTOCOLS = List.of("SSLv3", "TLSv1", "TLSv1.1");
    /** The ones that it accepts. */
    public static final List<String> PROTOCOLS = List.of("TLSv1.2", "TLSv1.3");

    private static final String ALL = "ALL:COMPLEMENTOFALL:@SECLEVEL=0";
    private static final List<String> SUITES_1_3 = List.of("TLS_AES_128_CCM_8_SHA256", "TLS_AES_128_CCM_SHA256",
            "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256");
    private static final Pattern CIPHER = Pattern.compile("(?:New|Reused), \\S+, Cipher is (\\S+)");
    private static final Pattern PEM = Pattern.compile("-----BEGIN CERTIFICATE-----.*?-----END CERTIFICATE-----",
            Pattern.DOTALL);
    private static final Pattern APPLICATION = Pattern.compile("ALPN protocol: (\\S+)");
    private static final Pattern EPHEMERAL_KEY = Pattern.compile("(?:Server Temp Key|Peer Temp Key): (.+)");
    private static final Pattern COMPRESSION = Pattern.compile("Compression: (\\S+)");

    /** Whether a handshake with this protocol alone succeeds, with any cipher and however weak. */
    public boolean accepts(String protocol) {
        if (protocol.equals("SSLv3")) {
            return acceptsSslV3();
        }
        return handshake("", flag(protocol), "-cipher", ALL).isPresent();
    }

    /** The accepted ciphers in the server's own order: each time without those that it has chosen before. */
    public List<String> suites(String protocol) {
        boolean newest = protocol.equals("TLSv1.3");
        List<String> left = new ArrayList<>(newest ? SUITES_1_3 : offered());
        List<String> accepted = new ArrayList<>();
        while (!left.isEmpty()) {
            Optional<String> chosen = handshake("", flag(protocol), newest ? "-ciphersuites" : "-cipher",
                    String.join(":", left) + (newest ? "" : ":@SECLEVEL=0"));
            if (chosen.isEmpty() || !left.remove(chosen.get())) {
                break;
            }
            accepted.add(chosen.get());
        }
        return accepted;
    }

    private static List<String> offered() {
        String line = OpenSsl.run("", List.of("ciphers", "-tls1_2", ALL)).strip();
        return List.of(line.split(":")).stream().filter(name -> !name.startsWith("TLS_")).toList();
    }

    /** What the server presents, in its order. */
    public List<X509Certificate> chain() {
        String printed = client("", "-showcerts");
        List<X509Certificate> chain = new ArrayList<>();
        Matcher pem = PEM.matcher(printed);
        try {
            while (pem.find()) {
                chain.add((X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(
                        new ByteArrayInputStream(pem.group().getBytes(StandardCharsets.US_ASCII))));
            }
        } catch (CertificateException e) {
            throw new IllegalStateException(e);
        }
        return chain;
    }

    /** What the server chooses of these protocols of applications; empty when it chooses none. */
    public Optional<String> application(String protocol, String... offered) {
        return found(APPLICATION, client("", flag(protocol), "-alpn", String.join(",", offered)));
    }

    /** The key exchange it chooses. */
    public Optional<String> ephemeralKey(String protocol, String... groups) {
        String[] wanted = groups.length == 0
                ? new String[]{flag(protocol)}
                : new String[]{flag(protocol), "-groups", String.join(":", groups)};
        return found(EPHEMERAL_KEY, client("", wanted));
    }

    /** Visits once and keeps the session; the visit is one request, since TLS 1.3 hands out its tickets late. */
    public Path session(String protocol) {
        try {
            Path file = Files.createTempFile("session", ".pem");
            client(request(), flag(protocol), "-ign_eof", "-sess_out", file.toString());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether a later visit takes the session up again and is answered. */
    public boolean resumes(String protocol, Path session) {
        String printed = client(request(), flag(protocol), "-ign_eof", "-sess_in", session.toString());
        return printed.contains("Reused, " + protocol) && printed.contains("HTTP/1.1 200");
    }

    /** Whether an ordinary visit is answered, whatever becomes of the session. */
    public boolean answers(String protocol, Path session) {
        return client(request(), flag(protocol), "-ign_eof", "-sess_in", session.toString())
                .contains("HTTP/1.1 200");
    }

    /** Whether the server lets a visitor negotiate again on an open connection of TLS 1.2. */
    public boolean renegotiates() {
        String printed = client("R\n" + request(), "-tls1_2");
        int asked = printed.indexOf("RENEGOTIATING");
        if (asked < 0) {
            throw new IllegalStateException("not even tried:\n" + printed);
        }
        String after = printed.substring(asked);
        // A handshake that goes through ends with nothing but what it thinks of the certificate.
        return !after.contains(":error:") && !after.contains("errno=");
    }

    /** The compression of TLS 1.2, which is {@code NONE} where it should be. */
    public String compression() {
        return found(COMPRESSION, client("", "-tls1_2", "-comp")).orElse("?");
    }

    /** Whether an answer of OCSP comes along with the certificate. */
    public boolean staples() {
        return !client("", "-status").contains("OCSP response: no response sent");
    }

    /** Everything in one table, to be read by people. */
    public String report() {
        StringBuilder table = new StringBuilder("TLS of " + host + ":" + port
                + (serverName.isEmpty() ? " without a name" : " as " + serverName) + "\n");
        for (String protocol : OLD_PROTOCOLS) {
            row(table, protocol, accepts(protocol) ? "ACCEPTED" : "refused");
        }
        for (String protocol : PROTOCOLS) {
            row(table, protocol, accepts(protocol) ? "accepted" : "REFUSED");
            row(table, "  suites", String.join(" ", suites(protocol)));
            row(table, "  key exchange", ephemeralKey(protocol).orElse("?"));
            row(table, "  resumption", resumes(protocol, session(protocol)) ? "yes" : "NO");
            row(table, "  h2, http/1.1 offered", application(protocol, "h2", "http/1.1").orElse("none"));
            row(table, "  http/1.1 offered", application(protocol, "http/1.1").orElse("none"));
        }
        row(table, "renegotiation", renegotiates() ? "ALLOWED" : "refused");
        row(table, "compression", compression());
        row(table, "OCSP stapling", staples() ? "yes" : "none");
        row(table, "chain", String.join(" <- ", chain().stream().map(link -> link.getPublicKey().getAlgorithm() + " "
                + link.getSubjectX500Principal().getName()).toList()));
        return table.toString();
    }

    private static void row(StringBuilder table, String name, String value) {
        table.append(String.format("  %-24s %s%n", name, value));
    }

    private String request() {
        return "GET /-/healthy HTTP/1.1\r\nHost: " + (serverName.isEmpty() ? "localhost" : serverName)
                + "\r\nConnection: close\r\n\r\n";
    }

    /** The chosen cipher, when the handshake succeeds. */
    private Optional<String> handshake(String input, String... flags) {
        return found(CIPHER, client(input, flags)).filter(cipher -> !cipher.equals("(NONE)"));
    }

    private String client(String input, String... flags) {
        List<String> arguments = new ArrayList<>(
                List.of("s_client", "-connect", (host.contains(":") ? "[" + host + "]" : host) + ":" + port));
        arguments.addAll(serverName.isEmpty() ? List.of("-noservername") : List.of("-servername", serverName));
        arguments.addAll(List.of(flags));
        return OpenSsl.run(input, arguments);
    }

    private static String flag(String protocol) {
        return "-" + protocol.toLowerCase(Locale.ROOT).replace("tlsv", "tls").replace('.', '_');
    }

    private static Optional<String> found(Pattern pattern, String printed) {
        Matcher matcher = pattern.matcher(printed);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    /** Programs of today cannot even ask for it, so its hello is written here (RFC 6101 §5.6.1.2). */
    private boolean acceptsSslV3() {
        int[] suites = {0xC02F, 0xC013, 0x009C, 0x002F, 0x0035, 0x000A, 0x0005, 0xC02B, 0xC009};
        try (Socket socket = new Socket(host, port)) {
            socket.setSoTimeout(20_000);
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
            int body = 2 + 32 + 1 + 2 + suites.length * 2 + 2;
            out.writeByte(22);
            out.writeShort(0x0300);
            out.writeShort(body + 4);
            out.writeInt(1 << 24 | body);
            out.writeShort(0x0300);
            out.write(new byte[32]);
            out.writeByte(0);
            out.writeShort(suites.length * 2);
            for (int suite : suites) {
                out.writeShort(suite);
            }
            out.writeShort(0x0100);
            out.flush();
            return socket.getInputStream().read() == 22;
        } catch (IOException _) {
            return false;
        }
    }
}
