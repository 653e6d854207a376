package org.mathesar.launcher.concierge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.TestPostgres;

class CatalogSnapshotTest {
    private Database.External database;

    @BeforeEach
    void prepare() throws Exception {
        database = TestPostgres.shared().createDatabase("secret");
        execute("CREATE TABLE public.people (id int, name text)");
    }

    @Test
    void nothingDoneIsNothingSeen() throws Exception {
        CatalogSnapshot before = snapshot();
        execute("INSERT INTO people VALUES (1, 'Ann')", "ANALYZE people", "VACUUM people");
        assertEquals(List.of(), before.changesUntil(snapshot()));
    }

    @Test
    void mathesarsOwnIsToldApart() throws Exception {
        CatalogSnapshot before = snapshot();
        execute("CREATE SCHEMA msar", "CREATE TABLE msar.notes (id serial PRIMARY KEY, content text DEFAULT 'x')",
                "CREATE SCHEMA mathesar_types", "CREATE DOMAIN mathesar_types.email AS text CHECK (value LIKE '%@%')",
                "CREATE FUNCTION msar.one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
                "CREATE AGGREGATE msar.total(int) (sfunc = int4pl, stype = int)",
                "GRANT USAGE ON SCHEMA msar TO PUBLIC");
        CatalogSnapshot after = snapshot();
        assertTrue(before.changesUntil(after).size() > 20);
        assertEquals(List.of(), before.changesOutsideMathesarUntil(after));
        execute("DROP SCHEMA msar CASCADE", "DROP SCHEMA mathesar_types CASCADE");
        assertEquals(List.of(), before.changesUntil(snapshot()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GRANT SELECT ON people TO PUBLIC", "ALTER TABLE people ALTER COLUMN name SET NOT NULL",
            "ALTER TABLE people ENABLE ROW LEVEL SECURITY", "CREATE POLICY all_rows ON people USING (true)",
            "CREATE FUNCTION msar_one() RETURNS int LANGUAGE sql AS 'SELECT 1'", "COMMENT ON TABLE people IS 'them'",
            "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC", "CREATE SCHEMA msar_more",
            "CREATE SCHEMA msar; CREATE DOMAIN msar.d AS text; ALTER TABLE people ALTER COLUMN name TYPE msar.d"})
    void whateverElseIsDoneIsSeen(String statement) throws Exception {
        CatalogSnapshot before = snapshot();
        execute(statement);
        assertTrue(!before.changesOutsideMathesarUntil(snapshot()).isEmpty());
    }

    private CatalogSnapshot snapshot() throws Exception {
        try (Connection connection = TestPostgres.shared().superuser(database.name())) {
            return CatalogSnapshot.take(connection);
        }
    }

    private void execute(String... statements) throws SQLException {
        try (Connection connection = database.connect(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
