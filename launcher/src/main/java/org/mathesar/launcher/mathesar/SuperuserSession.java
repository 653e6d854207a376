package org.mathesar.launcher.mathesar;

/** A short session for work that nobody asks for in a browser; ended when closed. */
public final class SuperuserSession implements AutoCloseable {
    SuperuserSession() {}

    public MathesarRpc.User user() {
        throw new UnsupportedOperationException();
    }

    public Credentials credentials() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
