package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AgainstEachSubject
class FirstAdministratorTest {
    private static final String PAGE = "/complete_installation/";
    private static final String GOOD = "correct-horse-7";

    private final ContractServer server;

    FirstAdministratorTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.goBackToInstalled();
    }

    @Test
    void successSignsTheNewAdministratorIn() {
        Visitor visitor = server.visitor();
        Answer answer = complete(visitor);
        assertEquals("/auth/login/", answer.location());
        assertTrue(visitor.cookie("sessionid").isPresent());
        assertEquals("/", visitor.get("/auth/login/").location());
        assertEquals(200, visitor.get("/").status());
        assertTrue(visitor.result("users.list", Map.of()).get(0).get("is_superuser").asBoolean());
        assertEquals(302, server.visitor().signIn("ann", GOOD).status());
    }

    @Test
    void nobodyCanBeFirstTwice() {
        Visitor late = server.visitor();
        String token = late.get(PAGE).token();
        assertEquals(302, complete(server.visitor()).status());
        assertEquals("/", late.get(PAGE).location());
        Map<String, String> fields = Map.of("csrfmiddlewaretoken", token, "username", "eve", "password1", GOOD,
                "password2", GOOD);
        assertEquals("/", late.post(PAGE, fields).location());
        assertEquals(200, server.visitor().signIn("eve", GOOD).status());
    }

    @Test
    void consentsThatAreNotSentAreNotGiven() {
        Visitor visitor = server.visitor();
        assertEquals(302, complete(visitor).status());
        boolean tells = visitor.result("system.listMethods", Map.of()).toString().contains("analytics.get_state");
        assumeTrue(tells, "It has no usage data to send.");
        assertFalse(visitor.result("analytics.get_state", Map.of()).get("enabled").asBoolean(true));
    }

    private static Answer complete(Visitor visitor) {
        return visitor.submit(PAGE, Map.of("username", "ann", "password1", GOOD, "password2", GOOD));
    }
}
