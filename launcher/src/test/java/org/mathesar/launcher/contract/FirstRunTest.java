package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@AgainstEachSubject
class FirstRunTest {
    private static final String PAGE = "/complete_installation/";
    private static final String GOOD = "correct-horse-7";

    private final ContractServer server;

    FirstRunTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.goBackToInstalled();
    }

    @Test
    void everyWayLeadsToTheForm() {
        assertEquals("/auth/login/?next=/", server.visitor().get("/").location());
        assertEquals(PAGE, server.visitor().get("/auth/login/").location());
        assertEquals(200, server.visitor().get(PAGE).status());
    }

    @Test
    void theFormHasItsFieldsAndACookie() {
        Visitor visitor = server.visitor();
        Answer form = visitor.get(PAGE);
        for (String field : List.of("username", "password1", "password2", "one_time_installation_confirmation",
                "usage_stats", "csrfmiddlewaretoken")) {
            assertTrue(form.text().contains("name=\"" + field + "\""), field);
        }
        assertFalse(form.token().isEmpty());
        assertTrue(visitor.cookie("csrftoken").isPresent());
    }

    record Refusal(String username, String password, String repeated, List<String> complaints) {
        @Override
        public String toString() {
            return "\"" + username + "\" with \"" + password + "\"";
        }
    }

    static Stream<Refusal> refusals() {
        String required = "This field is required.";
        return Stream.of(
                new Refusal("ann", "hd7-x2", "hd7-x2",
                        List.of("This password is too short. It must contain at least 8 characters.")),
                new Refusal("ann", "password", "password", List.of("This password is too common.")),
                new Refusal("ann", "short1", "short1",
                        List.of("This password is too short. It must contain at least 8 characters.",
                                "This password is too common.")),
                new Refusal("ann", "83920174652", "83920174652", List.of("This password is entirely numeric.")),
                new Refusal("annabella", "annabella1", "annabella1",
                        List.of("The password is too similar to the username.")),
                new Refusal("ann", GOOD, "another-horse-8", List.of("The two password fields didn’t match.")),
                new Refusal("", GOOD, GOOD, List.of(required)),
                new Refusal("ann", "", "", List.of(required, required)), new Refusal("a".repeat(64), GOOD, GOOD,
                        List.of("Ensure this value has at most 63 characters (it has 64).")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsThePageAgainWithItsReasons(Refusal refusal) {
        Answer answer = server.visitor().submit(PAGE, Map.of("username", refusal.username(), "password1",
                refusal.password(), "password2", refusal.repeated()));
        assertEquals(200, answer.status());
        assertEquals(refusal.complaints(), answer.complaints());
        assertEquals(PAGE, server.visitor().get("/auth/login/").location());
    }

    @Test
    void reasonsAreInTheLanguageOfTheBrowser() {
        Map<String, String> fields = Map.of("username", "ann", "password1", "password", "password2", "password");
        assertEquals(List.of("Ce mot de passe est trop courant."),
                server.visitor().submit(PAGE, fields, "Accept-Language: fr").complaints());
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
    void theFormNeedsItsToken() {
        Visitor visitor = server.visitor();
        visitor.get(PAGE);
        Map<String, String> fields = Map.of("username", "ann", "password1", GOOD, "password2", GOOD);
        assertEquals(403, visitor.post(PAGE, fields).status());
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
