package org.mathesar.launcher.database;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What people paste in place of connection details; it is named, so that they see where they are. */
final class ForeignText {
    private static final List<Other> OTHERS = List.of(
            other("(?:jdbc:)?(?:mysql|mariadb)[a-z0-9+]*:.*", "This is the address of a MySQL or MariaDB database,"
                    + " but Mathesar works with PostgreSQL only."),
            other("mongodb(?:\\+srv)?:.*",
                    "This is the address of a MongoDB database, but Mathesar works with PostgreSQL only."),
            other("(?:rediss?|valkey)://.*",
                    "This is the address of a Redis server, but Mathesar works with PostgreSQL only."),
            other("(?:jdbc:)?(?:sqlserver|mssql)[a-z0-9+]*:.*",
                    "This is the address of a Microsoft SQL Server, but Mathesar"
                            + " works with PostgreSQL only."),
            other("(?:jdbc:)?(?:oracle|sqlite|clickhouse|snowflake|libsql|cockroachdb|h2|db2|amqps?|kafka)[a-z0-9+]*:.*",
                    "This is the address of another kind of server; Mathesar works with PostgreSQL only."),
            other("(?:jdbc:)(?!postgresql:).*",
                    "This is a JDBC address of another kind of database; Mathesar works with"
                            + " PostgreSQL only."),
            other("prisma(?:\\+postgres)?:.*",
                    "This is the address of Prisma's own service; give the postgresql:// address of"
                            + " the database behind it."),
            other("https?://[a-z0-9-]+\\.supabase\\.co(?:[/?].*)?",
                    "This is the address of your Supabase project's API. Its"
                            + " database has a connection string of its own: Connect → Session pooler, at the top of the project."),
            other("https?:.*",
                    "This is the address of a web page. Mathesar needs the database's own connection string, which"
                            + " begins with postgresql://."),
            other("(?:s?ftp|ssh|file|s3|git)(?:://|@).*",
                    "This is the address of something else than a database. Mathesar"
                            + " needs a connection string that begins with postgresql://."),
            other("eyj[a-z0-9_-]{10,}\\..*|sb_(?:secret|publishable)_.*|sbp_.*|napi_.*|dop_v1_.*", "This is an API key."
                    + " Mathesar needs the database's connection string, which begins with postgresql://."),
            other("-----begin .*", "This is a certificate or a key, not connection details."),
            other("(?:create|alter|grant|select|insert|drop)\\s.*", "This is SQL, not connection details."),
            other("heroku\\s.*",
                    "This command of Heroku knows the details by itself. Paste the URI from Settings → View"
                            + " Credentials of the database."),
            other("fly(?:ctl)?\\s.*",
                    "This command of fly.io knows the details by itself. Paste the connection string from the"
                            + " Connect tab of the cluster, or your app's DATABASE_URL."),
            other("railway\\s.*",
                    "This command of Railway knows the details by itself. Paste DATABASE_PUBLIC_URL from the"
                            + " database's Variables."),
            other("gcloud\\s.*|(?:\\./)?cloud[-_]sql[-_]proxy.*",
                    "This command of Google Cloud knows the details by itself."
                            + " Give the instance's IP address, a database, a user and its password."),
            other("(?:doctl|az|aws|supabase|npx|neonctl|neon|docker|kubectl|sudo|ssh)\\s.*",
                    "This is a command for another"
                            + " program. Paste the connection string that the hoster shows, which begins with postgresql://."),
            other("\\$\\{\\{.*",
                    "This is a reference that Railway fills in only inside its own variables; open the database's"
                            + " Variables tab there and copy the value itself."),
            other("[\"']?\\$\\{?[a-z_]\\w*\\}?[\"']?", "This is the name of a variable; paste its value."),
            other("[a-z0-9.:-]+:[a-z]+-[a-z]+\\d+:[a-z0-9-]+",
                    "This is the connection name of a Cloud SQL instance. Give its IP"
                            + " address as the host, with a database, a user and its password."));

    private ForeignText() {}

    /** Names a text that is something else. */
    static void refuse(String text) throws UnreadableText {
        String lower = text.toLowerCase(Locale.ROOT);
        for (Other other : OTHERS) {
            if (other.form.matcher(lower).matches()) {
                throw new UnreadableText(other.sentence);
            }
        }
    }

    private static Other other(String form, String sentence) {
        return new Other(Pattern.compile("(?s)" + form), sentence);
    }

    private record Other(Pattern form, String sentence) {}
}
