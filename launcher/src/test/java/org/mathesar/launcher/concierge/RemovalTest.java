package org.mathesar.launcher.concierge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.concierge.Dependents.Dependent;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.TestPostgres;
import org.mathesar.launcher.storage.Secret;

class RemovalTest {
    private static final List<String> MATHESAR = List.of("CREATE SCHEMA msar", "CREATE SCHEMA __msar",
            "CREATE SCHEMA mathesar_types", "CREATE DOMAIN mathesar_types.email AS text CHECK (value LIKE '%@%')",
            "CREATE DOMAIN mathesar_types.mathesar_money AS numeric",
            "CREATE TYPE mathesar_types.multicurrency_money AS (value numeric, currency char(3))",
            "CREATE FUNCTION msar.host(text) RETURNS text LANGUAGE sql IMMUTABLE"
                    + " AS 'SELECT split_part($1, ''@'', 2)'",
            "CREATE FUNCTION mathesar_types.cast_to_email(text) RETURNS mathesar_types.email LANGUAGE sql IMMUTABLE"
                    + " AS 'SELECT $1::mathesar_types.email'",
            "CREATE FUNCTION msar.note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
            "CREATE TABLE msar.top_level_domains (name mathesar_types.email)",
            "CREATE TYPE __msar.pair AS (one text, other mathesar_types.email)",
            "CREATE FUNCTION msar.add(text, __msar.pair) RETURNS text LANGUAGE sql AS 'SELECT $1'",
            "CREATE AGGREGATE msar.all_of(__msar.pair) (sfunc = msar.add, stype = text)",
            "GRANT USAGE ON SCHEMA msar, __msar, mathesar_types TO PUBLIC");
    private static final List<String> PEOPLE = List.of(
            "CREATE TABLE people (id int PRIMARY KEY, mail mathesar_types.email, name text)",
            "INSERT INTO people VALUES (1, 'ann@example.org', 'Ann')");

    private Database.External owner;

    @BeforeEach
    void prepare() throws Exception {
        owner = TestPostgres.shared().createDatabase("secret");
    }

    @Test
    void whatNobodyUsesGoesWithoutATrace() throws Exception {
        execute("CREATE TABLE people (id int)");
        CatalogSnapshot before = snapshot();
        execute(MATHESAR);
        Outcome.Done done = assertInstanceOf(Outcome.Done.class, new Removal().removeForgotten(owner, _ -> {
        }));
        assertTrue(done.changed());
        assertEquals(List.of(), before.changesUntil(snapshot()));
        assertFalse(assertInstanceOf(Outcome.Done.class, new Removal().removeForgotten(owner, _ -> {
        })).changed());
    }

    static List<List<String>> uses() {
        return List.of(List.of(),
                List.of("ALTER TABLE people ALTER mail SET DEFAULT 'no@where'", "CREATE INDEX ON people (mail)",
                        "ALTER TABLE people ADD CHECK (mail <> '')"),
                List.of("ALTER TABLE people ADD mails mathesar_types.email[] DEFAULT ARRAY['a@b']::mathesar_types.email[]"),
                List.of("ALTER TABLE people ADD price mathesar_types.multicurrency_money",
                        "UPDATE people SET price = ROW(7, 'EUR')"),
                List.of("ALTER TABLE people ADD price mathesar_types.mathesar_money NOT NULL DEFAULT 7"),
                List.of("CREATE VIEW mails AS SELECT mail, 'a@b'::mathesar_types.email AS other FROM people",
                        "CREATE VIEW \"Of mails\" WITH (security_barrier=true) AS SELECT mail FROM mails",
                        "GRANT SELECT ON \"Of mails\" TO PUBLIC", "COMMENT ON VIEW mails IS 'It''s mail'"),
                List.of("CREATE MATERIALIZED VIEW kept AS SELECT mail FROM people"),
                List.of("ALTER TABLE people ENABLE ROW LEVEL SECURITY",
                        "CREATE POLICY \"Own rows\" ON people FOR UPDATE USING (mail = current_user)"
                                + " WITH CHECK (mail::text <> 'x')"),
                List.of("CREATE FUNCTION changed() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END'",
                        "CREATE TRIGGER on_mail BEFORE UPDATE OF mail ON people FOR EACH ROW EXECUTE FUNCTION changed()",
                        "ALTER TABLE people DISABLE TRIGGER on_mail"),
                List.of("CREATE DOMAIN work_mail AS mathesar_types.email CHECK (value LIKE '%.org')",
                        "ALTER TABLE people ADD work work_mail", "UPDATE people SET work = mail"),
                List.of("CREATE TYPE contact AS (name text, mail mathesar_types.email)"),
                List.of("CREATE FUNCTION is_good(address mathesar_types.email) RETURNS boolean LANGUAGE plpgsql"
                        + " AS $$ DECLARE copy mathesar_types.email := address; BEGIN RETURN copy <> ''; END $$",
                        "REVOKE ALL ON FUNCTION is_good FROM PUBLIC"),
                List.of("CREATE FUNCTION hosts() RETURNS SETOF text LANGUAGE sql"
                        + " BEGIN ATOMIC SELECT msar.host(name) FROM people; END"),
                List.of("CREATE VIEW hosts AS SELECT msar.host(name) FROM people"),
                List.of("ALTER TABLE people ADD host text GENERATED ALWAYS AS (msar.host(name)) STORED"),
                List.of("ALTER TABLE people ALTER name SET DEFAULT msar.host('a@b')"),
                List.of("ALTER TABLE people ADD CONSTRAINT real CHECK (msar.host(name) IS NOT NULL)"),
                List.of("CREATE INDEX by_host ON people (msar.host(name))"),
                List.of("CREATE POLICY hosts ON people USING (msar.host(name) = 'x')"),
                List.of("CREATE TRIGGER noted BEFORE INSERT ON people FOR EACH ROW EXECUTE FUNCTION msar.note()"),
                List.of("CREATE CAST (mathesar_types.multicurrency_money AS text) WITH INOUT"),
                List.of("CREATE OPERATOR @@@ (leftarg = text, rightarg = __msar.pair, function = msar.add)"),
                List.of("CREATE TABLE parted (id int, mail mathesar_types.email) PARTITION BY LIST (id)",
                        "CREATE TABLE part PARTITION OF parted FOR VALUES IN (1)",
                        "CREATE VIEW of_part AS SELECT mail FROM part"),
                List.of("CREATE TABLE older (more int) INHERITS (people)"),
                List.of("CREATE TABLE mathesar_types.mine (id int)", "INSERT INTO mathesar_types.mine VALUES (1)"),
                List.of("CREATE TABLE typed OF mathesar_types.multicurrency_money"));
    }

    @ParameterizedTest
    @MethodSource("uses")
    void whateverUsesMathesarsIsNamedAndFreedByItsRemedy(List<String> statements) throws Exception {
        execute(MATHESAR);
        execute(PEOPLE);
        execute(statements);
        String rows = answer("SELECT jsonb_agg(to_jsonb(people))::text FROM people");
        Outcome.Failed refusal = assertInstanceOf(Outcome.Failed.class, new Removal().removeForgotten(owner, _ -> {
        }));
        assertTrue(refusal.problem().summary().endsWith("nothing was removed."), refusal.problem().summary());
        assertEquals("3", answer("SELECT count(*) FROM pg_namespace WHERE nspname ~ 'msar|mathesar_types'"));
        Dependents dependents = new Removal().look(owner);
        for (Dependent dependent : dependents.found()) {
            try {
                execute(dependent.remedy());
            } catch (SQLException e) {
                throw new AssertionError(dependent + "\n" + dependents, e);
            }
        }
        assertEquals(List.of(), new Removal().look(owner).found());
        Outcome outcome = new Removal().removeForgotten(owner, _ -> {
        });
        assertInstanceOf(Outcome.Done.class, outcome, outcome::toString);
        assertEquals(rows, answer("SELECT jsonb_agg(to_jsonb(people))::text FROM people"));
    }

    @Test
    void whatStoodAboveAColumnIsThereAgainAsItWas() throws Exception {
        execute(MATHESAR);
        execute(PEOPLE);
        execute(List.of("CREATE VIEW mails WITH (security_barrier=true) AS SELECT mail FROM people",
                "GRANT SELECT ON mails TO PUBLIC", "COMMENT ON VIEW mails IS 'It''s mail'",
                "ALTER TABLE people ALTER mail SET DEFAULT '::mathesar_types.email@b'",
                "CREATE POLICY \"Own rows\" ON people AS RESTRICTIVE FOR UPDATE TO PUBLIC USING (mail = current_user)"));
        String question = "SELECT concat((SELECT concat(reloptions, relacl, obj_description(oid)) FROM pg_class WHERE"
                + " oid = 'mails'::regclass), (SELECT concat(polname, polcmd, polpermissive, polroles) FROM pg_policy"
                + " WHERE polrelid = 'people'::regclass))";
        String before = answer(question);
        for (Dependent dependent : new Removal().look(owner).found()) {
            execute(dependent.remedy());
        }
        assertEquals(before, answer(question));
        assertEquals("'::mathesar_types.email@b'::text", answer("SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef"));
        assertEquals("text", answer("SELECT atttypid::regtype FROM pg_attribute WHERE attrelid = 'mails'::regclass"
                + " AND attname = 'mail'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CREATE TABLE parted (mail mathesar_types.email) PARTITION BY LIST (mail)",
            "ALTER TABLE people ADD host text GENERATED ALWAYS AS (lower(mail)) STORED",
            "CREATE VIEW mails AS SELECT mail FROM people; CREATE RULE kept AS ON INSERT TO mails DO INSTEAD NOTHING"})
    void whatCannotBeMadeAgainGetsNoRemedy(String statement) throws Exception {
        execute(MATHESAR);
        execute(PEOPLE);
        execute(statement);
        assertTrue(new Removal().look(owner).found().stream().anyMatch(one -> one.remedy().isEmpty()));
    }

    @Test
    void onlyTheirOwnerDropsThem() throws Exception {
        execute(MATHESAR);
        Database.External other = TestPostgres.shared().createDatabase("secret");
        Outcome.Failed refusal = assertInstanceOf(Outcome.Failed.class, new Removal().removeForgotten(
                new Database.External(owner.host(), owner.port(), owner.name(), other.user(), new Secret("secret"),
                        owner.sslMode()),
                _ -> {
                }));
        assertTrue(refusal.problem().summary().endsWith("belong to the role " + owner.user() + ", not to "
                + other.user() + "."), refusal.problem().summary());
    }

    private CatalogSnapshot snapshot() throws Exception {
        try (Connection connection = TestPostgres.shared().superuser(owner.name())) {
            return CatalogSnapshot.take(connection);
        }
    }

    private String answer(String question) throws SQLException {
        try (Connection connection = owner.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            return row.getString(1);
        }
    }

    private void execute(String statement) throws SQLException {
        execute(List.of(statement));
    }

    private void execute(List<String> statements) throws SQLException {
        try (Connection connection = owner.connect(); Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
