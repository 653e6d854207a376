package org.mathesar.launcher.claim.planted;

import org.junit.jupiter.api.Assertions;
import org.postgresql.Driver;

/** Breaks the rules on purpose: the driver is the database's alone, and a test library is nobody's. */
public final class BorrowedTool {
    private BorrowedTool() {}

    static boolean works() {
        Assertions.assertTrue(true);
        return Driver.isRegistered();
    }
}
