package org.mathesar.launcher.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Texts that are no usable connection details: malformed, foreign, or made to do harm. Each that has room for one holds
 * {@link #SECRET} where a password is, or where people put one by mistake.
 */
public final class HostileTexts {
    public static final String SECRET = "hunter2Secret";
    public static final long SEED = 4_711L;

    private static final String LONG = "x".repeat(5_000);
    private static final String[] WELL_FORMED = {
            "postgresql://ada:" + SECRET + "@db.example.org:5432/shop?sslmode=require",
            "host=db.example.org port=5432 dbname=shop user=ada password=" + SECRET + " sslmode=require",
            "PGPASSWORD=" + SECRET + " psql -h db.example.org -p 5432 -U ada -d shop",
            "jdbc:postgresql://db.example.org:5432/shop?user=ada&password=" + SECRET + "&sslmode=require",
            "username = ada\npassword = " + SECRET + "\nhost = db.example.org\nport = 5432\ndatabase = shop",
            "Server=db.example.org;Port=5432;Database=shop;User Id=ada;Password=" + SECRET,
            "{\"username\":\"ada\",\"password\":\"" + SECRET + "\",\"host\":\"db.example.org\",\"port\":5432}"};

    private HostileTexts() {}

    /** Texts that nobody could connect with: each must be refused with a sentence. */
    public static List<String> unusable() {
        List<String> texts = new ArrayList<>(List.of("", " ", "\n\n", "?", "@", ":", "/", "//", "://", "=", "==", ";;;",
                "'", "\"", "“", "-", "%", "%%", "\\", "null", "{}", "{", "}", "[]", "<>", "()", SECRET, SECRET + " ",
                SECRET + "\n" + SECRET, "password", "password " + SECRET,
                "Passwort: " + SECRET, "the password is " + SECRET, "localhost", "5432", "0", "-1"));
        for (String scheme : new String[]{"mysql", "mysql2", "mariadb", "mongodb", "mongodb+srv", "redis", "rediss",
                "sqlserver", "mssql", "oracle", "sqlite", "http", "https", "ftp", "sftp", "ssh", "file", "amqp",
                "clickhouse", "cockroachdb", "libsql", "jdbc:mysql", "jdbc:oracle:thin", "jdbc:sqlserver", "jdbc:h2",
                "prisma", "prisma+postgres", "javascript", "data", "ldap"}) {
            texts.add(scheme + "://ada:" + SECRET + "@db.example.org:3306/shop");
        }
        for (String port : new String[]{"0", "65536", "99999", "999999999", "-1", "5432x", "x", "0x1538", "5 432",
                "5432.0",
                "５４３２", "+5432", SECRET}) {
            texts.add("postgres://ada:" + SECRET + "@db.example.org:" + port + "/shop");
            texts.add("host=db.example.org dbname=shop user=ada password=" + SECRET + " port='" + port + "'");
            texts.add("psql -h db.example.org -p '" + port + "' -U ada 'password=" + SECRET + "'");
        }
        for (String host : new String[]{"a b", "a\tb", "<script>alert(1)</script>", "a'b", "a\"b", "a;b", "a|b", "a$b",
                "a`id`", "$(id)", "a\\b", "[your-host]", "<host>", "${{ Postgres.HOST }}", "$PGHOST", "a,b", "a,b,c",
                "{host}", LONG, "a!b", "a*b", "a(b)", "a~b", "a^b", "a{b", "a&b", "a>b"}) {
            texts.add("host='" + host.replace("\\", "\\\\").replace("'", "\\'") + "' dbname=shop user=ada password="
                    + SECRET);
            texts.add("PGPASSWORD=" + SECRET + " psql -U ada -h '" + host.replace("'", "'\\''") + "' shop");
        }
        for (String host : new String[]{"%00", "db%00", "db%0a", "%20", "db%20x", "%ff%fe", "%zz", "%2", "%", "[::1",
                "::1]",
                "[", "]", "[]x", "a,b", "a:1,b:2", "<host>", "%3Cscript%3E", "a%27b", "a%3Bb"}) {
            texts.add("postgresql://ada:" + SECRET + "@" + host + ":5432/shop");
        }
        for (String mode : new String[]{"on", "yes", "REQUIRED!", "verify", "verify_full", "1", "", SECRET, "%00",
                "require,disable"}) {
            if (!mode.isEmpty()) {
                texts.add("postgresql://ada:" + SECRET + "@db/shop?sslmode=" + mode);
            }
        }
        for (int code = 0; code < 32; code++) {
            if (code != '\t' && code != '\n' && code != '\r') {
                texts.add("postgresql://ada:" + SECRET + (char) code + "@db.example.org/shop");
                texts.add("host=db.example.org" + (char) code + " user=ada password=" + SECRET);
            }
        }
        for (char invisible : "\u007F\u0085\u200B\u200E\u202E\u2066\uFEFF\u00AD\uD800\uDC00".toCharArray()) {
            texts.add("postgresql://ada:" + SECRET + "@db.exam" + invisible + "ple.org/shop");
        }
        for (String password : new String[]{"[YOUR-PASSWORD]", "[PASSWORD]", "<password>", "{your_password}",
                "YOUR_PASSWORD", "your-password-here", "*****", "••••••••", "${PGPASSWORD}",
                "${{ Postgres.PGPASSWORD }}",
                "%00", "%ff", "%c3%28", "%", LONG}) {
            texts.add("postgresql://ada:" + password + "@db.example.org/shop");
        }
        texts.addAll(List.of("postgres:", "jdbc:", "jdbc:postgresql", "postgresql", "psql -h", "psql -U", "psql --host",
                "psql \"host=db", "psql 'password=" + SECRET, "psql \"$DATABASE_URL\"", "psql -h $PGHOST -U ada",
                "PGPASSWORD=$(aws rds generate-db-auth-token) psql -h $RDSHOST", "host=db password='" + SECRET,
                "host=db password=a b" + SECRET, "user = ada password = my " + SECRET,
                "host db user ada password " + SECRET,
                "service=shop", "heroku pg:psql", "fly postgres connect -a shop", "railway connect",
                "gcloud sql connect x",
                "docker exec -it db psql -U ada", "SELECT '" + SECRET + "'",
                "CREATE ROLE ada PASSWORD '" + SECRET + "'",
                "-----BEGIN CERTIFICATE-----", "eyJhbGciOiJIUzI1NiJ9." + SECRET, "sb_secret_" + SECRET, "$DATABASE_URL",
                "${DATABASE_URL}", "${{Postgres.DATABASE_URL}}", "p:europe-west1:i", "a=1&b=" + SECRET,
                "a=b;c=" + SECRET,
                "DATABASE_URL=", "DATABASE_URL=" + SECRET, "DATABASE_URL=https://x/" + SECRET, "PASSWORD\n" + LONG,
                "{\"a\": {\"b\": \"" + SECRET + "\"}}", "<?xml version=\"1.0\"?><a>" + SECRET + "</a>",
                "postgresql://ada:" + SECRET + "@a.example/x\npostgresql://ada:" + SECRET + "@b.example/x",
                "host=a user=x\nhost=b user=x\npassword=" + SECRET, "x".repeat(100_000), "a@".repeat(50_000),
                "postgresql://" + "a".repeat(20_000)));
        return texts;
    }

    /** Well-formed texts that were damaged at random: they may be read or refused. */
    public static Stream<String> damaged(int count) {
        Random random = new Random(SEED);
        String noise = "@:/?#[]%&=+'\"\\$ \n\t;,*<>{}|`\u0000\u202Eé😀a1";
        return Stream.generate(() -> {
            StringBuilder text = new StringBuilder(WELL_FORMED[random.nextInt(WELL_FORMED.length)]);
            for (int i = random.nextInt(4); i >= 0; i--) {
                int secret = text.indexOf(SECRET);
                int place = random.nextInt(text.length());
                // Without the sign in front of it nobody could tell the password from the name before it.
                boolean inSecret = secret >= 0 && place >= secret - 1 && place <= secret + SECRET.length() - 1;
                if (!inSecret) {
                    switch (random.nextInt(3)) {
                        case 0 -> text.insert(place, noise.charAt(random.nextInt(noise.length())));
                        case 1 -> text.deleteCharAt(place);
                        default ->
                            text.setCharAt(place, noise.charAt(random.nextInt(noise.length())));
                    }
                }
            }
            return text.toString();
        }).limit(count);
    }

    /** Texts of 100 000 signs and more, and shorter ones that a careless pattern would read for ever. */
    public static List<String> exhausting() {
        List<String> texts = new ArrayList<>();
        for (int length : new int[]{15_000, 100_000}) {
            for (String part : new String[]{"a", "@", ":", "/", "?", "?a=b", "&", "=", "a=b ", "a=b;", "'", "\"", "''",
                    "\\",
                    "%41", "%", "[", "[a-", "<a ", "${{", "$(", "a,", "-a ", "A=b ", "A='b' ", "- ", "export ", "\n",
                    "a\n",
                    "host\n", "host=\n", "a: b\n", "{", "{\"a\":", ",", "*", "a.", "1.", " ", "\t", "é", "😀",
                    "a:a-a1:"}) {
                String filler = part.repeat(length / part.length());
                texts.add(filler);
                for (String head : new String[]{"postgresql://", "postgresql://u:", "postgresql://u:p@",
                        "jdbc:postgresql:",
                        "psql ", "psql -h ", "host=", "password='", "PGHOST=", "host: ", "{\"host\":\""}) {
                    texts.add(head + filler);
                }
            }
        }
        return texts;
    }
}
