package org.mathesar.launcher.tls;

/** How an authority verifies that an identifier is ours. */
public enum ChallengeKind {
    /** It fetches a file from port 80 (RFC 8555 §8.3). */
    HTTP_01("http-01", 80),
    /** It opens a TLS connection to port 443 (RFC 8737). */
    TLS_ALPN_01("tls-alpn-01", 443);

    private final String type;
    private final int port;

    ChallengeKind(String type, int port) {
        this.type = type;
        this.port = port;
    }

    /** Its name in the protocol. */
    public String type() {
        return type;
    }

    /** The public port that the authority connects to. */
    public int port() {
        return port;
    }
}
