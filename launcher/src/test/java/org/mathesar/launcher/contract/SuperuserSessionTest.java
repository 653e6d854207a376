package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.mathesar.Credentials;
import org.mathesar.launcher.mathesar.HttpRpc;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.SuperuserSession;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Secret;

@AgainstEachSubject
class SuperuserSessionTest {
    private final ContractServer server;

    @TempDir
    private Path scratch;

    SuperuserSessionTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.goBackToAdministered();
    }

    @Test
    void aSessionIsMadeWorksAndIsGoneAfterwards() throws Exception {
        SuperuserSession session = open(Optional.empty());
        try (session; MathesarRpc rpc = new HttpRpc(server.address(), session.credentials())) {
            assertEquals(ContractServer.ADMINISTRATOR, session.user().username());
            assertEquals(Optional.of(session.user()), rpc.administrator());
            assertEquals(1, sessions());
            assertTrue(minutesLeft() > 13 && minutesLeft() <= 15, "minutes left: " + minutesLeft());
        }
        assertEquals(0, sessions());
        try (MathesarRpc rpc = new HttpRpc(server.address(), session.credentials())) {
            assertEquals(Optional.empty(), rpc.administrator());
        }
    }

    @Test
    void itIsEndedOnAThreadThatWasInterruptedToo() throws Exception {
        SuperuserSession session = open(Optional.of(ContractServer.ADMINISTRATOR));
        Thread.currentThread().interrupt();
        session.close();
        assertTrue(Thread.interrupted());
        assertEquals(0, sessions());
    }

    @Test
    void onlyAnActiveAdministratorHasOne() {
        server.administrator().result("users.add",
                Map.of("user_def", Map.of("username", "bob", "password", "123", "is_superuser", false)));
        for (String name : List.of("bob", "nobody", "\"); print(\"x")) {
            ProblemException refusal = assertThrows(ProblemException.class, () -> open(Optional.of(name)));
            assertEquals("Mathesar has no active administrator named " + name + ".", refusal.problem().summary());
        }
    }

    @Test
    void whoIsNoAdministratorIsNotTakenForOne() {
        server.administrator().result("users.add",
                Map.of("user_def", Map.of("username", "bob", "password", "123", "is_superuser", false)));
        Visitor bob = server.visitor();
        bob.signIn("bob", "123");
        for (String cookie : List.of(bob.cookie("sessionid").orElseThrow(), "nonsense", "a\r\nHost: b", "")) {
            try (MathesarRpc rpc = new HttpRpc(server.address(), new Credentials.Session(new Secret(cookie)))) {
                assertEquals(Optional.empty(), rpc.administrator());
            }
        }
        try (MathesarRpc rpc = new HttpRpc(server.address(), new Credentials.Session(
                new Secret(server.administrator().cookie("sessionid").orElseThrow())))) {
            MathesarRpc.User administrator = rpc.administrator().orElseThrow();
            assertEquals(ContractServer.ADMINISTRATOR, administrator.username());
            assertTrue(administrator.superuser());
            assertTrue(rpc.users().stream().anyMatch(user -> user.username().equals("bob") && !user.superuser()));
        }
    }

    private SuperuserSession open(Optional<String> username) throws InterruptedException {
        return server.release().mathesar(scratch.resolve("data")).superuserSession(username);
    }

    private int sessions() throws SQLException {
        return server.postgres().column(Release.DATABASE, "SELECT 1 FROM " + table()).size();
    }

    private long minutesLeft() throws SQLException {
        String column = switch (server.subject()) {
            case Subject.Sample _ -> "expires_at";
            case Subject.Real _ -> "expire_date";
        };
        return Long.parseLong(server.postgres().column(Release.DATABASE,
                "SELECT ceil(extract(epoch FROM " + column + " - now()) / 60)::int FROM " + table()).getFirst());
    }

    private String table() {
        return switch (server.subject()) {
            case Subject.Sample _ -> "sample_session";
            case Subject.Real _ -> "django_session";
        };
    }
}
