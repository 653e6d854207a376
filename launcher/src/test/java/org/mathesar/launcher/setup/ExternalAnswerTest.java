package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.MadeCertificates;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

class ExternalAnswerTest {
    private static final String URL = "postgres://ada:s3cret@db/sales";

    @TempDir
    Path directory;

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

    @Test
    void theModeOfTheFormCountsBesideAText() {
        assertEquals(SslMode.REQUIRE, complete(answer(URL + "?sslmode=prefer", "require", "")).sslMode());
        assertEquals(SslMode.VERIFY_CA, complete(answer(URL + "?sslmode=verify-ca", "", "")).sslMode());
        assertEquals(List.of("sslMode"),
                wrong(answer(URL, "perhaps", "")).stream().map(Message::field).toList());
    }

    @Test
    void anAuthorityIsKeptAndMeansFullChecking() throws Exception {
        String authority = Files.readString(new MadeCertificates(directory).root("authority"));
        Database.External candidate = complete(answer(URL, "", authority));
        assertEquals(SslMode.VERIFY_FULL, candidate.sslMode());
        assertEquals(authority, Files.readString(candidate.authority().orElseThrow()));
        assertEquals(SslMode.VERIFY_CA, complete(answer("", "require", authority)).sslMode());
        for (String weak : List.of("disable", "prefer", "allow")) {
            assertEquals(List.of("sslMode"), wrong(answer(URL, weak, authority)).stream().map(Message::field).toList());
            assertEquals(List.of("sslMode"), wrong(answer(URL + "?sslmode=" + weak, "", authority)).stream()
                    .map(Message::field).toList());
        }
    }

    @Test
    void whatIsNoAuthorityIsToldBesideEverythingElse() {
        assertEquals(List.of("text", "authority"), wrong(answer("hunter2", "", "hello")).stream().map(Message::field)
                .toList());
        assertEquals(List.of("sslMode", "authority"), wrong(answer("", "perhaps", "hello")).stream()
                .map(Message::field).toList());
    }

    private ExternalAnswer answer(String text, String sslMode, String authority) {
        return ExternalAnswer.of(text, new DatabaseFields("db", "", "sales", "ada", "", sslMode, authority, false),
                new TrustedAuthorities(DataDirectory.open(directory.resolve("data"), false), InstantSource.system()),
                Instant.now().plusSeconds(60));
    }

    private static Database.External complete(ExternalAnswer answer) {
        return assertInstanceOf(ExternalAnswer.Complete.class, answer).candidate();
    }

    private static List<Message> wrong(ExternalAnswer answer) {
        return assertInstanceOf(ExternalAnswer.Wrong.class, answer).messages();
    }
}
