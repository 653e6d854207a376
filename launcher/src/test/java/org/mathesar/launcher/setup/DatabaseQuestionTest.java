package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Diagnosis;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.database.TestPostgres;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.FirstBoot.DatabaseCheck;
import org.mathesar.launcher.storage.Secret;

class DatabaseQuestionTest {
    private static final String PASSWORD = "correct horse battery";
    private static TestPostgres server;

    private final BlockingQueue<Database.External> good = new LinkedBlockingQueue<>();
    private DatabaseQuestion question = question(administrator -> administrator);

    @BeforeAll
    static void start() throws Exception {
        server = TestPostgres.shared();
    }

    @AfterEach
    void close() {
        question.close();
    }

    @Test
    void aGoodDatabaseIsHandedOnAndNothingIsLeftToShow() throws Exception {
        Database.External database = server.createDatabase(PASSWORD);
        question.examine(database, false, good::add);
        assertEquals(database, good.poll(15, TimeUnit.SECONDS));
        awaitNone();
    }

    @Test
    void whatIsWrongStaysToBeRead() throws Exception {
        Database.External database = server.createDatabase(PASSWORD);
        question.examine(server.external(database.name(), database.user(), "not the password"), false, good::add);
        DatabaseCheck check = awaitEnd();
        assertEquals(database.display(), check.place());
        Finding last = check.findings().getLast();
        assertEquals(Verdict.BAD, last.verdict());
        assertTrue(last.sentence().contains("with this password"), last.sentence());
        assertEquals(0, good.size());
    }

    @Test
    void aNewerAnswerTakesThePlaceOfOneThatIsStillExamined() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            question.examine(new Database.External("127.0.0.1", mute.getLocalPort(), "library", "ada",
                    new Secret(PASSWORD), SslMode.PREFER), false, good::add);
            assertFalse(question.check().orElseThrow().ended());
            Database.External database = server.createDatabase(PASSWORD);
            question.examine(database, false, good::add);
            assertEquals(database, good.poll(15, TimeUnit.SECONDS));
        }
    }

    @Test
    void whatTheOwnerGaveUpIsForgotten() throws Exception {
        question.examine(server.external("no_such_database", "ada", PASSWORD), false, good::add);
        awaitEnd();
        question.forget();
        assertEquals(Optional.empty(), question.check());
    }

    @Test
    void aPreparedDatabaseIsTheOneThatCounts() throws Exception {
        Database.External made = server.createDatabase(PASSWORD);
        question = question(_ -> made);
        question.examine(server.createDatabase(PASSWORD), true, good::add);
        assertEquals(made, good.poll(15, TimeUnit.SECONDS));
    }

    @Test
    void aRoleThatMayNotPrepareIsTold() throws Exception {
        question = question(_ -> {
            throw ProblemException.fixable("The role may not create databases.", "Use another.");
        });
        question.examine(server.createDatabase(PASSWORD), true, good::add);
        assertEquals("The role may not create databases.", awaitEnd().findings().getLast().sentence());
    }

    @Test
    void aPreparedDatabaseThatCannotBeUsedIsToldToo() throws Exception {
        Database.External made = server.createDatabase(PASSWORD);
        try (Connection connection = server.superuser(); Statement statement = connection.createStatement()) {
            statement.execute("ALTER ROLE " + made.user() + " CONNECTION LIMIT 0");
        }
        question = question(_ -> made);
        question.examine(server.createDatabase(PASSWORD), true, good::add);
        assertEquals(Verdict.BAD, awaitEnd().findings().getLast().verdict());
        assertEquals(0, good.size());
    }

    private static DatabaseQuestion question(DatabaseQuestion.Home home) {
        return new DatabaseQuestion(new Diagnosis(false, Optional::empty, List::of), home);
    }

    private DatabaseCheck awaitEnd() throws InterruptedException {
        for (int i = 0; i < 400; i++) {
            Optional<DatabaseCheck> check = question.check();
            if (check.filter(DatabaseCheck::ended).isPresent()) {
                return check.get();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("still examining: " + question.check());
    }

    private void awaitNone() throws InterruptedException {
        for (int i = 0; i < 100 && question.check().isPresent(); i++) {
            Thread.sleep(20);
        }
        assertEquals(Optional.empty(), question.check());
    }
}
