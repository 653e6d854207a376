package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Outcome;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WorkLine;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.setup.Databases.RoleCheck;
import org.mathesar.launcher.storage.Secret;

class ConversationsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    /** Looks at a database until it is stopped. */
    private static final class Endless implements ConnectWork {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public Report examine(Database.External candidate, Purpose purpose, Consumer<Finding> live)
                throws InterruptedException {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                stopped.countDown();
            }
            throw new AssertionError();
        }

        @Override
        public List<String> creates(WantedConnection wanted) {
            throw new AssertionError();
        }

        @Override
        public Prepared preparation(Database.External installer) {
            throw new AssertionError();
        }

        @Override
        public RoleCheck checkRole(Database.External role) {
            throw new AssertionError();
        }

        @Override
        public List<String> users() {
            throw new AssertionError();
        }

        @Override
        public Outcome connect(WantedConnection wanted, Consumer<List<WorkLine>> progress) {
            throw new AssertionError();
        }

        @Override
        public Optional<RowSecurity> rows(Database.External role) {
            throw new AssertionError();
        }
    }

    @Test
    @Timeout(60)
    void whatWasTypedIsForgottenThoughNobodyComesBack() throws Exception {
        Endless work = new Endless();
        try (Conversations conversations = new Conversations(now::get, Duration.ofMillis(1))) {
            ConnectTalk talk = conversations.of("one", _ -> new ConnectTalk(work));
            begin(talk, work);
            now.set(now.get().plus(Duration.ofMinutes(61)));
            work.stopped.await();
        }
    }

    @Test
    void sessionsDoNotMeet() {
        try (Conversations conversations = new Conversations(now::get)) {
            ConnectTalk one = conversations.of("one", _ -> new ConnectTalk(new Endless()));
            assertNotSame(one, conversations.of("One", _ -> new ConnectTalk(new Endless())));
            assertSame(one, conversations.of("one", _ -> new ConnectTalk(new Endless())));
        }
    }

    private static void begin(ConnectTalk talk, Endless work) throws InterruptedException {
        talk.examine(new Database.External("127.0.0.1", 1, "garden", "owner", new Secret("secret"), SslMode.DISABLE),
                Optional.empty(), Access.FULL);
        work.begun.await();
    }
}
