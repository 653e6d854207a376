package org.mathesar.launcher.concierge;

/** What is said about a working role, on the system's PostgreSQL. */
class WorkingRoleLookTest extends WorkingRoleLookCases {
    @Override
    SupabaseLike server() throws Exception {
        return SupabaseLike.start();
    }
}
