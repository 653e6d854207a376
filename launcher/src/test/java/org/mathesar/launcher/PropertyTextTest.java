package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class PropertyTextTest {
    @Test
    void nobodysTextMakesALineOfItsOwn() throws Exception {
        assertEquals("refused: no  url=https://elsewhere.example/", roundTrip(
                "refused: no\r\nurl=https://elsewhere.example/"));
        assertEquals("a [2J b c", roundTrip("a\u001b[2J\u202eb\u2028c"));
    }

    @Test
    void everythingElseComesBackAsItWas() throws Exception {
        for (String text : new String[]{"", "    create:  x  A  192.0.2.1", "a\\u0041=b:#!", "✓ bücher.example 𝔘"}) {
            assertEquals(text, roundTrip(text));
        }
    }

    private static String roundTrip(String text) throws Exception {
        Properties read = new Properties();
        read.load(new StringReader("line=" + PropertyText.of(text) + "\nend=1\n"));
        assertEquals(2, read.size());
        return read.getProperty("line");
    }
}
