package org.mathesar.launcher.concierge;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.mathesar.MathesarRpc.Server;

/**
 * Recognises a server that Mathesar knows under another spelling. Mathesar compares letters, so {@code DB.example.org}
 * beside {@code db.example.org} would become a second server with roles of its own.
 */
final class ServerNames {
    private static final int USUAL_PORT = 5432;
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "0:0:0:0:0:0:0:1");

    private ServerNames() {}

    static Optional<Server> find(List<Server> servers, String host, int port) {
        List<Server> same = servers.stream()
                .filter(server -> server.port().orElse(USUAL_PORT) == port && isSame(server.host(), host)).toList();
        return same.stream().filter(server -> server.host().equals(host)).findFirst()
                .or(() -> same.stream().findFirst());
    }

    private static boolean isSame(String one, String other) {
        String first = plain(one);
        String second = plain(other);
        return first.equals(second)
                || LOOPBACK.contains(first) && LOOPBACK.contains(second) && (first + second).contains("localhost");
    }

    private static String plain(String host) {
        if (host.startsWith("/")) {
            return host;
        }
        String name = host.strip().toLowerCase(Locale.ROOT).replaceAll("^\\[(.*)]$", "$1");
        try {
            return InetAddress.ofLiteral(name).getHostAddress();
        } catch (IllegalArgumentException _) {
            return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        }
    }

    /** The one that protects more; a word that nobody knows counts for nothing. */
    static String stricter(String one, String other) {
        int first = SslMode.parse(one).map(SslMode::ordinal).orElse(-1);
        int second = SslMode.parse(other).map(SslMode::ordinal).orElse(-1);
        return first >= second ? one : other;
    }
}
