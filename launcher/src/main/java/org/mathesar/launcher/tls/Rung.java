package org.mathesar.launcher.tls;

/** The rungs of the certificate ladder, from the lowest; each falls back to the one below it. */
public enum Rung {
    /** Signed by ourselves. */
    SELF_SIGNED,
    /** For the public IP addresses. */
    ADDRESS,
    /** For the domain. */
    DOMAIN
}
