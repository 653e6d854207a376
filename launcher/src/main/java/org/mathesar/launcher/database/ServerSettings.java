package org.mathesar.launcher.database;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** The texts of the server's configuration files. */
final class ServerSettings {
    /** Passwords over loopback and nothing else; there is no socket to log in by. */
    static final String HBA = "host all all 127.0.0.1/32 scram-sha-256\n";

    private static final long MIB = 1024 * 1024;

    private ServerSettings() {}

    /** Memory of this machine or, in a container, what its limit leaves. */
    static long memory() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /**
     * The configuration file. It begins with initdb's own, and {@code ALTER SYSTEM} still wins over it, so owners can
     * tune their server; what must not change is on the command line instead.
     */
    static String configuration(long memory) {
        // PostgreSQL shares the machine with gunicorn and the launcher, so it gets an eighth and not the usual quarter.
        return """
                # Written by Mathesar Launcher at every start. Use ALTER SYSTEM to change a value for good.
                include 'cluster/postgresql.conf'
                shared_buffers = %dMB
                effective_cache_size = %dMB
                maintenance_work_mem = %dMB
                work_mem = 4MB
                max_connections = 100
                max_wal_size = 512MB
                jit = off
                password_encryption = 'scram-sha-256'
                log_line_prefix = ''
                log_min_error_statement = panic
                """.formatted(clamp(memory / 8, 32, 1024), clamp(memory / 2, 128, 16 * 1024),
                clamp(memory / 32, 16, 256));
    }

    private static long clamp(long bytes, long least, long most) {
        return Math.clamp(bytes / MIB, least, most);
    }
}
