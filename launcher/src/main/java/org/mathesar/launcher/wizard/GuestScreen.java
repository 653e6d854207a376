package org.mathesar.launcher.wizard;

/** One page about databases: how it looks now to an administrator of Mathesar, and what its form does. */
interface GuestScreen {

    Answer show(Guest guest);

    Answer submit(Guest guest, Form form);
}
