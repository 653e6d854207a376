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

    /**
     * What holds for somebody who names the authority that signed the server's certificate: full checking where nothing
     * was asked for, and as in libpq {@code require} checks the authority.
     *
     * @return empty where the wish asks for less than an authority is good for, and so contradicts it
     */
    public static Optional<SslMode> withAuthority(Optional<SslMode> asked) {
        return asked.isEmpty() ? Optional.of(VERIFY_FULL) : switch (asked.get()) {
            case DISABLE, ALLOW, PREFER -> Optional.empty();
            case REQUIRE, VERIFY_CA -> Optional.of(VERIFY_CA);
            case VERIFY_FULL -> Optional.of(VERIFY_FULL);
        };
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
