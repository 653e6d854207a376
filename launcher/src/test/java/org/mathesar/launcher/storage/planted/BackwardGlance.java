package org.mathesar.launcher.storage.planted;

import org.mathesar.launcher.claim.SetupCode;

/** Breaks the rules on purpose: storage must not know the claim. */
public final class BackwardGlance {
    private BackwardGlance() {}

    static boolean looksBack() {
        return SetupCode.isLongEnough("");
    }
}
