package org.mathesar.launcher.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.SelfSignedIssuer;
import org.mathesar.launcher.tls.ServingKey;

/**
 * Somebody between the visitors of a domain and its server, as Cloudflare is: ends their TLS connections with a
 * certificate of its own and brings them to the server on new ones.
 */
final class TlsEndingProxy implements AutoCloseable {
    private final String name;
    private final String server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<ServerSocket> ports;

    /** @param home where its own certificate is kept */
    TlsEndingProxy(String address, String name, String server, Path home) {
        this.name = name;
        this.server = server;
        var certificate = new SelfSignedIssuer(DataDirectory.open(home, false), Clock.systemUTC())
                .certificate(List.of(name));
        try {
            ports = List.of(new ServerSocket(80, 50, InetAddress.ofLiteral(address)),
                    new ServingKey(certificate).context().getServerSocketFactory().createServerSocket(443, 50,
                            InetAddress.ofLiteral(address)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ports.forEach(port -> threads.submit(() -> accept(port)));
    }

    private void accept(ServerSocket port) {
        while (!port.isClosed()) {
            try {
                Socket visitor = port.accept();
                threads.submit(() -> serve(visitor));
            } catch (IOException _) {
                // Closed, or a visitor who went away.
            }
        }
    }

    private void serve(Socket visitor) {
        try (visitor; Socket onward = onward(visitor instanceof SSLSocket)) {
            threads.submit(() -> pour(onward, visitor));
            pour(visitor, onward);
        } catch (IOException _) {
            // One of them went away.
        }
    }

    private Socket onward(boolean secure) throws IOException {
        Socket plain = new Socket();
        plain.connect(new InetSocketAddress(server, secure ? 443 : 80), 5000);
        if (!secure) {
            return plain;
        }
        SSLSocket socket = (SSLSocket) AnyCertificate.context().getSocketFactory().createSocket(plain, name, 443, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
        return socket;
    }

    private static void pour(Socket from, Socket to) {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // One of them went away.
        }
    }

    @Override
    public void close() {
        ports.forEach(port -> {
            try {
                port.close();
            } catch (IOException _) {
                // It is closed in any case.
            }
        });
        threads.shutdownNow();
    }
}
