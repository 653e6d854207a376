package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.database.ConnectionText.Reading;
import org.mathesar.launcher.storage.Secret;

class ConnectionTextTest {
    private static final String ODD = "aZ09 @:/?#[]%&=+'\"\\$äß€😀-_.~!*();,<>|";

    @ParameterizedTest
    @ValueSource(strings = {"postgres://ada:s3cret@db.example.org:6432/library?sslmode=require",
            "postgresql://ada:s3cret@db.example.org:6432/library?sslmode=require&channel_binding=require",
            "jdbc:postgresql://db.example.org:6432/library?user=ada&password=s3cret&sslmode=require",
            "host=db.example.org port=6432 dbname=library user=ada password=s3cret sslmode=require",
            "host = 'db.example.org' port='6432' dbname=library user=ada password='s3cret' sslmode=require",
            "psql \"postgres://ada:s3cret@db.example.org:6432/library?sslmode=require\"",
            "psql 'host=db.example.org port=6432 dbname=library user=ada password=s3cret sslmode=require'",
            "PGPASSWORD=s3cret psql \"host=db.example.org port=6432 dbname=library user=ada sslmode=require\"",
            "  postgres://ada:s3cret@db.example.org:6432/library?sslmode=no-verify \n",
            "\"postgres://ada:s3cret@db.example.org:6432/library?ssl=true\""})
    void everyFormThatPeoplePasteGivesTheSameDetails(String text) {
        assertEquals(new Reading.Details(Optional.of("db.example.org"), Optional.of(6432), Optional.of("library"),
                Optional.of("ada"), Optional.of(new Secret("s3cret")), Optional.of(SslMode.REQUIRE)),
                ConnectionText.read(text));
    }

    @Test
    void whatIsNotNamedStaysEmpty() {
        assertEquals(new Reading.Details(Optional.of("db"), Optional.empty(), Optional.empty(), Optional.empty(),
                Optional.empty(), Optional.empty()), ConnectionText.read("postgres://db"));
    }

    @Test
    void anIpv6AddressComesInBrackets() {
        Reading.Details details = details("postgres://ada@[2001:db8::1]:5433/library");
        assertEquals(Optional.of("2001:db8::1"), details.host());
        assertEquals(Optional.of(5433), details.port());
    }

    @Test
    void aSocketDirectoryIsAHost() {
        assertEquals(Optional.of("/var/run/postgresql"),
                details("postgresql:///library?host=/var/run/postgresql").host());
        assertEquals(Optional.of("/cloudsql/p:r:i"),
                details("postgres://ada:x@%2Fcloudsql%2Fp%3Ar%3Ai/library").host());
    }

    @Test
    void aPasswordThatNobodyEscapedIsUnderstood() {
        assertEquals(Optional.of(new Secret("p@ss:w/rd?x")),
                details("postgres://ada:p@ss:w/rd?x@db/library").password());
        assertEquals(Optional.of("db"), details("postgres://ada:p@ss:w/rd?x@db/library").host());
    }

    @Test
    void oddCharactersSurviveEveryForm() {
        Random random = new Random(4711);
        for (int i = 0; i < 500; i++) {
            String user = odd(random);
            String password = odd(random);
            String name = odd(random);
            String uri = "postgresql://" + encoded(user) + ":" + encoded(password) + "@db.example.org/" + encoded(name)
                    + "?sslmode=verify-full";
            String words = "host=db.example.org sslmode=verify-full user=" + quoted(user) + " password="
                    + quoted(password) + " dbname=" + quoted(name);
            Reading.Details expected = new Reading.Details(Optional.of("db.example.org"), Optional.empty(),
                    Optional.of(name), Optional.of(user), Optional.of(new Secret(password)),
                    Optional.of(SslMode.VERIFY_FULL));
            assertEquals(expected, ConnectionText.read(uri), uri);
            assertEquals(expected, ConnectionText.read(words), words);
            assertEquals(expected, ConnectionText.read("psql \"" + uri + "\""), uri);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hunter2", "postgres://ada:hunter2@db:notaport/x", "postgres://ada:hunter2%zz@db/x",
            "postgres://ada:hunter2@db/x?sslmode=hunter2", "postgres://ada:hunter2@a:1,b:2/x",
            "host=db password='hunter2", "mysql://ada:hunter2@db/x", "host=db password=hunter2 port=99999",
            "postgres://ada:hunter2@db:0/x", "postgres://ada:hunter2%ff%fe@db/x"})
    void aTextThatMakesNoSenseIsExplainedWithoutQuotingIt(String text) {
        Reading.Unreadable unreadable = assertInstanceOf(Reading.Unreadable.class, ConnectionText.read(text));
        assertFalse(unreadable.message().contains("hunter2"));
        assertFalse(unreadable.message().isBlank());
    }

    @Test
    void aReadingPrintsWithoutThePassword() {
        assertFalse(ConnectionText.read("postgres://ada:hunter2@db/x").toString().contains("hunter2"));
    }

    @Test
    void jdbcMayNameTheDatabaseAlone() {
        assertEquals(Optional.of("library"), details("jdbc:postgresql:library").database());
        assertEquals(Optional.of("db"), details("jdbc:postgresql://db").host());
        assertEquals(Optional.of("library"), details("postgres://db/library?").database());
    }

    private static Reading.Details details(String text) {
        return assertInstanceOf(Reading.Details.class, ConnectionText.read(text));
    }

    private static String odd(Random random) {
        int[] points = ODD.codePoints().toArray();
        return IntStream.range(0, 1 + random.nextInt(12)).map(_ -> points[random.nextInt(points.length)])
                .mapToObj(Character::toString).collect(Collectors.joining());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
