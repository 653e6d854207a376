package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WaitTest {

    @Test
    void waitsAreSaidAsPeopleSayThem() {
        assertEquals("a few seconds", Wait.words(Duration.ofSeconds(2)));
        assertEquals("about 45 seconds", Wait.words(Duration.ofSeconds(45)));
        assertEquals("about 2 minutes", Wait.words(Duration.ofSeconds(115)));
        assertEquals("about 15 minutes", Wait.words(Duration.ofMinutes(15)));
    }

    @Test
    void retryAfterIsNeverTooShort() {
        assertEquals(1, Wait.seconds(Duration.ZERO));
        assertEquals(2, Wait.seconds(Duration.ofMillis(1001)));
    }
}
