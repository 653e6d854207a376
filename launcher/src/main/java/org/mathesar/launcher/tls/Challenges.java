package org.mathesar.launcher.tls;

import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What an authority comes to fetch while an order is under way. */
public final class Challenges {
    private final Map<String, String> authorizations = new ConcurrentHashMap<>();
    private final Map<String, HostCertificate> validations = new ConcurrentHashMap<>();

    /** An answer that is given until it is closed. */
    public interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Answers http-01 (RFC 8555 §8.3) for the token. */
    Held answerHttp(String token, String keyAuthorization) {
        Objects.requireNonNull(keyAuthorization);
        authorizations.put(token, keyAuthorization);
        return () -> authorizations.remove(token, keyAuthorization);
    }

    /**
     * Answers tls-alpn-01 (RFC 8737, RFC 8738 §6).
     *
     * @param serverName the SNI it comes with: the domain, or the reverse name of an IP address
     */
    Held answerTls(String serverName, HostCertificate validation) {
        String name = serverName.toLowerCase(Locale.ROOT);
        validations.put(name, validation);
        return () -> validations.remove(name, validation);
    }

    /** What to answer below {@code /.well-known/acme-challenge/}. */
    public Optional<String> keyAuthorization(String token) {
        return Optional.ofNullable(authorizations.get(token));
    }

    /** What to present in a handshake that negotiated {@code acme-tls/1}. */
    Optional<HostCertificate> validation(String serverName) {
        return Optional.ofNullable(validations.get(serverName.toLowerCase(Locale.ROOT)));
    }
}
