package org.mathesar.launcher.address;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** HTTP and HTTPS servers on addresses 127.x and ::1, all on the same two ports. */
final class Site implements AutoCloseable {
    private final List<HttpServer> servers = new ArrayList<>();
    private final List<String> hosts = new CopyOnWriteArrayList<>();
    private int http;
    private int https;

    /** The ports that all of them share; free ones are taken by the first server. */
    Reachability.Ports ports() {
        return new Reachability.Ports(http, https);
    }

    /** The Host headers so far. */
    List<String> hosts() {
        return List.copyOf(hosts);
    }

    Site http(String address, HttpHandler handler) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), http), 0);
        http = server.getAddress().getPort();
        return start(server, handler);
    }

    Site https(String address, SelfMade certificate, HttpHandler handler) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral(address), https), 0);
        https = server.getAddress().getPort();
        server.setHttpsConfigurator(new HttpsConfigurator(certificate.context()));
        return start(server, handler);
    }

    /** Takes both ports at an address where nothing is served, so that they are known. */
    static Site empty() throws IOException {
        Site site = new Site();
        try (var one = new java.net.ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                var other = new java.net.ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            site.http = one.getLocalPort();
            site.https = other.getLocalPort();
        }
        return site;
    }

    private Site start(HttpServer server, HttpHandler handler) {
        server.createContext("/", exchange -> {
            hosts.add(exchange.getRequestHeaders().getFirst("Host"));
            handler.handle(exchange);
        });
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        servers.add(server);
        return this;
    }

    /** Answers the beacon's values as this server does, with more headers in pairs. */
    static HttpHandler beacon(Beacon beacon, String... headers) {
        return exchange -> {
            String token = exchange.getRequestURI().getPath().replace(Beacon.PATH, "");
            for (int i = 0; i < headers.length; i += 2) {
                exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
            }
            answer(exchange, beacon.answer(token).isPresent() ? 200 : 404, beacon.answer(token).orElse("none"));
        };
    }

    /** Another server, with its name. */
    static HttpHandler stranger(String name) {
        return exchange -> {
            exchange.getResponseHeaders().set("Server", name);
            answer(exchange, 404, "not here");
        };
    }

    static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
    }
}
