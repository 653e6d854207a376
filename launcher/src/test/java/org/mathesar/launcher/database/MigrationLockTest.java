package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

class MigrationLockTest {

    @Test
    void aSecondLauncherIsToldToWait() throws Exception {
        Database database = TestPostgres.shared().createDatabase("secret");
        try (MigrationLock _ = MigrationLock.take(database, Duration.ZERO)) {
            ProblemException refusal = assertThrows(ProblemException.class,
                    () -> MigrationLock.take(database, Duration.ofMillis(600)));
            assertInstanceOf(Problem.Passing.class, refusal.problem());
            assertTrue(refusal.getMessage().startsWith("Another launcher is migrating "));
        }
        MigrationLock.take(database, Duration.ZERO).close();
    }

    @Test
    void ofFiveLaunchersOnlyOneMigratesAtATime() throws Exception {
        Database database = TestPostgres.shared().createDatabase("secret");
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CompletableFuture.allOf(IntStream.range(0, 5).mapToObj(_ -> CompletableFuture.runAsync(() -> {
            try (MigrationLock _ = MigrationLock.take(database, Duration.ofSeconds(14))) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                Thread.sleep(100);
                inside.decrementAndGet();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }, task -> Thread.ofVirtual().start(task))).toArray(CompletableFuture[]::new)).join();
        assertEquals(1, most.get());
    }

    @Test
    void aLauncherThatDiesLeavesNoLock() throws Exception {
        TestPostgres server = TestPostgres.shared();
        Database database = server.createDatabase("secret");
        MigrationLock lost = MigrationLock.take(database, Duration.ZERO);
        try (Connection superuser = server.superuser()) {
            Sql.value(superuser, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = ?",
                    database.name());
        }
        MigrationLock.take(database, Duration.ofSeconds(5)).close();
        lost.close();
    }

    @Test
    void locksOnDifferentDatabasesDoNotMeet() throws Exception {
        try (MigrationLock _ = MigrationLock.take(TestPostgres.shared().createDatabase("secret"), Duration.ZERO);
                MigrationLock _ = MigrationLock.take(TestPostgres.shared().createDatabase("secret"), Duration.ZERO)) {
            assertEquals("mathesar", new String(ByteBuffer.allocate(8).putLong(MigrationLock.KEY).array(),
                    StandardCharsets.US_ASCII));
        }
    }
}
