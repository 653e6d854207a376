package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AgainstEachSubject
class HealthTest {
    private static final String LIFE = "/static/staticfiles.json";
    private static final String READINESS = "/auth/login/";
    private static final String PROBE = "Host: 10.0.0.7:8000";

    private final ContractServer server;

    HealthTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.goBackToAdministered();
    }

    @Test
    void onlyTheLoginPageTellsThatTheDatabaseIsDownAndItRecovers() throws InterruptedException {
        assertEquals(200, status(READINESS));
        server.postgres().stop();
        try {
            assertEquals(200, status(LIFE));
            assertEquals(302, status("/"));
            assertEquals(405, status("/api/rpc/v0/"));
            assertEquals(500, status(READINESS));
            assertEquals(server.subject().isAtLeast012() ? List.of(200, 503) : List.of(500, 500), healthPages());
        } finally {
            server.postgres().start();
        }
        assertEquals(200, status(READINESS));
        assertEquals(server.subject().isAtLeast012() ? List.of(200, 200) : List.of(500, 500), healthPages());
    }

    /** 0.11 fails on every path it does not know when nobody is signed in, so a probe must not make one up. */
    @Test
    void anUnknownPathIsAFailureBefore012() {
        assertEquals(server.subject().isAtLeast012() ? 404 : 500, status("/nothing/"));
        assertEquals(404, server.administrator().get("/nothing/").status());
    }

    @Test
    void staticFilesAndHealthPagesAreForEveryHost() {
        assertEquals(200, status(LIFE, PROBE));
        assertEquals(400, status(READINESS, PROBE));
        if (server.subject().isAtLeast012()) {
            for (String path : List.of("/healthz/live", "/healthz/live/", "/healthz/ready", "/healthz/ready/")) {
                assertEquals(200, status(path, PROBE), path);
            }
        }
    }

    private List<Integer> healthPages() {
        return List.of(status("/healthz/live"), status("/healthz/ready"));
    }

    private int status(String path, String... headers) {
        return server.visitor().get(path, headers).status();
    }
}
