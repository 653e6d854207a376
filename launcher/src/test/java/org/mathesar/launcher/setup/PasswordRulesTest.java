package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mathesar.launcher.setup.FirstBoot.Message;

class PasswordRulesTest {

    @ParameterizedTest
    @CsvSource({"admin, correct horse", "Ada Lovelace, tr0ub4dor", "名前, 長い長い長い長い秘密", "jo, joke joke joke",
            "ann, a long sentence with ann in it", "admin, 12345678x"})
    void aDecentNameAndPasswordPass(String username, String password) {
        assertEquals(List.of(), PasswordRules.check(username, password));
    }

    @ParameterizedTest
    @CsvSource({"admin, short, too short", "admin, '', too short", "admin, 1234567890, entirely numeric",
            "admin, ١٢٣٤٥٦٧٨, entirely numeric", "administrator, administrator, too similar",
            "administrator, Administrator1, too similar", "administrator, ADMINISTRATOR!!, too similar",
            "my-own-mathesar, mathesar, too similar"})
    void aWeakPasswordIsRefusedForItsOwnReason(String username, String password, String reason) {
        List<Message> messages = PasswordRules.check(username, password);
        assertEquals(1, messages.size());
        assertEquals("password", messages.getFirst().field());
        assertTrue(messages.getFirst().text().contains(reason), messages.getFirst().text());
    }

    @Test
    void aNameIsNeitherMissingNorLongerThanPostgresAllows() {
        assertEquals("username", PasswordRules.check("", "correct horse").getFirst().field());
        assertEquals("username", PasswordRules.check("  ", "correct horse").getFirst().field());
        assertEquals(List.of(), PasswordRules.check("x".repeat(63), "correct horse"));
        assertEquals("username", PasswordRules.check("x".repeat(64), "correct horse").getFirst().field());
    }

    @Test
    void bothFieldsAreToldAtOnce() {
        assertEquals(List.of("username", "password"),
                PasswordRules.check("", "1").stream().map(Message::field).toList());
    }

    @Test
    void noMessageRepeatsThePassword() {
        PasswordRules.check("", "hunter2").forEach(message -> assertTrue(!message.text().contains("hunter2")));
    }
}
