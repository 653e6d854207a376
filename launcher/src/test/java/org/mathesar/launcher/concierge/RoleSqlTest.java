package org.mathesar.launcher.concierge;

/** The statements for both roles, on the system's PostgreSQL. */
class RoleSqlTest extends RoleSqlCases {
    @Override
    SupabaseLike server() throws Exception {
        return SupabaseLike.start();
    }
}
