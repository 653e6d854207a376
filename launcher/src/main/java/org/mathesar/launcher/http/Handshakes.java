package org.mathesar.launcher.http;

import io.undertow.protocols.ssl.UndertowXnioSsl;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import org.xnio.ssl.SslConnection;

/** How far a visitor's handshake has come. */
final class Handshakes {
    private Handshakes() {}

    /**
     * Whether it has still to end, or to begin. Before it begins only the session knows; from then on only the engine
     * does, since the session speaks of TLS 1.3 before the visitor has finished.
     */
    static boolean goesOn(SslConnection connection) {
        return connection.getSslSession().getProtocol().equals("NONE")
                || UndertowXnioSsl.getSslEngine(connection).getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }
}
