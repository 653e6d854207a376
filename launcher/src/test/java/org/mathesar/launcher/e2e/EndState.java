package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a finished set-up leaves behind, so that two can be compared.
 *
 * @param setup the text of setup.properties
 * @param files mode and owner of every file, without the insides of the cluster and of the Python environment
 * @param tables the tables of Mathesar's database
 */
record EndState(String setup, Map<String, String> files, List<String> tables, int superusers) {

    /** Looks at a running server, and that its administrator can sign in. */
    static EndState of(LaunchedServer server) throws IOException, SQLException {
        try (Guest guest = server.guest()) {
            assertTrue(guest.signIn(LaunchedServer.ADMIN, LaunchedServer.PASSWORD), "the administrator signs in");
            assertEquals(200, guest.get("/").statusCode());
        }
        try (Connection database = database(server.data())) {
            return new EndState(Files.readString(server.data().resolve("setup.properties")), files(server.data()),
                    column(database, "SELECT schemaname || '.' || tablename FROM pg_tables"
                            + " WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"),
                    column(database, "SELECT username FROM sample_user WHERE is_superuser").size());
        }
    }

    /** The secrets made so far, by name. */
    static Map<String, String> secrets(Path data) throws IOException {
        Map<String, String> secrets = new TreeMap<>();
        Path directory = data.resolve("secrets");
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.list(directory)) {
                for (Path file : files.filter(path -> !path.toString().endsWith(".new")).toList()) {
                    secrets.put(file.getFileName().toString(), Files.readString(file).strip());
                }
            }
        }
        return secrets;
    }

    static Connection database(Path data) throws IOException, SQLException {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + Files.readString(data.resolve("postgres/port")).strip()
                        + "/mathesar_django",
                "mathesar", secrets(data).get("database-password"));
    }

    static List<String> column(Connection database, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (var statement = database.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }

    private static Map<String, String> files(Path data) throws IOException {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(data, 3)) {
            for (Path file : files.filter(path -> isCompared(data.relativize(path).toString())).toList()) {
                found.put(data.relativize(file).toString(), Files.getOwner(file).getName() + " "
                        + PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
        }
        return found;
    }

    /** The claim's files depend on how the server was claimed. */
    private static boolean isCompared(String path) {
        return !path.startsWith("postgres/cluster/") && !path.startsWith("claim") && !path.contains("__pycache__")
                && !path.startsWith("media/") && !path.endsWith(".new");
    }
}
