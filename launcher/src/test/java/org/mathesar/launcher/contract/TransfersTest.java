package org.mathesar.launcher.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AgainstEachSubject
class TransfersTest {
    private static final String UPLOADS = "/api/db/v0/data_files/";
    private static final String EXPORT = "/api/export/v0/tables/";
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration SOON = Duration.ofSeconds(4);
    private static final int FIRST_CONNECTIONS_OF_BROWSERS = 20;

    private final ContractServer server;

    TransfersTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.goBackToAdministered();
    }

    @Test
    void anExportComesInChunksWithoutALength() {
        Visitor visitor = server.administrator();
        Library library = Library.create(visitor);
        visitor.result("records.add", library.table("record_def", Map.of("2", "Walden", "3", 300)));
        Answer export = visitor.get(EXPORT + "?database_id=" + library.database() + "&table_oid=" + library.books());
        assertEquals(200, export.status());
        assertEquals("id,title,pages\r\n1,Walden,300\r\n", export.text());
        assertTrue(export.isChunked());
        assertTrue(export.header("Content-Length").isEmpty());
        assertEquals("attachment", export.header("Content-Disposition").orElseThrow());
    }

    @Test
    void anExportNeedsALogin() {
        assertEquals("/auth/login/?next=/api/export/v0/tables/%3Fdatabase_id%3D1",
                server.visitor().get(EXPORT + "?database_id=1").location());
    }

    @Test
    void anUploadIsAFileNamedForItsUser() throws IOException {
        Visitor visitor = server.administrator();
        Answer answer = upload(visitor, "trees.csv", AT_ONCE);
        assertEquals(201, answer.status(), answer::toString);
        assertEquals("name,height\r\noak,20\r\n", Files.readString(stored("trees.csv")));
        assertEquals(201, upload(visitor, "trees.csv", AT_ONCE).status());
    }

    @Test
    void anUploadNeedsALoginAndAToken() {
        assertEquals(403, send(server.visitor(), "stranger.csv", AT_ONCE).status());
        assertEquals(403, send(server.administrator(), "tokenless.csv", AT_ONCE).status());
        Visitor stranger = server.visitor();
        stranger.get("/auth/login/");
        assertEquals("/auth/login/?next=" + UPLOADS, upload(stranger, "stranger.csv", AT_ONCE).location());
        assertFalse(Files.exists(stored("stranger.csv")) || Files.exists(stored("tokenless.csv")));
    }

    @Test
    void othersAreServedDuringASlowUpload() throws Exception {
        Visitor visitor = server.administrator();
        CompletableFuture<Answer> upload = CompletableFuture
                .supplyAsync(() -> upload(visitor, "slow.csv", Duration.ofSeconds(6)));
        while (!upload.isDone()) {
            assertServedSoon();
            Thread.sleep(500);
        }
        assertEquals(201, upload.join().status());
        assertEquals("name,height\r\noak,20\r\n", Files.readString(stored("slow.csv")));
    }

    @Test
    void silentConnectionsHoldNobodyUp() throws IOException {
        List<Socket> silent = new ArrayList<>();
        try {
            for (int i = 0; i < FIRST_CONNECTIONS_OF_BROWSERS; i++) {
                silent.add(server.visitor().connect());
            }
            assertServedSoon();
        } finally {
            for (Socket connection : silent) {
                connection.close();
            }
        }
    }

    private void assertServedSoon() {
        Instant start = Instant.now();
        assertEquals(200, server.visitor().get("/auth/login/").status());
        Duration taken = Duration.between(start, Instant.now());
        assertTrue(taken.compareTo(SOON) < 0, () -> "took " + taken);
    }

    private Path stored(String name) {
        return server.release().upload(ContractServer.ADMINISTRATOR + "/" + name);
    }

    private static Answer upload(Visitor visitor, String name, Duration time) {
        return send(visitor, name, time, "X-CSRFToken: " + visitor.cookie("csrftoken").orElseThrow());
    }

    private static Answer send(Visitor visitor, String name, Duration time, String... headers) {
        String body = "--limit\r\nContent-Disposition: form-data; name=\"file\"; filename=\"" + name
                + "\"\r\nContent-Type: text/csv\r\n\r\nname,height\r\noak,20\r\n\r\n--limit--\r\n";
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Type: multipart/form-data; boundary=limit");
        return visitor.send("POST", UPLOADS, body.getBytes(UTF_8), time, all.toArray(String[]::new));
    }
}
