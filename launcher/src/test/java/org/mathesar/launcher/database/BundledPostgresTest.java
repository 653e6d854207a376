package org.mathesar.launcher.database;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import org.junit.jupiter.api.Test;

class BundledPostgresTest {

    @Test
    void mathesarGetsARoleAndADatabaseOfItsOwn() throws Exception {
        try (TestPostgres server = TestPostgres.start(); Connection connection = server.database().connect()) {
            assertEquals("mathesar", Sql.value(connection, "SELECT current_user").orElseThrow());
        }
    }
}
