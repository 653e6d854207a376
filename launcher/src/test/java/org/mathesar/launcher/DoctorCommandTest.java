package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.FakePostgres;
import org.mathesar.launcher.database.TestPostgres;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.Services;
import org.mathesar.launcher.setup.SetupState;
import org.mathesar.launcher.setup.SetupStore;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import org.mathesar.launcher.storage.Secrets;

class DoctorCommandTest {
    private static final String PASSWORD = "correct horse battery";
    private static TestPostgres server;

    @TempDir
    Path directory;

    private final PrintStream realOut = System.out;
    private final InputStream realIn = System.in;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();

    @BeforeAll
    static void start() throws Exception {
        server = TestPostgres.shared();
    }

    @BeforeEach
    void catchOutput() {
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
        System.setIn(realIn);
    }

    @Test
    void aGoodDatabaseIsTickedStepByStep() throws Exception {
        assertEquals(0, doctor(url(server.createDatabase(PASSWORD), PASSWORD)));
        assertTrue(said().contains("ok     The server’s version suits Mathesar: "), said());
        assertTrue(said().contains("ok     The role may do what is needed"), said());
        assertTrue(said().endsWith("Mathesar can use this database.\n"), said());
    }

    @Test
    void theFirstFailureIsExplainedAndItsStatusTellsIt() throws Exception {
        assertEquals(69, doctor(url(server.createDatabase(PASSWORD), "not the password")));
        assertTrue(said().contains("FAILED The role may sign in\n"), said());
        assertTrue(said().contains("with this password.\n"), said());
        assertFalse(said().contains("not the password"), said());
    }

    @Test
    void aServersWordsDoNotSteerTheTerminal() throws Exception {
        try (FakePostgres fake = FakePostgres.refusing("XX000", "\u001b[2J\u001b]0;title\u0007\rok     it is fine")) {
            doctor("postgresql://ada:" + PASSWORD + "@127.0.0.1:" + fake.port() + "/library");
        }
        assertTrue(said().contains("it is fine"), said());
        assertFalse(said().chars().anyMatch(c -> Character.isISOControl(c) && c != '\n'), said());
    }

    @Test
    void whatPassesByItselfHasAStatusOfItsOwn() throws Exception {
        try (FakePostgres fake = FakePostgres.refusing("57P03", "the database system is starting up")) {
            assertEquals(75, doctor("postgresql://ada:" + PASSWORD + "@127.0.0.1:" + fake.port() + "/library"));
        }
        assertTrue(said().contains("Try again in a minute."), said());
    }

    @Test
    void programsReadOneObject() throws Exception {
        Database.External database = server.createDatabase(PASSWORD);
        assertEquals(69, doctor("--json", url(database, "not the password")));
        JsonNode answer = JsonMapper.builder().build().readTree(said());
        assertFalse(answer.path("usable").asBoolean(true));
        assertEquals("connect", answer.path("purpose").asText());
        assertEquals(database.name(), answer.path("database").asText());
        JsonNode last = answer.path("findings").path(answer.path("findings").size() - 1);
        assertEquals("login", last.path("step").asText());
        assertEquals("bad", last.path("verdict").asText());
        assertFalse(last.path("remedy").asText().isBlank());
        assertFalse(said().contains("not the password"), said());
    }

    @Test
    void aStringMayComeFromStandardInputSoThatNobodySeesItInTheListOfProcesses() throws Exception {
        System.setIn(new ByteArrayInputStream(
                url(server.createDatabase(PASSWORD), PASSWORD).getBytes(StandardCharsets.UTF_8)));
        assertEquals(0, doctor("-"));
    }

    @Test
    void withoutAStringMathesarsOwnDatabaseIsTried() throws Exception {
        Database.External database = server.createDatabase(PASSWORD);
        DataDirectory data = DataDirectory.open(directory.resolve("data"), false);
        new Secrets(data).store(Services.EXTERNAL_PASSWORD, new Secret(PASSWORD));
        new SetupStore(data).save(new SetupState.Asking(new Plan.Draft(Optional.empty(),
                Optional.of(new Plan.DatabaseChoice.External(database.host(), database.port(), database.name(),
                        database.user(), "prefer")))));
        assertEquals(0, doctor("--json"));
        assertEquals("own-data", JsonMapper.builder().build().readTree(said()).path("purpose").asText());
    }

    @Test
    void whatCannotBeReadIsRefusedWithoutBeingRepeated() {
        assertEquals(64, doctor("hunter2 is my password"));
        assertTrue(errors.toString(StandardCharsets.UTF_8).contains("postgres://"), errors::toString);
        assertFalse(errors.toString(StandardCharsets.UTF_8).contains("hunter2"), errors::toString);
        assertEquals(64, doctor("--for", "fun", "postgres://ada@127.0.0.1/library"));
        assertEquals(64, doctor("--ca", directory.resolve("nothing.pem").toString(), "postgres://ada@127.0.0.1/l"));
        assertEquals(64, doctor());
    }

    @Test
    void anAuthorityWithoutAConnectionStringIsNotSilentlyLeftOut() {
        assertEquals(64, doctor("--ca", directory.resolve("any.pem").toString()));
        assertTrue(errors.toString(StandardCharsets.UTF_8).startsWith("--ca goes with"), errors::toString);
    }

    @Test
    void whoNamesAnAuthorityWantsTheServerCheckedByIt() throws Exception {
        Path authority = Files.writeString(directory.resolve("authority.pem"), "no certificate");
        String url = url(server.createDatabase(PASSWORD), PASSWORD).replaceFirst("[?].*", "");
        assertEquals(69, doctor("--json", "--ca", authority.toString(), url));
        assertEquals("verify-full", JsonMapper.builder().build().readTree(said()).path("sslmode").asText());
        out.reset();
        assertEquals(69, doctor("--json", url + "?sslrootcert=" + authority));
        assertEquals("verify-full", JsonMapper.builder().build().readTree(said()).path("sslmode").asText());
    }

    @Test
    void whoGivesNoPasswordIsToldWhereToPutIt() throws Exception {
        Database.External database = server.createDatabase(PASSWORD);
        assertEquals(69, doctor(
                "postgresql://" + database.user() + "@127.0.0.1:" + database.port() + "/" + database.name()));
        assertTrue(said().contains("PGPASSWORD"), said());
    }

    private int doctor(String... arguments) {
        String[] all = new String[arguments.length + 4];
        all[0] = "doctor";
        all[1] = "database";
        all[2] = "--data";
        all[3] = directory.resolve("data").toString();
        System.arraycopy(arguments, 0, all, 4, arguments.length);
        return Main.execute(all, new PrintStream(errors, true, StandardCharsets.UTF_8));
    }

    private static String url(Database.External database, String password) {
        return "postgres://" + database.user() + ":" + password.replace(" ", "%20") + "@" + database.host() + ":"
                + database.port() + "/" + database.name();
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
