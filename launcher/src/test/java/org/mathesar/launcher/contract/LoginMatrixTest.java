package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.mathesar.launcher.contract.Release.PUBLIC_HOST;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a reverse proxy must send so that signing in works, row by row, with exactly these headers. */
@AgainstEachSubject
@TestInstance(Lifecycle.PER_CLASS)
class LoginMatrixTest {
    private static final String HOST = "Host: " + PUBLIC_HOST;
    private static final String HOST_8443 = HOST + ":8443";
    private static final String HTTPS = "X-Forwarded-Proto: https";
    private static final String ORIGIN = "Origin: https://" + PUBLIC_HOST;
    private static final String ORIGIN_8443 = ORIGIN + ":8443";
    private static final String REFERER = "Referer: https://" + PUBLIC_HOST + "/auth/login/";

    private final List<String> answers = new ArrayList<>();

    @Parameter
    private ContractServer server;

    record Row(String situation, int status, List<String> headers) {
        static Row of(String situation, int status, String... headers) {
            return new Row(situation, status, List.of(headers));
        }

        @Override
        public String toString() {
            return situation;
        }
    }

    static Stream<Row> rows() {
        return Stream.of(Row.of("http, no forwarded headers", 302, HOST),
                Row.of("http, no forwarded headers, with Origin", 302, HOST, "Origin: http://" + PUBLIC_HOST),
                Row.of("https forwarded, Host and Origin public", 302, HOST, HTTPS, ORIGIN),
                Row.of("https forwarded, Referer in place of Origin", 302, HOST, HTTPS, REFERER),
                Row.of("https forwarded, neither Origin nor Referer", 403, HOST, HTTPS),
                Row.of("https forwarded, Referer of another site", 403, HOST, HTTPS, "Referer: https://evil.example/"),
                Row.of("https forwarded, Origin of another site", 403, HOST, HTTPS, "Origin: https://evil.example"),
                Row.of("TLS at the proxy, nothing forwarded", 403, HOST, ORIGIN),
                Row.of("Host rewritten", 403, "Host: 127.0.0.1:8000", HTTPS, ORIGIN),
                Row.of("Host rewritten, X-Forwarded-Host right", 403, "Host: 127.0.0.1:8000",
                        "X-Forwarded-Host: " + PUBLIC_HOST, HTTPS, ORIGIN),
                Row.of("port 8443, Host without it", 403, HOST, HTTPS, ORIGIN_8443),
                Row.of("port 8443, Host with it", 302, HOST_8443, HTTPS, ORIGIN_8443),
                Row.of("port 8443, Host with it, only a Referer", 302, HOST_8443, HTTPS,
                        "Referer: https://" + PUBLIC_HOST + ":8443/auth/login/"),
                Row.of("list that starts with https", 302, HOST, "X-Forwarded-Proto: https,http", ORIGIN),
                Row.of("list that starts with http", 403, HOST, "X-Forwarded-Proto: http,https", ORIGIN),
                Row.of("Origin null", 403, HOST, HTTPS, "Origin: null"),
                Row.of("Host with an underscore", 400, "Host: my_data.example.org", HTTPS,
                        "Origin: https://my_data.example.org"),
                Row.of("X-Forwarded-Ssl says otherwise", 400, HOST, HTTPS, "X-Forwarded-Ssl: off", ORIGIN),
                Row.of("X-Forwarded-Protocol says otherwise", 400, HOST, HTTPS, "X-Forwarded-Protocol: http", ORIGIN));
    }

    @BeforeParameterizedClassInvocation
    void prepare() throws SQLException {
        server.goBackToAdministered();
        answers.clear();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void signingIn(Row row) {
        Answer answer = server.visitor().signIn(ContractServer.ADMINISTRATOR, ContractServer.PASSWORD,
                row.headers().toArray(String[]::new));
        String mark = answer.status() == row.status() ? "" : "  <- expected " + row.status();
        answers.add(String.format("| %-44s | %d |%s", row.situation(), answer.status(), mark));
        assertEquals(row.status(), answer.status(), answer::toString);
    }

    @AfterParameterizedClassInvocation
    void print() {
        System.out.println(answers.stream()
                .collect(Collectors.joining("\n", "\nLOGIN MATRIX OF " + server.subject() + "\n", "\n")));
    }
}
