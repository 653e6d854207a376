package org.mathesar.launcher;

import java.util.logging.LogManager;

/**
 * Keeps the log open while the program stops; Java's own would close it before the first child is asked to end. The start
 * script names it with {@code -Djava.util.logging.manager}, since Java chooses before our main method begins.
 */
public final class LastingLog extends LogManager {
    @Override
    public void reset() {
        // Called by Java's shutdown hook. The handler has nothing to release.
    }
}
