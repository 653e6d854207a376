package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.problem.Problem;

/** What is seen after signing in, on the system's PostgreSQL. */
class InsideTest {
    private static final String PASSWORD = "correct horse battery";
    private static TestPostgres server;

    private Database.External owner;
    private Database.External plain;

    @BeforeAll
    static void start() throws Exception {
        server = TestPostgres.shared();
    }

    /** A database with its owner, and a role that may only get in. */
    @BeforeEach
    void makeDatabase() throws Exception {
        owner = server.createDatabase(PASSWORD);
        String role = "plain_of_" + owner.name();
        server.execute("postgres", "CREATE ROLE " + role + " LOGIN PASSWORD '" + PASSWORD + "'");
        plain = server.external(owner.name(), role, PASSWORD);
    }

    @Test
    void everyStepIsToldOnceAndInOrderWithWhatWasSeen() throws Exception {
        List<Finding> findings = look(owner, Purpose.CONNECT);
        assertEquals(Arrays.stream(Step.values()).filter(step -> step.compareTo(Step.VERSION) >= 0).toList(),
                findings.stream().map(Finding::step).toList());
        assertEquals("The role " + owner.user() + " owns the database.", at(Step.PRIVILEGES, findings).sentence());
        assertTrue(at(Step.CONNECTIONS, findings).sentence().matches("\\d+ of \\d+ connections are free\\."));
        assertEquals(Verdict.GOOD, at(Step.POOLER, findings).verdict());
        assertEquals(Verdict.SKIPPED, at(Step.OWN_DATABASE, findings).verdict());
        assertEquals(Verdict.GOOD, at(Step.CLOCK, findings).verdict());
    }

    @Test
    void theFactsAreTheServersOwn() throws Exception {
        server.execute("postgres", "ALTER ROLE " + plain.user() + " CREATEDB CREATEROLE BYPASSRLS");
        ServerFacts facts = report(plain, Purpose.WORK).server().orElseThrow();
        String identifier;
        try (Connection superuser = server.superuser()) {
            identifier = BundledPostgres.systemIdentifier(superuser);
        }
        assertEquals(new ServerFacts(facts.version(), Optional.of(identifier), false, plain.user(), false, true, true,
                true, false, false), facts);
        ServerFacts owners = report(owner, Purpose.CONNECT).server().orElseThrow();
        assertTrue(owners.ownsDatabase() && owners.mayCreateSchemas() && !owners.mayCreateRoles());
    }

    @Test
    void aRoleThatMayNotCreateSchemasIsToldTheSqlThatHelpsToConnectAndItHelps() throws Exception {
        Problem problem = problem(plain, Purpose.CONNECT, "may not create schemas in the database");
        run(problem);
        assertEquals(Optional.empty(), report(plain, Purpose.CONNECT).problem());
        problem(plain, Purpose.OWN_DATA, "may not create tables");
    }

    @Test
    void schemasOfAnotherRoleNameTheirOwnerAndTheSqlHelps() throws Exception {
        server.execute(owner.name(), "CREATE SCHEMA msar AUTHORIZATION " + owner.user(),
                "GRANT CREATE ON DATABASE " + owner.name() + " TO " + plain.user());
        Problem problem = problem(plain, Purpose.CONNECT, "belongs to the role " + owner.user());
        String action = problem.advice();
        server.execute(owner.name(), action.substring(action.indexOf(": ") + 2));
        assertEquals(Optional.empty(), report(plain, Purpose.CONNECT).problem());
    }

    @Test
    void aWorkingRoleNeedsNoMoreThanToGetInButIsToldThatItSeesNothing() throws Exception {
        assertNote(look(plain, Purpose.WORK), Step.PRIVILEGES, "There is no table that the role");
        server.execute(owner.name(), "CREATE TABLE book (title text)", "GRANT SELECT ON book TO " + plain.user());
        assertEquals(Verdict.GOOD, at(Step.PRIVILEGES, look(plain, Purpose.WORK)).verdict());
    }

    @Test
    void aWorkingRoleThatRowSecurityDoesNotHoldBackIsNamed() throws Exception {
        server.execute("postgres", "ALTER ROLE " + plain.user() + " BYPASSRLS");
        assertNote(look(plain, Purpose.WORK), Step.PRIVILEGES, "since it has BYPASSRLS.");
        server.execute("postgres", "ALTER ROLE " + plain.user() + " SUPERUSER");
        assertNote(look(plain, Purpose.WORK), Step.PRIVILEGES, "since it is a superuser.");
    }

    @Test
    void aWorkingRoleThatIsKeptFromMathesarsSchemasIsToldTheSqlAndItHelps() throws Exception {
        server.execute(owner.name(), "CREATE SCHEMA msar", "CREATE SCHEMA __msar", "CREATE SCHEMA mathesar_types");
        run(problem(plain, Purpose.WORK, "may not use Mathesar's schemas"));
        assertEquals(Optional.empty(), report(plain, Purpose.WORK).problem());
    }

    @Test
    void aReadOnlyRoleMayWorkButNotConnectAndTheSqlHelps() throws Exception {
        server.execute("postgres", "ALTER ROLE " + owner.user() + " SET default_transaction_read_only = on");
        assertNote(look(owner, Purpose.WORK), Step.PRIVILEGES, "this role can only read.");
        run(problem(owner, Purpose.CONNECT, "can only be read by the role"));
        assertEquals(Optional.empty(), report(owner, Purpose.CONNECT).problem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ROLE", "DATABASE"})
    void aConnectionLimitThatIsTooLowIsToldTheSqlAndItHelps(String kind) throws Exception {
        String name = kind.equals("ROLE") ? owner.user() : owner.name();
        server.execute("postgres", "ALTER " + kind + " " + name + " CONNECTION LIMIT 5");
        assertNote(look(owner, Purpose.CONNECT), Step.CONNECTIONS, "Only 5 of 5 connections are free");
        server.execute("postgres", "ALTER " + kind + " " + name + " CONNECTION LIMIT 2");
        run(problem(owner, Purpose.CONNECT, "2 more connections"));
        assertEquals(Optional.empty(), report(owner, Purpose.CONNECT).problem());
    }

    @Test
    void aRoleThatMayOpenOneConnectionOnlyIsStoppedThere() throws Exception {
        server.execute("postgres", "ALTER ROLE " + owner.user() + " CONNECTION LIMIT 1");
        List<Finding> findings = look(owner, Purpose.CONNECT);
        assertEquals(Verdict.SKIPPED, at(Step.POOLER, findings).verdict());
        assertEquals(Verdict.BAD, at(Step.CONNECTIONS, findings).verdict());
    }

    @Test
    void connectionsInUseAreCounted() throws Exception {
        server.execute("postgres", "ALTER ROLE " + owner.user() + " CONNECTION LIMIT 4");
        try (Connection _ = owner.connect(); Connection _ = owner.connect()) {
            problem(owner, Purpose.CONNECT, "2 more connections");
        }
    }

    @Test
    void aSchemaThatOnlyLooksLikeMathesarsIsNotTakenAndTheSqlHelps() throws Exception {
        server.execute(owner.name(), "CREATE SCHEMA msar AUTHORIZATION " + owner.user(),
                "CREATE TABLE msar.payroll (salary integer)");
        run(problem(owner, Purpose.CONNECT, "has a schema msar that is not Mathesar's"));
        assertEquals(Optional.empty(), report(owner, Purpose.CONNECT).problem());
    }

    @Test
    void mathesarsOwnSchemasAreRecognised() throws Exception {
        server.execute(owner.name(), "CREATE SCHEMA msar AUTHORIZATION " + owner.user(), "SET ROLE " + owner.user(),
                "CREATE FUNCTION msar.mathesar_system_schemas() RETURNS text LANGUAGE sql AS 'SELECT NULL'");
        assertNote(look(owner, Purpose.CONNECT), Step.EXTENSIONS, "Mathesar's schemas are in this database already");
    }

    @Test
    void aTriggerThatForbidsStructureIsNamedAndOneThatDoesNotIsNotMinded() throws Exception {
        server.execute(owner.name(), "CREATE TABLE log (what text)", "GRANT ALL ON log TO PUBLIC",
                "CREATE FUNCTION note() RETURNS event_trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN INSERT INTO log VALUES (tg_tag); END'",
                "CREATE EVENT TRIGGER noting ON ddl_command_end EXECUTE FUNCTION note()");
        assertEquals(Verdict.GOOD, at(Step.EXTENSIONS, look(owner, Purpose.CONNECT)).verdict());
        try (Connection superuser = server.superuser(owner.name())) {
            assertEquals(Optional.of("0"), Sql.value(superuser, "SELECT count(*) FROM public.log"),
                    "all was taken back");
        }
        server.execute(owner.name(), "DROP EVENT TRIGGER noting",
                "CREATE FUNCTION forbid() RETURNS event_trigger LANGUAGE plpgsql AS"
                        + " 'BEGIN RAISE EXCEPTION ''structure is frozen''; END'",
                "CREATE EVENT TRIGGER frozen ON ddl_command_start EXECUTE FUNCTION forbid()");
        Problem problem = problem(owner, Purpose.CONNECT, "triggers that see each change of structure: frozen.");
        assertTrue(problem.detail().contains("structure is frozen"));
    }

    @Test
    void ownDataNeedsUtf8AndTheSqlThatIsGivenMakesSuchADatabase() throws Exception {
        server.execute("postgres", "CREATE DATABASE ascii_" + owner.name() + " OWNER " + owner.user()
                + " ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0");
        Database.External ascii = server.external("ascii_" + owner.name(), owner.user(), PASSWORD);
        assertNote(look(ascii, Purpose.CONNECT), Step.EXTENSIONS, "SQL_ASCII");
        Problem problem = problem(ascii, Purpose.OWN_DATA, "stores texts as SQL_ASCII");
        String sql = problem.advice().substring(problem.advice().indexOf("CREATE DATABASE"))
                .replace("mathesar_django", "made_" + owner.name());
        server.execute("postgres", sql);
        Database.External made = server.external("made_" + owner.name(), owner.user(), PASSWORD);
        assertEquals(Optional.empty(), report(made, Purpose.OWN_DATA).problem());
    }

    @Test
    void tablesOfAnotherDjangoAreInTheWayOfOwnDataAndThoseOfMathesarAreNot() throws Exception {
        server.execute(owner.name(), "CREATE TABLE notes (id integer)");
        assertNote(look(owner, Purpose.OWN_DATA), Step.EXTENSIONS, "holds a table already");
        server.execute(owner.name(), "CREATE TABLE django_migrations (id integer)");
        problem(owner, Purpose.OWN_DATA, "Another program keeps its data");
        server.execute(owner.name(), "CREATE TABLE mathesar_database (id integer)");
        assertNote(look(owner, Purpose.OWN_DATA), Step.EXTENSIONS, "A Mathesar keeps its data in this database");
    }

    @Test
    void whatTheDefaultsOfTheDatabaseDoIsSaid() throws Exception {
        server.execute(owner.name(), "CREATE SCHEMA apart AUTHORIZATION " + owner.user(),
                "ALTER ROLE " + owner.user() + " SET search_path = apart",
                "ALTER ROLE " + owner.user() + " SET default_transaction_isolation = serializable");
        List<Finding> findings = look(owner, Purpose.OWN_DATA);
        assertNote(findings, Step.EXTENSIONS, "“serializable”");
        assertNote(findings, Step.EXTENSIONS, "go to the schema apart");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "127.0.0.1"})
    void mathesarsOwnDatabaseIsRecognisedUnderEveryNameOfItsServer(String host) throws Exception {
        Database.Bundled own = server.database();
        Database.External disguised = new Database.External(host, own.port(), own.name(), own.user(), own.password(),
                SslMode.PREFER);
        for (Purpose purpose : List.of(Purpose.CONNECT, Purpose.WORK)) {
            Finding finding = at(Step.OWN_DATABASE, look(disguised, purpose, Optional.of(own), InstantSource.system()));
            assertEquals("This is the database in which Mathesar keeps its own data.", finding.sentence());
            assertEquals(Verdict.BAD, finding.verdict());
        }
    }

    @Test
    void itIsRecognisedWhereTheServersNumberMayNotBeAskedFor() throws Exception {
        Database.External secretive = server.createDatabase(PASSWORD);
        server.execute(secretive.name(), "REVOKE ALL ON FUNCTION pg_control_system() FROM PUBLIC");
        Finding finding = at(Step.OWN_DATABASE,
                look(secretive, Purpose.CONNECT, Optional.of(secretive), InstantSource.system()));
        assertEquals(Verdict.BAD, finding.verdict());
        assertEquals(Optional.empty(), report(secretive, Purpose.CONNECT).server().orElseThrow().systemIdentifier());
    }

    @Test
    void anotherDatabaseOfTheSameServerIsFine() throws Exception {
        List<Finding> findings = look(owner, Purpose.CONNECT, Optional.of(server.database()), InstantSource.system());
        assertEquals(Verdict.GOOD, at(Step.OWN_DATABASE, findings).verdict());
    }

    @Test
    void anOwnDatabaseThatDoesNotAnswerDecidesNothing() throws Exception {
        Database.External gone = new Database.External("127.0.0.1", TestPostgres.freePort(), "gone", "gone",
                owner.password(), SslMode.PREFER);
        Finding finding = at(Step.OWN_DATABASE,
                look(owner, Purpose.CONNECT, Optional.of(gone), InstantSource.system()));
        assertInstanceOf(Problem.Passing.class, finding.problem().orElseThrow());
    }

    @Test
    void clocksThatDisagreeAreSaidToWithTheDirection() throws Exception {
        InstantSource late = () -> Instant.now().minus(Duration.ofMinutes(7));
        assertNote(look(owner, Purpose.CONNECT, Optional.empty(), late), Step.CLOCK,
                "The server's clock is 7 min ahead of this machine's");
        InstantSource early = () -> Instant.now().plus(Duration.ofSeconds(50));
        assertNote(look(owner, Purpose.CONNECT, Optional.empty(), early), Step.CLOCK, " s behind this machine's");
    }

    private static Report report(Database.External candidate, Purpose purpose) throws Exception {
        return new Diagnosis(false, Optional::empty, List::of).check(candidate, purpose, _ -> {
        });
    }

    private static List<Finding> look(Database.External candidate, Purpose purpose) throws Exception {
        return look(candidate, purpose, Optional.empty(), InstantSource.system());
    }

    private static List<Finding> look(Database.External candidate, Purpose purpose, Optional<Database> own,
            InstantSource clock) throws Exception {
        List<Finding> findings = new ArrayList<>();
        try (Connection connection = candidate.connect()) {
            new Inside(candidate, purpose, own,
                    (name, limit) -> new Database.External(candidate.host(), candidate.port(), name, candidate.user(),
                            candidate.password(), candidate.sslMode()).connect(new Login(limit, limit)),
                    clock, findings::add).look(connection, Duration.ofSeconds(9));
        }
        return findings;
    }

    private static Finding at(Step step, List<Finding> findings) {
        return findings.stream().filter(finding -> finding.step() == step).findFirst()
                .orElseThrow(() -> new AssertionError(step + " is missing in " + findings));
    }

    private static void assertNote(List<Finding> findings, Step step, String part) {
        assertEquals(Verdict.NOTE, at(step, findings).verdict(), findings.toString());
        assertTrue(at(step, findings).sentence().contains(part), at(step, findings).sentence());
    }

    private static Problem problem(Database.External candidate, Purpose purpose, String part) throws Exception {
        Problem problem = report(candidate, purpose).problem().orElseThrow();
        assertTrue(problem.summary().contains(part), problem.toString());
        assertFalse(problem.toString().contains(PASSWORD), problem.toString());
        return problem;
    }

    /** Does what the remedy says. */
    private void run(Problem problem) throws Exception {
        server.execute(owner.name(), problem.advice().substring(problem.advice().indexOf("run: ") + 5));
    }
}
