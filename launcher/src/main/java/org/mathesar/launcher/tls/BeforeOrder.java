package org.mathesar.launcher.tls;

/** Asked before anything is ordered, so that orders can be counted. */
@FunctionalInterface
public interface BeforeOrder {

    /**
     * Called immediately before every request for a new order (RFC 8555 §7.4), also before the second one of a single
     * {@link Issuer#issue}. What it has to remember must be stored when it returns.
     *
     * @throws IssueFailed when nothing may be ordered now; it reaches whoever wanted the certificate
     */
    void about(Subject subject) throws IssueFailed;
}
