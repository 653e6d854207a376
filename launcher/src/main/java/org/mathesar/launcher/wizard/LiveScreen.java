package org.mathesar.launcher.wizard;

import java.util.Optional;

/** A page that changes while it is open. */
interface LiveScreen extends Screen {

    /**
     * Its live parts in HTML as they are at this moment; empty when another page should be open instead.
     *
     * @param showing what the page was when it was rendered, in its own words; may be empty
     */
    Optional<String> parts(Visit visit, String showing);

    /** The page to open instead. */
    String elsewhere();
}
