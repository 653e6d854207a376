package org.mathesar.launcher.concierge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** The fixture itself: it must be as strict as the real thing, or the other tests show nothing. */
class SupabaseLikeTest {

    @Test
    void itsRolesStandAsOnSupabase() throws Exception {
        try (SupabaseLike supabase = SupabaseLike.start()) {
            supabase.run("postgres", "CREATE TABLE note (id int)", "INSERT INTO note VALUES (1), (2)",
                    "ALTER TABLE note ENABLE ROW LEVEL SECURITY", "CREATE ROLE made LOGIN");
            assertEquals(2, supabase.count("postgres", "note"));
            assertEquals(2, supabase.count("service_role", "note"));
            assertEquals(0, supabase.count("anon", "note"), "granted to anon by default, and no policy");
            for (String forbidden : new String[]{"CREATE ROLE stronger SUPERUSER", "ALTER TABLE auth.users ADD x int",
                    "COPY note TO PROGRAM 'true'"}) {
                SQLException denied = assertThrows(SQLException.class, () -> supabase.run("postgres", forbidden));
                assertEquals("42501", denied.getSQLState(), denied.getMessage());
            }
            SQLException refused = assertThrows(SQLException.class,
                    () -> supabase.count("authenticated", "auth.users"));
            assertEquals("42501", refused.getSQLState());
        }
    }
}
