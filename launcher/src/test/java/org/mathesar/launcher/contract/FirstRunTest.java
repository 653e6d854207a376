package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@AgainstEachSubject
class FirstRunTest {
    private static final String PAGE = "/complete_installation/";
    private static final String GOOD = "correct-horse-7";

    private final ContractServer server;

    FirstRunTest(ContractServer server) {
        this.server = server;
    }

    @BeforeParameterizedClassInvocation
    static void prepare(ContractServer server) throws SQLException {
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

    /** What the form is filled in with, and a pattern for each complaint: its wording is the application's own. */
    record Refusal(String username, String password, String repeated, List<String> complaints) {
        static Refusal of(String username, String password, String repeated, String... complaints) {
            return new Refusal(username, password, repeated, List.of(complaints));
        }

        Map<String, String> fields() {
            return Map.of("username", username, "password1", password, "password2", repeated);
        }

        @Override
        public String toString() {
            return "\"" + username + "\" with \"" + password + "\" and \"" + repeated + "\"";
        }
    }

    static Stream<Refusal> refusals() {
        String common = "common|many people";
        String required = "required|fill in";
        return Stream.of(Refusal.of("ann", "hd7-x2", "hd7-x2", "8 characters"),
                Refusal.of("ann", "password", "password", common),
                Refusal.of("ann", "12345678", "12345678", common, "numeric|digits"),
                Refusal.of("ann", "83920174652", "83920174652", "numeric|digits"),
                Refusal.of("annabella", "annabella1", "annabella1", "username"),
                Refusal.of("ann", GOOD, "another-horse-8", "match|same"), Refusal.of("", GOOD, GOOD, required),
                Refusal.of("ann", "", "", required, required), Refusal.of("ann", GOOD, "", required),
                Refusal.of("a".repeat(64), GOOD, GOOD, "63 characters"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aRefusalIsThePageAgainWithItsReasons(Refusal refusal) {
        Answer answer = server.visitor().submit(PAGE, refusal.fields());
        assertEquals(200, answer.status());
        assertEquals(refusal.complaints().size(), answer.complaints().size(), answer.complaints()::toString);
        for (int i = 0; i < refusal.complaints().size(); i++) {
            assertTrue(Pattern.compile(refusal.complaints().get(i)).matcher(answer.complaints().get(i)).find(),
                    answer.complaints()::toString);
        }
        assertEquals(PAGE, server.visitor().get("/auth/login/").location());
    }

    @ParameterizedTest
    @CsvSource({"en, 'password|people'", "fr, mot de passe", "es, contraseña", "ja, パスワード"})
    void reasonsAreInTheLanguageOfTheBrowser(String language, String words) {
        Refusal refusal = Refusal.of("ann", "password", "password");
        Answer answer = server.visitor().submit(PAGE, refusal.fields(), "Accept-Language: " + language);
        assertEquals(Optional.of(language), answer.header("Content-Language"));
        assertTrue(Pattern.compile(words).matcher(answer.complaints().getFirst()).find(),
                answer.complaints()::toString);
    }

    @Test
    void theFormNeedsItsToken() {
        Visitor visitor = server.visitor();
        visitor.get(PAGE);
        Map<String, String> fields = Map.of("username", "ann", "password1", GOOD, "password2", GOOD);
        assertEquals(403, visitor.post(PAGE, fields).status());
    }
}
