package org.mathesar.launcher.wizard;

/** One page: how it looks now, and what its form does. */
interface Screen {

    Answer show(Visit visit);

    Answer submit(Visit visit, Form form);
}
