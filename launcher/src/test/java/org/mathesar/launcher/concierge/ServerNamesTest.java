package org.mathesar.launcher.concierge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mathesar.launcher.mathesar.MathesarRpc.Server;

class ServerNamesTest {
    @ParameterizedTest
    @CsvSource({"db.example.org, DB.example.org, true", "db.example.org, db.example.org., true",
            "db.example.org, db.example.net, false", "::1, 0:0:0:0:0:0:0:1, true", "localhost, 127.0.0.1, true",
            "localhost, ::1, true", "127.0.0.1, ::1, false", "/run/postgresql, /run/postgresql, true",
            "/run/PG, /run/pg, false"})
    void aServerIsKnownAgainUnderAnotherSpelling(String stored, String typed, boolean same) {
        Server server = new Server(1, stored, Optional.empty(), "prefer");
        assertEquals(same, ServerNames.find(List.of(server), typed, 5432).isPresent());
        assertEquals(Optional.empty(), ServerNames.find(List.of(server), typed, 5433));
    }

    @Test
    void theSameSpellingComesFirst() {
        Server other = new Server(1, "localhost", Optional.of(5432), "prefer");
        Server same = new Server(2, "127.0.0.1", Optional.of(5432), "prefer");
        assertEquals(Optional.of(same), ServerNames.find(List.of(other, same), "127.0.0.1", 5432));
    }

    @ParameterizedTest
    @CsvSource({"prefer, require, require", "verify-full, prefer, verify-full", "disable, allow, allow",
            "nonsense, disable, disable"})
    void theStricterModeWins(String one, String other, String stricter) {
        assertEquals(stricter, ServerNames.stricter(one, other));
    }
}
