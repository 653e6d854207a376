package org.mathesar.launcher.wizard;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The style sheet and scripts, read once from the class path. */
final class Assets {
    static final String FOLDER = "assets/";

    private static final String FOREVER = "public, max-age=31536000, immutable";
    private static final String SHORTLY = "public, max-age=300";

    private final Map<String, Asset> assets;

    Assets() {
        assets = Stream.of("style.css", "live.js", "form.js")
                .collect(Collectors.toUnmodifiableMap(Function.identity(), Asset::read));
    }

    private record Asset(byte[] content, String hash, String type) {
        static Asset read(String name) {
            try (InputStream in = Assets.class.getResourceAsStream(name)) {
                byte[] content = in.readAllBytes();
                byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
                String type = name.endsWith(".css") ? "text/css; charset=UTF-8" : "text/javascript; charset=UTF-8";
                return new Asset(content, HexFormat.of().formatHex(Arrays.copyOf(digest, 8)), type);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK has SHA-256", e);
            }
        }
    }

    boolean has(String name) {
        return assets.containsKey(name);
    }

    /** Its address, which changes with its content and may thus be cached for ever. */
    String link(String name) {
        return Page.ROOT + FOLDER + name + "?v=" + assets.get(name).hash();
    }

    void send(HttpServerExchange exchange, String name) {
        Asset asset = assets.get(name);
        boolean current = Optional.ofNullable(exchange.getQueryParameters().get("v"))
                .filter(version -> version.contains(asset.hash())).isPresent();
        exchange.getResponseHeaders().put(Headers.CACHE_CONTROL, current ? FOREVER : SHORTLY);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, asset.type());
        exchange.getResponseSender().send(ByteBuffer.wrap(asset.content()));
    }
}
