package org.mathesar.launcher.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses the certificate for each handshake by the name the visitor asks for; all certificates may be exchanged while
 * serving. A visitor who names nothing (that is how browsers open a bare IP address) or something unknown gets the
 * fallback. Only an authority that comes for tls-alpn-01 (RFC 8737) sees a validation certificate, and nothing else.
 */
public final class ServingKey extends X509ExtendedKeyManager {
    /** The name of the protocol that exists only to validate (RFC 8737 §6.2). */
    public static final String VALIDATION_PROTOCOL = "acme-tls/1";

    private static final String VALIDATION_ALIAS = VALIDATION_PROTOCOL + " ";
    private static final int MOST_RETIRED = 8;
    /** A few kilobytes each; who comes back later than so many others shakes hands in full. */
    private static final int MOST_SESSIONS = 2_000;

    /** @param byAlias those that are served and the last ones that were, newest first */
    private record Certificates(HostCertificate fallback, Map<String, HostCertificate> byName,
            Map<String, HostCertificate> byAlias) {

        /** Handshakes that have chosen a certificate that was served a moment ago can still finish with it. */
        Certificates followedBy(HostCertificate fallback, Map<String, HostCertificate> byName) {
            Map<String, HostCertificate> all = new LinkedHashMap<>();
            all.put(fallback.fingerprint(), fallback);
            byName.values().forEach(certificate -> all.put(certificate.fingerprint(), certificate));
            int most = all.size() + MOST_RETIRED;
            byAlias.forEach((alias, certificate) -> {
                if (all.size() < most) {
                    all.putIfAbsent(alias, certificate);
                }
            });
            return new Certificates(fallback, Map.copyOf(byName), Collections.unmodifiableMap(all));
        }
    }

    private final Challenges challenges;
    private volatile Certificates certificates;

    /** Serves this certificate to everybody; nothing is ever validated. */
    public ServingKey(HostCertificate fallback) {
        this(fallback, new Challenges());
    }

    /**
     * Serves this certificate to everybody.
     *
     * @param challenges what to present to an authority that validates
     */
    public ServingKey(HostCertificate fallback, Challenges challenges) {
        Objects.requireNonNull(fallback);
        this.challenges = Objects.requireNonNull(challenges);
        certificates = new Certificates(fallback, Map.of(), Map.of(fallback.fingerprint(), fallback));
    }

    /** Serves this certificate from the next handshake on to whoever asks for no name of {@link #serve}. */
    public synchronized void swap(HostCertificate fallback) {
        certificates = certificates.followedBy(fallback, certificates.byName);
    }

    /** Serves this certificate from the next handshake on to whoever asks for the name. */
    public synchronized void serve(String name, HostCertificate certificate) {
        Map<String, HostCertificate> byName = new HashMap<>(certificates.byName);
        byName.put(normal(name), certificate);
        certificates = certificates.followedBy(certificates.fallback, byName);
    }

    /** Lets the name fall back again; does nothing for a name that has no certificate of its own. */
    public synchronized void withdraw(String name) {
        Map<String, HostCertificate> byName = new HashMap<>(certificates.byName);
        byName.remove(normal(name));
        certificates = certificates.followedBy(certificates.fallback, byName);
    }

    /** What is served to whoever asks for no known name. */
    public HostCertificate fallback() {
        return certificates.fallback;
    }

    /** The names that have a certificate of their own, in lower case ASCII. */
    public Set<String> names() {
        return certificates.byName.keySet();
    }

    /** SHA-256 of every certificate that visitors may get now, as {@link HostCertificate#fingerprint} writes it. */
    public Set<String> fingerprints() {
        return Set.copyOf(certificates.byAlias.keySet());
    }

    /** A context for servers that present these certificates, with TLS 1.2 and 1.3 only. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[]{this}, null, null);
            context.getServerSessionContext().setSessionCacheSize(MOST_SESSIONS);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    /** The handshake asks once for every kind of key the visitor accepts; {@code null} ends it, if it stays so. */
    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        if (VALIDATION_PROTOCOL.equals(engine.getHandshakeApplicationProtocol())) {
            return requestedName(engine)
                    .filter(name -> challenges.validation(name).filter(found -> isOf(keyType, found)).isPresent())
                    .map(name -> VALIDATION_ALIAS + name).orElse(null);
        }
        Certificates now = certificates;
        HostCertificate chosen = requestedName(engine).map(now.byName::get).orElse(now.fallback);
        return isOf(keyType, chosen) ? chosen.fingerprint() : null;
    }

    private static boolean isOf(String keyType, HostCertificate certificate) {
        return certificate.key().getAlgorithm().equals(keyType);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return named(alias).map(certificate -> certificate.chain().toArray(X509Certificate[]::new)).orElse(null);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return named(alias).map(HostCertificate::key).orElse(null);
    }

    private Optional<HostCertificate> named(String alias) {
        return alias.startsWith(VALIDATION_ALIAS)
                ? challenges.validation(alias.substring(VALIDATION_ALIAS.length()))
                : Optional.ofNullable(certificates.byAlias.get(alias));
    }

    private static Optional<String> requestedName(SSLEngine engine) {
        if (!(engine.getHandshakeSession() instanceof ExtendedSSLSession session)) {
            return Optional.empty();
        }
        return session.getRequestedServerNames().stream().filter(SNIHostName.class::isInstance)
                .map(name -> normal(((SNIHostName) name).getAsciiName())).findFirst();
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyType, Principal[] issuers, Socket socket) {
        return null;
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return certificates.byAlias.keySet().toArray(String[]::new);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        HostCertificate fallback = certificates.fallback;
        return isOf(keyType, fallback) ? fallback.fingerprint() : null;
    }
}
