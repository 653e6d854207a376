package org.mathesar.launcher.concierge;

/** How much Mathesar may do in a connected database. */
public enum Access {
    /** The given role connects, owns Mathesar's schemas, and people work with it. */
    FULL,
    /**
     * One role installs Mathesar's schemas and is then forgotten; people work with others, which can neither create, alter
     * nor drop anything and to which row-level security applies.
     */
    NO_STRUCTURE_CHANGES
}
