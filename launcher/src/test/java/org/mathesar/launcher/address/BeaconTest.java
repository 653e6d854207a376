package org.mathesar.launcher.address;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BeaconTest {
    private final SettableClock clock = new SettableClock();
    private final Beacon beacon = new Beacon(clock);

    @Test
    void theAnswerIsNotTheToken() {
        String token = beacon.light();
        String answer = beacon.answer(token).orElseThrow();
        assertNotEquals(token, answer);
        assertNotEquals(answer, beacon.answer(beacon.light()).orElseThrow());
        assertTrue(answer.matches("[0-9a-f]{32}"), answer);
    }

    @Test
    void aTokenThatWasNeverGivenIsNotAnswered() {
        beacon.light();
        assertEquals(Optional.empty(), beacon.answer("0".repeat(32)));
    }

    @Test
    void aTokenGoesOutAfterFiveMinutes() {
        String token = beacon.light();
        clock.advance(Duration.ofSeconds(299));
        assertTrue(beacon.answer(token).isPresent());
        clock.advance(Duration.ofSeconds(1));
        assertEquals(Optional.empty(), beacon.answer(token));
    }

    @Test
    void thereAreNeverMoreThanSome() {
        String first = beacon.light();
        for (int i = 0; i < 255; i++) {
            beacon.light();
        }
        assertTrue(beacon.answer(first).isPresent());
        String last = beacon.light();
        assertEquals(Optional.empty(), beacon.answer(first));
        assertTrue(beacon.answer(last).isPresent());
    }
}
