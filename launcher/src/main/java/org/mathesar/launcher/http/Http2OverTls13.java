package org.mathesar.launcher.http;

import io.undertow.protocols.alpn.ALPNProvider;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Offers HTTP/2 and validation ({@code acme-tls/1}) also to visitors who speak nothing but TLS 1.3: Undertow takes both
 * back from whoever does not offer a certain cipher of TLS 1.2. Found by Undertow as a service.
 */
public final class Http2OverTls13 implements ALPNProvider {
    private static final String[] FALLBACK = {"http/1.1"};
    /**
     * Mozilla's choice, quickest first, without the finite fields that the JDK offers too and that cost most. The last
     * one is there for an owner's certificate with such a key, which is not presented otherwise.
     */
    private static final String[] CURVES = {"x25519", "secp256r1", "secp384r1", "secp521r1"};

    @Override
    public boolean isEnabled(SSLEngine engine) {
        return true;
    }

    @Override
    public SSLEngine setProtocols(SSLEngine engine, String[] protocols) {
        SSLParameters parameters = engine.getSSLParameters();
        boolean takesBack = Arrays.equals(protocols, FALLBACK) && parameters.getApplicationProtocols().length > 0;
        // The ciphers of our listeners are all good enough for HTTP/2.
        if (!takesBack) {
            parameters.setApplicationProtocols(protocols);
            parameters.setNamedGroups(CURVES);
            engine.setSSLParameters(parameters);
        }
        return engine;
    }

    @Override
    public String getSelectedProtocol(SSLEngine engine) {
        return engine.getApplicationProtocol();
    }

    @Override
    public int getPriority() {
        return 300;
    }
}
