package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@AgainstEachSubject
class StaticFilesTest {
    private static final String MANIFEST = "/static/staticfiles.json";

    private final ContractServer server;

    StaticFilesTest(ContractServer server) {
        this.server = server;
    }

    @Test
    void filesWithAHashInTheirNameMayBeKeptForever() throws IOException {
        JsonNode paths = new ObjectMapper().readTree(server.visitor().get(MANIFEST).body()).get("paths");
        String hashed = "/static/" + paths.properties().stream().filter(path -> path.getKey().endsWith(".css"))
                .findFirst().orElseThrow().getValue().asText();
        Answer file = server.visitor().get(hashed, "Accept-Encoding: gzip, br");
        assertEquals(Optional.of("max-age=315360000, public, immutable"), file.header("Cache-Control"));
        assertEquals(Optional.of("gzip"), file.header("Content-Encoding"));
        assertEquals(Optional.of("Accept-Encoding"), file.header("Vary"));
        assertEquals(Optional.of("*"), file.header("Access-Control-Allow-Origin"));
        String tag = file.header("ETag").orElseThrow();
        assertEquals(304, server.visitor().get(hashed, "If-None-Match: " + tag).status());
    }

    @Test
    void theManifestIsKeptForAMinute() {
        assertEquals(Optional.of("max-age=60, public"), server.visitor().get(MANIFEST).header("Cache-Control"));
    }

    @Test
    void nothingOutsideTheDirectoryIsServed() {
        for (String path : new String[]{"/static/../manage.py", "/static/%2e%2e/manage.py", "/manage.py"}) {
            assertTrue(server.visitor().get(path).status() >= 400, path);
        }
    }
}
