package org.mathesar.launcher.database;

import java.nio.charset.StandardCharsets;

/** Writes connection details as the postgresql:// address that a person can paste, always without the password. */
public final class ConnectionAddress {
    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private ConnectionAddress() {}

    /** The address of a database; what an address would take for a sign of its own is percent-encoded (RFC 3986 §2.1). */
    public static String of(Database database) {
        String host = database.host();
        String place = host.startsWith("/") ? encoded(host) : host.contains(":") ? "[" + host + "]" : host;
        String mode = database.sslMode() == SslMode.PREFER ? "" : "?sslmode=" + database.sslMode().libpq();
        return "postgresql://" + encoded(database.user()) + "@" + place + ":" + database.port() + "/"
                + encoded(database.name()) + mode;
    }

    /** One part of an address. */
    static String encoded(String part) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : part.getBytes(StandardCharsets.UTF_8)) {
            if (PLAIN.indexOf(octet) >= 0) {
                encoded.append((char) octet);
            } else {
                encoded.append("%%%02X".formatted(octet & 0xFF));
            }
        }
        return encoded.toString();
    }
}
