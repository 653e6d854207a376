package org.mathesar.launcher.address;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * One HTTP request to one address under a name of our choice, which the JDK's client cannot do. The certificate is looked
 * at, not judged, since the question is who is there and the answer is a secret only we know.
 */
record Knock(String name, InetAddress address, int port, boolean tls, Duration patience) {
    private static final int LONGEST_REPLY = 16 * 1024;

    /**
     * What came back.
     *
     * @param status 0 when it was not HTTP
     * @param headers names in lower case
     * @param fingerprint SHA-256 of the certificate in hex, over TLS
     */
    record Reply(int status, Map<String, String> headers, String body, Optional<String> fingerprint) {
        Optional<String> header(String header) {
            return Optional.ofNullable(headers.get(header));
        }
    }

    Reply fetch(String path) throws IOException {
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, port), (int) patience.toMillis());
            plain.setSoTimeout((int) patience.toMillis());
            if (!tls) {
                return exchange(plain, path, Optional.empty());
            }
            try (SSLSocket secure = (SSLSocket) context().getSocketFactory().createSocket(plain, name, port, true)) {
                SSLParameters parameters = secure.getSSLParameters();
                parameters.setServerNames(List.of(new SNIHostName(name)));
                parameters.setApplicationProtocols(new String[]{"http/1.1"});
                secure.setSSLParameters(parameters);
                secure.startHandshake();
                return exchange(secure, path,
                        Optional.of(sha256(secure.getSession().getPeerCertificates()[0].getEncoded())));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("TLS cannot be set up", e);
        }
    }

    private Reply exchange(Socket socket, String path, Optional<String> fingerprint) throws IOException {
        String host = port == (tls ? 443 : 80) ? name : name + ":" + port;
        socket.getOutputStream()
                .write(("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: Mathesar-Launcher\r\n"
                        + "Accept: text/plain\r\nCache-Control: no-cache\r\nConnection: close\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        return parse(read(socket.getInputStream()), fingerprint);
    }

    private static String read(InputStream stream) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] part = new byte[2048];
        while (all.size() < LONGEST_REPLY) {
            int length;
            try {
                length = stream.read(part);
            } catch (IOException e) {
                if (all.size() == 0) {
                    throw e;
                }
                break;
            }
            if (length < 0) {
                break;
            }
            all.write(part, 0, length);
            if (isComplete(all.toString(StandardCharsets.ISO_8859_1))) {
                break;
            }
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }

    private static boolean isComplete(String text) {
        int end = text.indexOf("\r\n\r\n");
        if (end < 0) {
            return false;
        }
        String length = headers(text.substring(0, end)).getOrDefault("content-length", "");
        return length.matches("\\d{1,6}") && text.length() - end - 4 >= Integer.parseInt(length);
    }

    private static Reply parse(String text, Optional<String> fingerprint) throws IOException {
        if (text.isEmpty()) {
            throw new IOException("the connection was closed without an answer");
        }
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 || !text.matches("(?s)HTTP/1\\.[01] \\d{3}\\b.*")) {
            return new Reply(0, Map.of(), "", fingerprint);
        }
        return new Reply(Integer.parseInt(text.substring(9, 12)), headers(text.substring(0, end)),
                text.substring(end + 4), fingerprint);
    }

    private static Map<String, String> headers(String head) {
        Map<String, String> headers = new HashMap<>();
        head.lines().skip(1).filter(line -> line.indexOf(':') > 0).forEach(line -> {
            int colon = line.indexOf(':');
            headers.putIfAbsent(line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    printable(line.substring(colon + 1).strip()));
        });
        return headers;
    }

    /** A stranger's text is shown to the owner: short and without control characters. */
    private static String printable(String text) {
        String shown = text.replaceAll("[^ -~]", "?");
        return shown.length() > 200 ? shown.substring(0, 200) + "…" : shown;
    }

    /** Whether somebody is there who refuses to speak HTTPS under this name. */
    static boolean isAnswer(IOException failure) {
        return failure instanceof SSLException && !(failure.getCause() instanceof EOFException);
    }

    static String reason(IOException failure) {
        return switch (failure) {
            case SocketTimeoutException _ -> "time ran out";
            case NoRouteToHostException _ -> "no route to it";
            case ConnectException refused when String.valueOf(refused.getMessage()).contains("refused") ->
                "connection refused";
            default -> String.valueOf(failure.getMessage());
        };
    }

    private static String sha256(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static SSLContext context() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[]{new Anybody()}, null);
        return context;
    }

    /** Accepts every certificate: nothing is told to the other side that it could misuse. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // Never asked by a client.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // See above.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
