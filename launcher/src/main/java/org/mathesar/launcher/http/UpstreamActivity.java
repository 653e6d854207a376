package org.mathesar.launcher.http;

import java.util.concurrent.atomic.LongAdder;

/** How much has gone through the proxy, by which a supervisor tells a busy Mathesar from a hung one. */
public final class UpstreamActivity {
    private final LongAdder bytes = new LongAdder();

    /** Bytes of request and response bodies that made their way since the start; it only grows. */
    public long bytes() {
        return bytes.sum();
    }

    void moved(long count) {
        bytes.add(count);
    }
}
