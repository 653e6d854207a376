package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

@AgainstEachSubject
class SessionTest {
    private final ContractServer server;

    SessionTest(ContractServer server) {
        this.server = server;
    }

    @BeforeParameterizedClassInvocation
    static void prepare(ContractServer server) throws SQLException {
        server.goBackToAdministered();
    }

    @Test
    void cookiesAreNeverSecureSoTheProxyHasToMakeThemSo() {
        Answer answer = server.visitor().signIn(ContractServer.ADMINISTRATOR, ContractServer.PASSWORD,
                "Host: " + Release.PUBLIC_HOST, "X-Forwarded-Proto: https", "Origin: https://" + Release.PUBLIC_HOST);
        assertEquals(Set.of("HttpOnly", "Max-Age=1209600", "Path=/", "SameSite=Lax"), attributes(answer, "sessionid"));
        assertEquals(Set.of("Max-Age=31449600", "Path=/", "SameSite=Lax"), attributes(answer, "csrftoken"));
        assertTrue(answer.header("Strict-Transport-Security").isEmpty());
    }

    @Test
    void pagesCarryTheProtectiveHeaders() {
        Answer page = server.visitor().get("/auth/login/");
        assertEquals(List.of("DENY", "nosniff", "same-origin", "same-origin"),
                List.of("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy", "Cross-Origin-Opener-Policy")
                        .stream().map(name -> page.header(name).orElse("missing")).toList());
    }

    @Test
    void aWrongPasswordIsThePageAgain() {
        Visitor visitor = server.visitor();
        assertEquals(200, visitor.signIn(ContractServer.ADMINISTRATOR, "wrong").status());
        assertEquals("/auth/login/?next=/", visitor.get("/").location());
    }

    @Test
    void aSessionEndsWithTheLogout() {
        Visitor visitor = server.administrator();
        assertEquals(200, visitor.get("/").status());
        String session = visitor.cookie("sessionid").orElseThrow();
        Answer logout = visitor.get("/auth/logout/");
        assertEquals("/auth/login/", logout.location());
        assertTrue(logout.cookie("sessionid").orElseThrow().contains("Max-Age=0"));
        assertFalse(visitor.cookie("sessionid").isPresent());
        assertEquals("/auth/login/?next=/", visitor.get("/", "Cookie: sessionid=" + session).location());
    }

    @Test
    void whoeverIsSignedInIsSentOnFromTheLoginPage() {
        assertEquals("/", server.administrator().get("/auth/login/").location());
    }

    private static Set<String> attributes(Answer answer, String cookie) {
        return Arrays.stream(answer.cookie(cookie).orElseThrow().split(";\\s*")).skip(1)
                .filter(attribute -> !attribute.startsWith("expires=")).collect(Collectors.toSet());
    }
}
