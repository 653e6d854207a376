package org.mathesar.launcher.database;

/** What a diagnosis looks at, in its order: each step needs those before it. */
public enum Step {
    DETAILS("The details make sense"),
    NAME("The host name is known"),
    REACH("The server can be reached"),
    ENCRYPTION("The connection is protected as asked"),
    LOGIN("The role may sign in"),
    VERSION("The server’s version suits Mathesar"),
    POOLER("Nothing in between disturbs"),
    PRIVILEGES("The role may do what is needed"),
    CONNECTIONS("There are free connections"),
    EXTENSIONS("Nothing in the database is in the way"),
    OWN_DATABASE("It is not Mathesar’s own database"),
    CLOCK("The clocks agree");

    private final String title;

    Step(String title) {
        this.title = title;
    }

    /** As a line of a list of ticks. */
    public String title() {
        return title;
    }
}
