package org.mathesar.launcher.concierge;

/** What is said about rows, on the system's PostgreSQL. */
class RowSecurityLookTest extends RowSecurityLookCases {
    @Override
    SupabaseLike server() throws Exception {
        return SupabaseLike.start();
    }
}
