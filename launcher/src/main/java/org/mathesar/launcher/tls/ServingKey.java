package org.mathesar.launcher.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * Chooses the certificate for each handshake by the name the visitor asks for; all certificates may be exchanged while
 * serving. A visitor who names nothing (that is how browsers open a bare IP address) or something unknown gets the
 * fallback.
 */
public final class ServingKey extends X509ExtendedKeyManager {
    private record Certificates(HostCertificate fallback, Map<String, HostCertificate> byName,
            Map<String, HostCertificate> byAlias) {

        /** Handshakes that have chosen a certificate of {@code before} can still finish with it. */
        static Certificates following(Certificates before, HostCertificate fallback,
                Map<String, HostCertificate> byName) {
            Map<String, HostCertificate> byAlias = new HashMap<>();
            before.byName.values().forEach(certificate -> byAlias.put(certificate.fingerprint(), certificate));
            byAlias.put(before.fallback.fingerprint(), before.fallback);
            byName.values().forEach(certificate -> byAlias.put(certificate.fingerprint(), certificate));
            byAlias.put(fallback.fingerprint(), fallback);
            return new Certificates(fallback, Map.copyOf(byName), Map.copyOf(byAlias));
        }
    }

    private volatile Certificates certificates;

    public ServingKey(HostCertificate fallback) {
        Objects.requireNonNull(fallback);
        certificates = new Certificates(fallback, Map.of(), Map.of(fallback.fingerprint(), fallback));
    }

    /** Serves this certificate from the next handshake on to whoever asks for no name of {@link #serve}. */
    public synchronized void swap(HostCertificate fallback) {
        certificates = Certificates.following(certificates, fallback, certificates.byName);
    }

    /** Serves this certificate from the next handshake on to whoever asks for the name. */
    public synchronized void serve(String name, HostCertificate certificate) {
        Map<String, HostCertificate> byName = new HashMap<>(certificates.byName);
        byName.put(normal(name), certificate);
        certificates = Certificates.following(certificates, certificates.fallback, byName);
    }

    /** Lets the name fall back again. */
    public synchronized void withdraw(String name) {
        Map<String, HostCertificate> byName = new HashMap<>(certificates.byName);
        byName.remove(normal(name));
        certificates = Certificates.following(certificates, certificates.fallback, byName);
    }

    /** What is served to whoever asks for no known name. */
    public HostCertificate fallback() {
        return certificates.fallback;
    }

    /** A context for servers that present these certificates, with TLS 1.2 and 1.3 only. */
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[]{this}, null, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has TLS", e);
        }
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        Certificates now = certificates;
        HostCertificate chosen = requestedName(engine).map(now.byName::get).orElse(now.fallback);
        // The handshake asks once for every kind of key the visitor accepts.
        return chosen.key().getAlgorithm().equals(keyType) ? chosen.fingerprint() : null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        HostCertificate certificate = certificates.byAlias.get(alias);
        return certificate == null ? null : certificate.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        HostCertificate certificate = certificates.byAlias.get(alias);
        return certificate == null ? null : certificate.key();
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
        return fallback.key().getAlgorithm().equals(keyType) ? fallback.fingerprint() : null;
    }
}
