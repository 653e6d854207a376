package org.mathesar.launcher.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.mathesar.launcher.problem.Problem;

class DoorTest {
    private static final String BROWSER = "text/html,application/xhtml+xml";

    @Test
    void anOpenDoorLeadsToMathesar() throws Exception {
        try (TestBackend backend = TestBackend.polite(); TestGateway gateway = TestGateway.to(backend).open()) {
            HttpResponse<String> response = gateway.get("/auth/login/?next=%2F");
            assertEquals(200, response.statusCode());
            assertEquals("hello", response.body());
            assertEquals("GET /auth/login/?next=%2F HTTP/1.1", backend.last().line());
        }
    }

    @Test
    void aClosedDoorLeadsBrowsersToTheWizard() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed()).open()) {
            HttpResponse<String> response = gateway.get("/anything", "Accept", BROWSER);
            assertEquals(303, response.statusCode());
            assertEquals("/-/setup/", response.headers().firstValue("Location").orElseThrow());
            assertEquals("wizard /claim", gateway.get("/-/setup/claim").body());
        }
    }

    @Test
    void aClosedDoorTellsProgramsThatNothingIsSetUp() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed()).open()) {
            HttpResponse<String> response = gateway.get("/api/rpc/v0/", "Accept", "application/json");
            assertEquals(503, response.statusCode());
            assertTrue(response.body().contains("\"problem\":\"Mathesar is not set up here yet.\""), response.body());
            assertTrue(gateway.raw("POST / HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\nContent-Length: 0\r\n"
                    + "Connection: close\r\n\r\n").startsWith("HTTP/1.1 503"));
        }
    }

    @Test
    void aTroubledDoorExplainsTheProblem() throws Exception {
        Problem problem = new Problem.Fixable("The <database> is full.", "Free some space.", "ENOSPC");
        try (TestGateway gateway = new TestGateway(new Door.Troubled(problem)).open()) {
            HttpResponse<String> response = gateway.get("/", "Accept", BROWSER);
            assertEquals(503, response.statusCode());
            assertTrue(response.body().contains("The &lt;database&gt; is full."), response.body());
            assertTrue(response.body().contains("Free some space."));
            assertTrue(response.body().contains("ENOSPC"));
            assertFalse(response.body().contains("http-equiv"), "waiting does not cure it");
        }
    }

    @Test
    void aPassingProblemMakesThePageLookAgain() throws Exception {
        Problem problem = new Problem.Passing("Mathesar is starting again.", Instant.now());
        try (TestGateway gateway = new TestGateway(new Door.Troubled(problem)).open()) {
            HttpResponse<String> response = gateway.get("/", "Accept", BROWSER);
            assertEquals("5", response.headers().firstValue("Retry-After").orElseThrow());
            assertTrue(response.body().contains("http-equiv=\"refresh\" content=\"5\""));
            assertFalse(response.body().contains("http://") || response.body().contains("https://"),
                    "nothing from elsewhere");
        }
    }

    @Test
    void theWizardReadsDecodedQueries() throws Exception {
        try (TestGateway gateway = new TestGateway(new Door.Closed())) {
            gateway.wizard = exchange -> exchange.getResponseSender()
                    .send("code " + exchange.getQueryParameters().get("code").getFirst());
            gateway.open();
            assertEquals("code A B&C", gateway.get("/-/setup/?code=A%20B%26C").body());
        }
    }

    @Test
    void theDoorIsAskedForEveryRequest() throws Exception {
        try (TestBackend backend = TestBackend.polite();
                TestGateway gateway = new TestGateway(new Door.Closed()).open()) {
            assertEquals(503, gateway.get("/").statusCode());
            gateway.door = new Door.Open(backend.address());
            assertEquals(200, gateway.get("/").statusCode());
        }
    }
}
