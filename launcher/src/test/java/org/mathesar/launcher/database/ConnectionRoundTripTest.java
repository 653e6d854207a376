package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.database.ConnectionText.Reading;
import org.mathesar.launcher.storage.Secret;

/** Any details, written in any form, are read as what they were. */
class ConnectionRoundTripTest {
    private static final long SEED = 20_261_122L;
    private static final int ROUNDS = 2_000;
    private static final String ODD = "aZ09 @:/?#[]%&=+'\"\\$äß€😀-_.~!*();,<>|{}`^";
    private static final String[] HOSTS = {"db.example.org", "localhost", "203.0.113.7", "2001:db8::1",
            "/var/run/postgresql", "/cloudsql/p:europe-west1:shop", "datenbank.münchen.example"};

    private final Random random = new Random(SEED);
    private String form = "";
    private int done;

    @AfterEach
    void tellWhatWasDone() {
        System.out.println("round trips: " + done + " of the form " + form + ", seed " + SEED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"uri", "uri with parameters", "key=value", "psql uri", "psql words", "psql options", "jdbc",
            "lines", "exports", "semicolons"})
    void whatIsWrittenIsReadAgain(String name) {
        form = name;
        Map<String, Function<Written, String>> forms = Map.of("uri", ConnectionRoundTripTest::uri,
                "uri with parameters",
                ConnectionRoundTripTest::uriOfParameters, "key=value", ConnectionRoundTripTest::words, "psql uri",
                it -> "psql " + shell(uri(it)), "psql words", it -> "psql " + shell(words(it)), "psql options",
                ConnectionRoundTripTest::options, "jdbc", ConnectionRoundTripTest::jdbc, "lines",
                ConnectionRoundTripTest::lines, "exports", ConnectionRoundTripTest::exports, "semicolons",
                ConnectionRoundTripTest::semicolons);
        for (; done < ROUNDS; done++) {
            Written written = written(name);
            String text = forms.get(name).apply(written);
            assertEquals(written.details(), ConnectionText.read(text), text);
        }
    }

    private Written written(String name) {
        boolean plain = name.equals("lines") || name.equals("semicolons");
        String host = HOSTS[random.nextInt(HOSTS.length)];
        return new Written(name.equals("jdbc") && host.startsWith("/") ? "localhost" : host, 1 + random.nextInt(65_535),
                name(plain), name(plain), text(plain), SslMode.values()[random.nextInt(SslMode.values().length)]);
    }

    /** A name or password; in forms that know no escape it has no sign that would end it. */
    private String text(boolean plain) {
        int[] points = (plain ? "aZ09@:/?#[]%&=+$äß€😀-_.~!*(),<>|{}^" : ODD).codePoints().toArray();
        String text = IntStream.range(0, 1 + random.nextInt(14)).map(_ -> points[random.nextInt(points.length)])
                .mapToObj(Character::toString).collect(Collectors.joining());
        // Three stars and more are what pages show in place of a password, and a name in {} is a placeholder.
        return text.replace("***", "*a*").replace("a}", "}").replace("Z}", "}").replace("${", "{").replace("$(", "(");
    }

    /** Without quotes a name ends where another parameter may begin. */
    private String name(boolean plain) {
        String text = text(plain);
        return plain ? text.replace('=', '-') : text;
    }

    private static String uri(Written it) {
        return "postgresql://" + url(it.user) + ":" + url(it.password) + "@" + place(it) + "/" + url(it.name)
                + "?sslmode=" + it.mode.libpq();
    }

    private static String uriOfParameters(Written it) {
        return "postgres://?sslmode=" + it.mode.libpq() + "&user=" + url(it.user) + "&host=" + url(it.host)
                + "&password="
                + url(it.password) + "&port=" + it.port + "&dbname=" + url(it.name);
    }

    private static String words(Written it) {
        return "host=" + quoted(it.host) + " port = " + it.port + " dbname=" + quoted(it.name) + " user="
                + quoted(it.user) + " password = " + quoted(it.password) + " sslmode=" + it.mode.libpq();
    }

    private static String options(Written it) {
        return "PGPASSWORD=" + shell(it.password) + " PGSSLMODE=" + it.mode.libpq() + " psql --host=" + shell(it.host)
                + " -p" + it.port + " -U " + shell(it.user) + " -d " + shell("dbname=" + quoted(it.name));
    }

    private static String jdbc(Written it) {
        return "jdbc:postgresql://" + place(it) + "/" + form(it.name) + "?user=" + form(it.user) + "&password="
                + form(it.password) + "&sslmode=" + it.mode.libpq();
    }

    private static String lines(Written it) {
        return "username = " + it.user + "\npassword = " + it.password + "\nhost = " + it.host + "\nport = " + it.port
                + "\ndatabase = " + it.name + "\nsslmode = " + it.mode.libpq();
    }

    private static String exports(Written it) {
        return "export PGUSER=" + shell(it.user) + " PGPASSWORD=" + shell(it.password) + " PGHOST=" + shell(it.host)
                + " PGPORT=" + it.port + " PGDATABASE=" + shell(it.name) + " PGSSLMODE=" + it.mode.libpq();
    }

    private static String semicolons(Written it) {
        return "Server=" + it.host + ";Port=" + it.port + ";User Id=" + it.user + ";Password=" + it.password
                + ";Database="
                + it.name + ";SSL Mode=" + it.mode.libpq();
    }

    private static String place(Written it) {
        String host = it.host.startsWith("/") ? url(it.host) : it.host.contains(":") ? "[" + it.host + "]" : it.host;
        return host + ":" + it.port;
    }

    private static String url(String text) {
        return form(text).replace("+", "%20");
    }

    private static String form(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static String shell(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    private record Written(String host, int port, String name, String user, String password, SslMode mode) {
        Reading.Details details() {
            return new Reading.Details(Optional.of(host), Optional.of(port), Optional.of(name), Optional.of(user),
                    Optional.of(new Secret(password)), Optional.of(mode));
        }
    }
}
