package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestNameTest {
    private static final List<String> KNOWN = List.of("PORT", "HTTP_PORT", "HTTPS_PORT", "DATA");

    @ParameterizedTest
    @CsvSource({"HTTPS_PROT, HTTPS_PORT", "HTP_PORT, HTTP_PORT", "PORTS, PORT", "DATE, DATA", "DATA, DATA"})
    void theNameWithTheFewestChangesIsMeant(String typed, String meant) {
        assertEquals(meant, NearestName.to(typed, KNOWN));
    }

    @Test
    void betweenEqualsTheFirstInTheAlphabetIsMeant() {
        assertEquals("AB", NearestName.to("AX", List.of("AC", "AB")));
    }

    @Test
    void nothingIsKnownAmongNothing() {
        assertEquals("", NearestName.to("X", List.of()));
    }

    @ParameterizedTest
    @CsvSource({"'', '', 0", "abc, '', 3", "'', abc, 3", "kitten, sitting, 3", "flaw, lawn, 2", "same, same, 0"})
    void theDistanceCountsChangedLetters(String from, String to, int distance) {
        assertEquals(distance, NearestName.distance(from, to));
        assertEquals(distance, NearestName.distance(to, from));
    }
}
