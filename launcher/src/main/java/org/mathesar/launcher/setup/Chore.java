package org.mathesar.launcher.setup;

import java.util.List;
import org.mathesar.launcher.mathesar.MathesarRpc;

/** Something to be done in the connected databases that nobody asks for in a browser. */
public interface Chore {

    /** Whether there may be anything to do; found out without Mathesar, for a session there costs seconds. */
    boolean isDue();

    /** Does it as the administrator; another chore's failure is none of its own. */
    Result work(MathesarRpc rpc, MathesarRpc.User administrator) throws InterruptedException;

    /**
     * How it ended.
     *
     * @param remaining what the owner should know or do, one sentence each
     * @param again whether another try may help without anybody's doing
     */
    record Result(List<String> remaining, boolean again) {
        /** Nothing is left to do. */
        public static final Result DONE = new Result(List.of(), false);

        public Result {
            remaining = List.copyOf(remaining);
        }
    }
}
