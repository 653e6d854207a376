package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.storage.Secret;

/** Servers, and names of servers, that mean harm. */
class HostileServerTest {
    private static final int MEGABYTE = 1 << 20;

    @Test
    void aNameOfAHostIsNoPlaceForTheDriversSettings(@TempDir Path directory) throws Exception {
        Path written = directory.resolve("written");
        TestPostgres server = TestPostgres.shared();
        Database.External owner = server.createDatabase("secret");
        Database.External hostile = new Database.External("127.0.0.1:" + owner.port() + "/" + owner.name()
                + "?socketFactory=java.io.FileOutputStream&socketFactoryArg=" + written + "&x=", owner.port(),
                owner.name(), owner.user(), new Secret("secret"), SslMode.DISABLE);
        SQLException refused = assertThrows(SQLException.class, hostile::connect);
        assertEquals("not the name or address of a host", refused.getMessage());
        assertFalse(Files.exists(written));
    }

    @Test
    void wordsWithoutEndAreCut() throws Exception {
        try (FakePostgres server = FakePostgres.refusing("XX000", "no ".repeat(MEGABYTE))) {
            Report report = new Diagnosis(false, Optional::empty, List::of).check(new Database.External("127.0.0.1",
                    server.port(), "library", "ada", new Secret("secret"), SslMode.DISABLE), Purpose.CONNECT, _ -> {});
            assertTrue(report.findings().toString().contains("no no no"), "they are shown");
            assertTrue(report.findings().toString().length() < 50_000,
                    () -> report.findings().toString().length() + " characters");
        }
    }

    @Test
    void anAnswerWithoutEndIsNotKeptInMemory() throws Exception {
        Database.External owner = TestPostgres.shared().createDatabase("secret");
        try (Connection connection = owner.connect(); Statement statement = connection.createStatement()) {
            SQLException tooMuch = assertThrows(SQLException.class, () -> {
                try (ResultSet rows = statement
                        .executeQuery("SELECT repeat('x', 1000000) FROM generate_series(1, 100)")) {
                    rows.next();
                }
            });
            assertTrue(tooMuch.getMessage().contains("maxResultBuffer"), tooMuch::getMessage);
        }
    }
}
