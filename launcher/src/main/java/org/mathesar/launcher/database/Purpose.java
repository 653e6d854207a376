package org.mathesar.launcher.database;

/** What a database is examined for, which decides what its role must be allowed to do. */
public enum Purpose {
    /** Mathesar keeps its own data there: the role owns it, and creates tables in schema public. */
    OWN_DATA,
    /** People work in it with Mathesar: the role creates Mathesar's three schemas there. */
    CONNECT,
    /** A role that people work with in a database that is connected by another: it needs no more than to get in. */
    WORK
}
