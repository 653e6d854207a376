package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** ALLOWED_HOSTS is {@code .example.org, 127.0.0.1} here. */
@AgainstEachSubject
class HostsTest {
    private final ContractServer server;

    HostsTest(ContractServer server) {
        this.server = server;
    }

    @BeforeParameterizedClassInvocation
    static void prepare(ContractServer server) throws SQLException {
        server.goBackToAdministered();
    }

    @ParameterizedTest
    @CsvSource({"mathesar.example.org, 200", "mathesar.example.org:8443, 200", "MATHESAR.example.ORG, 200",
            "example.org, 200", "127.0.0.1, 200", "localhost, 400", "evil.example, 400",
            "example.org.evil.example, 400",
            "my_data.example.org, 400", "'a.example.org, b.example.org', 400"})
    void theLoginPageIsForListedHosts(String host, int status) {
        assertEquals(status, server.visitor().get("/auth/login/", "Host: " + host).status());
    }

    @ParameterizedTest
    @CsvSource({"evil.example", "my_data.example.org"})
    void otherHostsGetStaticFilesOnly(String host) {
        assertEquals(200, server.visitor().get("/static/staticfiles.json", "Host: " + host).status());
        for (String path : List.of("/", "/complete_installation/", "/api/rpc/v0/", "/nothing/")) {
            assertEquals(400, server.visitor().get(path, "Host: " + host).status(), path);
        }
    }

    @ParameterizedTest
    @CsvSource({"mathesar.example.org", "127.0.0.1"})
    void theForwardedHostIsOverlooked(String host) {
        assertEquals(200, server.visitor()
                .get("/auth/login/", "Host: " + host, "X-Forwarded-Host: evil.example").status());
    }
}
