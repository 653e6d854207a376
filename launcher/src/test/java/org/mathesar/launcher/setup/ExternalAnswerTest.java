package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.storage.Secret;

class ExternalAnswerTest {

    @Test
    void aWholeAddressIsTaken() {
        assertEquals(new Database.External("db.example.org", 5433, "sales", "ada", new Secret("s3cret p@ss"),
                SslMode.VERIFY_FULL),
                complete(ExternalAnswer
                        .ofText("postgresql://ada:s3cret%20p%40ss@db.example.org:5433/sales?sslmode=verify-full")));
    }

    @Test
    void whatAnAddressLeavesOutIsTheUsual() {
        assertEquals(new Database.External("db", 5432, "sales", "ada", new Secret(""), SslMode.PREFER),
                complete(ExternalAnswer.ofText("postgres://ada@db/sales")));
    }

    @ParameterizedTest
    @CsvSource({"postgres://db/sales, a user", "postgres://ada@db, a database name",
            "user=ada dbname=sales, a host", "host=db, a database name and a user"})
    void anAddressThatLacksAPartIsToldWhich(String text, String lacking) {
        Message message = wrong(ExternalAnswer.ofText(text)).getFirst();
        assertEquals("text", message.field());
        assertTrue(message.text().contains("lacks " + lacking + ";"), message.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "postgres://ada:hunter2@db:port/sales", "mysql://ada:hunter2@db/sales",
            "postgres://ada:hunter2@db/sales?sslmode=perhaps"})
    void aTextThatMakesNoSenseIsRefusedWithoutRepeatingIt(String text) {
        List<Message> messages = wrong(ExternalAnswer.ofText(text));
        assertEquals(1, messages.size());
        assertFalse(messages.getFirst().text().contains("hunter2"));
    }

    @Test
    void fieldsAreTakenWithoutTheSpaceAroundThemAndThePasswordAsItIs() {
        assertEquals(new Database.External("db", 5433, "sales", "ada", new Secret(" p "), SslMode.REQUIRE),
                complete(ExternalAnswer.ofFields(
                        new DatabaseFields(" db ", " 5433", "sales ", "\tada", " p ", "require", "", false))));
    }

    @Test
    void emptyPortAndSslModeAreTheUsual() {
        assertEquals(new Database.External("db", 5432, "sales", "ada", new Secret(""), SslMode.PREFER),
                complete(ExternalAnswer.ofFields(new DatabaseFields("db", "", "sales", "ada", "", " ", "", false))));
    }

    @Test
    void allWrongFieldsAreToldAtOnce() {
        assertEquals(List.of("host", "database", "user", "port", "sslMode"),
                wrong(ExternalAnswer.ofFields(new DatabaseFields(" ", "x", "", "", "hunter2", "perhaps", "", false)))
                        .stream()
                        .map(Message::field).toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65536", "5432.0", "99999999999", "five"})
    void aPortIsANumberFrom1To65535(String port) {
        assertEquals("port", wrong(ExternalAnswer
                .ofFields(new DatabaseFields("db", port, "sales", "ada", "", "", "", false))).getFirst().field());
    }

    @Test
    void fieldsPrintWithoutTheirPassword() {
        assertFalse(
                new DatabaseFields("db", "1", "sales", "ada", "hunter2", "", "", false).toString().contains("hunter2"));
    }

    private static Database.External complete(ExternalAnswer answer) {
        return assertInstanceOf(ExternalAnswer.Complete.class, answer).candidate();
    }

    private static List<Message> wrong(ExternalAnswer answer) {
        return assertInstanceOf(ExternalAnswer.Wrong.class, answer).messages();
    }
}
