package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mathesar.launcher.database.HostileTexts;

class TypedConnectionTest {

    @ParameterizedTest
    @CsvSource({"postgres://u:hunter2@h/d, postgres://u@h/d",
            "postgresql://u:hunter2@db.example.org:5433/d?sslmode=verify-full, "
                    + "postgresql://u@db.example.org:5433/d?sslmode=verify-full",
            "postgres://u:hunter2@[::1]:5432/d, postgres://u@[::1]:5432/d",
            "postgresql://u:hunter2@ep-x.aws.neon.tech/d?sslmode=require&channel_binding=require, "
                    + "postgresql://u@ep-x.aws.neon.tech/d?sslmode=require&channel_binding=require",
            "postgres://u:hunt@er2/hunter2@h/d, postgres://u@h/d", "postgres://u@h/d, postgres://u@h/d"})
    void thePasswordIsTakenOut(String typed, String shown) {
        assertEquals(shown, new TypedConnection(typed).withoutPassword());
    }

    @ParameterizedTest
    @ValueSource(strings = {"host=h password=hunter2", "postgres://u:hunter2", "postgres://u:hunter2/d",
            "postgres://u@h/d?password=hunter2", "jdbc:postgresql://h/d?user=u&password=hunter2", "u:hunter2@h/d",
            "hunter2", "postgres://u:hun\nter2@h/d", "postgres://hunter2 u@h/d", "postgres://u:1@h/d?options=hunter2",
            "PGPASSWORD=hunter2 psql postgres://u@h/d", "psql -h h -U u hunter2", "password\nhunter2",
            "username = u\npassword = hunter2\nhost = h", "Server=h;User Id=u;Password=hunter2",
            "{\"host\":\"h\",\"password\":\"hunter2\"}", "postgres://u:x@h/d?sslmode=hunter2",
            "postgres://u:x@h/d?channel_binding=require&hunter2", "export PGPASSWORD=hunter2",
            "DATABASE_URL=postgres://u:hunter2@h/d", "postgres://u:x@h/d\npassword = hunter2",
            "postgres://u:x@h/d#hunter2"})
    void whatCannotBeToldApartIsNotShownAtAll(String typed) {
        assertEquals("", new TypedConnection(typed).withoutPassword());
        assertTrue(new TypedConnection(typed).mayHoldPassword());
    }

    @Test
    void noHostileTextBringsItsPasswordBack() {
        Stream.of(HostileTexts.unusable().stream(), HostileTexts.damaged(20_000), HostileTexts.exhausting().stream())
                .flatMap(it -> it)
                .forEach(text -> assertFalse(
                        new TypedConnection(text).withoutPassword().contains(HostileTexts.SECRET), text));
    }

    @Test
    void nothingTypedHoldsNothing() {
        assertTrue(new TypedConnection("").isEmpty());
        assertFalse(new TypedConnection("").mayHoldPassword());
    }
}
