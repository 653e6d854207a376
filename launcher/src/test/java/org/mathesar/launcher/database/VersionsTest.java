package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.database.Finding.Verdict;

/** The same look at real servers of every age. */
@Tag("databases")
class VersionsTest {
    @ParameterizedTest
    @ValueSource(ints = {14, 17, 18})
    void everySupportedVersionIsLookedAtToTheEnd(int major) throws Exception {
        EmbeddedPostgres server = EmbeddedPostgres.shared(major);
        Database.External own = server.createDatabase("own_of_versions", "secret");
        Database.External database = server.createDatabase("versions", "secret");
        for (Purpose purpose : Purpose.values()) {
            Report report = check(database, purpose, Optional.of(own));
            assertEquals(Optional.empty(), report.problem());
            assertEquals(Step.CLOCK, report.findings().getLast().step());
            assertEquals(Verdict.GOOD, report.findings().getLast().verdict());
            assertTrue(report.server().orElseThrow().systemIdentifier().isPresent());
        }
        Database.External disguised = new Database.External("::1", own.port(), own.name(), own.user(), own.password(),
                SslMode.PREFER);
        assertEquals("This is the database in which Mathesar keeps its own data.",
                check(disguised, Purpose.CONNECT, Optional.of(own)).problem().orElseThrow().summary());
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void postgres13IsRefusedForEveryPurpose(Purpose purpose) throws Exception {
        Database.External database = EmbeddedPostgres.shared(13).createDatabase("old_" + purpose, "secret");
        Report report = check(database, purpose, Optional.empty());
        assertEquals(Step.VERSION, report.findings().getLast().step());
        assertTrue(report.problem().orElseThrow().summary().startsWith("The server runs PostgreSQL 13."));
    }

    @Test
    void aServerAlmostAtItsLimitIsToldFromOneWithRoom() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(18, "max_connections=16", "reserved_connections=2",
                "superuser_reserved_connections=2", "max_wal_senders=0")) {
            Database.External database = server.createDatabase("full", "secret");
            List<Connection> crowd = new ArrayList<>();
            try {
                assertEquals(Optional.empty(), check(database, Purpose.CONNECT, Optional.empty()).problem());
                for (int i = 0; i < 7; i++) {
                    crowd.add(database.connect());
                }
                Report some = check(database, Purpose.CONNECT, Optional.empty());
                assertTrue(some.notes().getFirst().startsWith("Only 5 of 12 connections are free"), some.toString());
                for (int i = 0; i < 3; i++) {
                    crowd.add(database.connect());
                }
                Report few = check(database, Purpose.CONNECT, Optional.empty());
                assertTrue(few.problem().orElseThrow().summary().startsWith("Only 2 of the server's 12"),
                        few.toString());
                crowd.add(database.connect());
                assertEquals(Step.CONNECTIONS,
                        check(database, Purpose.CONNECT, Optional.empty()).findings().getLast().step());
                crowd.add(database.connect());
                assertEquals(Step.LOGIN,
                        check(database, Purpose.CONNECT, Optional.empty()).findings().getLast().step());
            } finally {
                for (Connection connection : crowd) {
                    connection.close();
                }
            }
        }
    }

    private static Report check(Database.External candidate, Purpose purpose, Optional<Database> own)
            throws Exception {
        return new Diagnosis(false, () -> own, List::of).check(candidate, purpose, _ -> {
        });
    }
}
