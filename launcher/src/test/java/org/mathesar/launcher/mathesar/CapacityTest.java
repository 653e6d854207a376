package org.mathesar.launcher.mathesar;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CapacityTest {

    @Test
    void thisMachineCarriesAtLeastOneWorkerAndNoMoreThanItsProcessors() {
        Capacity capacity = Capacity.ofThisMachine();
        assertTrue(capacity.workers() >= 1);
        assertTrue(capacity.workers() <= Runtime.getRuntime().availableProcessors());
        assertEquals(8, capacity.threads());
    }
}
