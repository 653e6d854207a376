package org.mathesar.launcher.process.planted;

import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Breaks the rules on purpose: it has a name that says nothing, and it remembers things for the whole program. */
public final class ForgetfulManager {
    static int changes;
    static final ArrayList<String> SEEN = new ArrayList<>();
    static final AtomicInteger COUNT = new AtomicInteger();
    static final int[] WAITS = {1, 2, 5};

    private ForgetfulManager() {}
}
