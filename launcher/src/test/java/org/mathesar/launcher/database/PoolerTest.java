package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mathesar.launcher.database.Finding.Verdict;
import org.mathesar.launcher.database.PgBouncer.Mode;

/** A real PgBouncer between us and the server is found out by what it does. */
@Tag("databases")
class PoolerTest {
    private static EmbeddedPostgres server;
    private static Database.External direct;

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedPostgres.shared(17);
        direct = server.createDatabase("behind_pooler", "secret of the pool");
    }

    @ParameterizedTest
    @CsvSource({"TRANSACTION, 1, 0, 0", "TRANSACTION, 20, 0, 0", "TRANSACTION, 20, 1, 6", "TRANSACTION, 20, 0, 6",
            "TRANSACTION, 2, 1, 2", "STATEMENT, 1, 0, 0", "STATEMENT, 20, 1, 6"})
    void sharedConnectionsAreRefusedHoweverManyThereAre(Mode mode, int size, int roundRobin, int idle)
            throws Exception {
        try (PgBouncer pooler = PgBouncer.start(server, mode, List.of(direct), "default_pool_size=" + size,
                "server_round_robin=" + roundRobin)) {
            fill(pooler, mode, idle);
            for (int i = 0; i < 5; i++) {
                Report report = check(pooler.through(direct));
                Finding finding = report.findings().getLast();
                assertEquals(Step.POOLER, finding.step(), report.toString());
                assertEquals(Verdict.BAD, finding.verdict());
                assertTrue(finding.sentence().startsWith("A pooler in transaction mode stands between"),
                        report.toString());
                assertTrue(finding.problem().orElseThrow().advice().contains("pool_mode = session"));
            }
            assertNothingIsLeft(pooler);
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "1, 20"})
    void aPoolerThatKeepsSessionsIsNamedAndGood(int roundRobin, int size) throws Exception {
        try (PgBouncer pooler = PgBouncer.start(server, Mode.SESSION, List.of(direct), "default_pool_size=" + size,
                "server_round_robin=" + roundRobin)) {
            Report report = check(pooler.through(direct));
            assertEquals(Optional.empty(), report.problem());
            assertTrue(report.notes().getFirst().startsWith("PgBouncer stands in between"), report.toString());
        }
    }

    @Test
    void aPoolThatIsTooSmallForMathesarIsSaidSo() throws Exception {
        for (int size = 1; size <= 2; size++) {
            try (PgBouncer pooler = PgBouncer.start(server, Mode.SESSION, List.of(direct),
                    "default_pool_size=" + size)) {
                Report report = check(pooler.through(direct));
                assertEquals(Step.CONNECTIONS, report.findings().getLast().step(), report.toString());
                assertTrue(report.problem().orElseThrow().summary().contains("its pool may be too small"));
            }
        }
    }

    @Test
    void aDirectConnectionIsNotTakenForAPooler() throws Exception {
        Finding finding = check(direct).findings().stream().filter(it -> it.step() == Step.POOLER).findFirst()
                .orElseThrow();
        assertEquals(Verdict.GOOD, finding.verdict());
    }

    /** Others who get the same connection would fail over a statement that we prepared. */
    private static void assertNothingIsLeft(PgBouncer pooler) throws Exception {
        try (Connection connection = pooler.through(direct).connect()) {
            assertEquals(Optional.of("0"), Sql.value(connection, "SELECT count(*) FROM pg_prepared_statements"));
        }
    }

    /** Makes the pooler keep some connections that are free. */
    private static void fill(PgBouncer pooler, Mode mode, int idle) throws Exception {
        List<Connection> busy = new ArrayList<>();
        for (int i = 0; i < idle; i++) {
            Connection connection = pooler.through(direct).connect();
            connection.setAutoCommit(mode == Mode.STATEMENT);
            busy.add(connection);
            Sql.value(connection, "SELECT pg_backend_pid()");
        }
        for (Connection connection : busy) {
            connection.close();
        }
    }

    private static Report check(Database.External candidate) throws Exception {
        return new Diagnosis(false, Optional::empty, List::of).check(candidate, Purpose.CONNECT, _ -> {
        });
    }
}
