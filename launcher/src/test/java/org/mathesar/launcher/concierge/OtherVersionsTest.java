package org.mathesar.launcher.concierge;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** Row-level security and roles on the oldest and the newest versions that Mathesar supports: membership differs. */
@Tag("databases")
class OtherVersionsTest {

    @Nested
    class RowSecurityLookOn14 extends RowSecurityLookCases {
        @Override
        SupabaseLike server() throws Exception {
            return SupabaseLike.start(14);
        }
    }

    @Nested
    class RoleSqlOn14 extends RoleSqlCases {
        @Override
        SupabaseLike server() throws Exception {
            return SupabaseLike.start(14);
        }
    }

    @Nested
    class WorkingRoleLookOn14 extends WorkingRoleLookCases {
        @Override
        SupabaseLike server() throws Exception {
            return SupabaseLike.start(14);
        }
    }

    @Nested
    class RowSecurityLookOn17 extends RowSecurityLookCases {
        @Override
        SupabaseLike server() throws Exception {
            return SupabaseLike.start(17);
        }
    }

    @Nested
    class RoleSqlOn17 extends RoleSqlCases {
        @Override
        SupabaseLike server() throws Exception {
            return SupabaseLike.start(17);
        }
    }

    @Nested
    class WorkingRoleLookOn17 extends WorkingRoleLookCases {
        @Override
        SupabaseLike server() throws Exception {
            return SupabaseLike.start(17);
        }
    }

    @Nested
    class RowSecurityLookOn18 extends RowSecurityLookCases {
        @Override
        SupabaseLike server() throws Exception {
            return SupabaseLike.start(18);
        }
    }

    @Nested
    class RoleSqlOn18 extends RoleSqlCases {
        @Override
        SupabaseLike server() throws Exception {
            return SupabaseLike.start(18);
        }
    }

    @Nested
    class WorkingRoleLookOn18 extends WorkingRoleLookCases {
        @Override
        SupabaseLike server() throws Exception {
            return SupabaseLike.start(18);
        }
    }
}
