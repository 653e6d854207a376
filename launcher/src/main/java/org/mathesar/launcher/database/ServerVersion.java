package org.mathesar.launcher.database;

/** What Mathesar makes of a server's version. */
sealed interface ServerVersion {
    record TooOld() implements ServerVersion {}

    record Supported() implements ServerVersion {}

    /** Not known to fail, and not known to work. */
    record Newer() implements ServerVersion {}

    /** Judges {@code server_version_num}, e.g. 160004 for 16.4. */
    static ServerVersion judge(int number) {
        int major = number / 10_000;
        if (major < PostgresBinaries.OLDEST) {
            return new TooOld();
        }
        return major > PostgresBinaries.NEWEST ? new Newer() : new Supported();
    }
}
