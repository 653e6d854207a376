package org.mathesar.launcher.mathesar;

/** Mathesar refused a call, in its own words. */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String method;
    private final int code;

    public RpcException(String method, int code, String message) {
        super(message);
        this.method = method;
        this.code = code;
    }

    public String method() {
        return method;
    }

    /** The code of JSON-RPC's error object. */
    public int code() {
        return code;
    }
}
