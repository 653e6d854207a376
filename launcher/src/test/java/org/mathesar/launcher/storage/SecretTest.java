package org.mathesar.launcher.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class SecretTest {

    @Test
    void itPrintsAsStarsWhereverItIsPrinted() {
        record Holder(String user, Secret password) {}
        Secret secret = new Secret("hunter2");
        assertEquals("***", secret.toString());
        assertFalse(new Holder("u", secret).toString().contains("hunter2"));
        assertFalse(List.of(secret).toString().contains("hunter2"));
    }

    @Test
    void itIsEqualByItsValue() {
        assertEquals(new Secret("päss"), new Secret("päss"));
        assertEquals(new Secret("a").hashCode(), new Secret("a").hashCode());
        assertNotEquals(new Secret("a"), new Secret("b"));
        assertNotEquals(new Secret("a"), new Secret("aa"));
        assertFalse(new Secret("a").equals("a"));
    }

    @Test
    void theFingerprintTellsValuesApartAndIsPartOfTheHash() {
        Secret secret = new Secret("abc");
        assertEquals("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", secret.sha256());
        assertEquals("ba7816bf8f01cfea", secret.fingerprint());
        assertNotEquals(secret.fingerprint(), new Secret("abd").fingerprint());
    }

    @Test
    void itIsNeverNothing() {
        assertThrows(NullPointerException.class, () -> new Secret(null));
        assertTrue(new Secret("").isEmpty());
        assertFalse(new Secret(" ").isEmpty());
    }
}
