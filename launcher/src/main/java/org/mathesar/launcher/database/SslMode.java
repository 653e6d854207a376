package org.mathesar.launcher.database;

import java.util.Arrays;
import java.util.Optional;

/** How far a connection is protected, in libpq's words. */
public enum SslMode {
    DISABLE("disable"),
    ALLOW("allow"),
    PREFER("prefer"),
    REQUIRE("require"),
    VERIFY_CA("verify-ca"),
    VERIFY_FULL("verify-full");

    private final String libpq;

    SslMode(String libpq) {
        this.libpq = libpq;
    }

    /** The word that libpq and PGSSLMODE use. */
    public String libpq() {
        return libpq;
    }

    public static Optional<SslMode> parse(String word) {
        return Arrays.stream(values()).filter(mode -> mode.libpq.equalsIgnoreCase(word.strip())).findFirst();
    }

    /** Whether a connection without TLS is refused. */
    public boolean needsTls() {
        return switch (this) {
            case DISABLE, ALLOW, PREFER -> false;
            case REQUIRE, VERIFY_CA, VERIFY_FULL -> true;
        };
    }

    /** Whether the server must show a certificate that a known authority signed. */
    public boolean checksCertificate() {
        return switch (this) {
            case DISABLE, ALLOW, PREFER, REQUIRE -> false;
            case VERIFY_CA, VERIFY_FULL -> true;
        };
    }
}
