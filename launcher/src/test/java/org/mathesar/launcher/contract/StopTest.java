package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@AgainstEachSubject
class StopTest {
    private final ContractServer server;

    StopTest(ContractServer server) {
        this.server = server;
    }

    @Test
    void aTerminatedServerEndsCleanlyWithItsWorkers() throws InterruptedException {
        try (Gunicorn gunicorn = server.release().serve(Map.of())) {
            assertEquals(200, gunicorn.visitor().get("/static/staticfiles.json").status());
            List<ProcessHandle> workers = gunicorn.program().process().descendants().toList();
            assertFalse(workers.isEmpty());
            Instant start = Instant.now();
            assertEquals(0, gunicorn.stop());
            assertTrue(Duration.between(start, Instant.now()).toSeconds() < 10);
            assertFalse(workers.stream().anyMatch(ProcessHandle::isAlive));
        }
    }
}
