package org.mathesar.launcher.setup;

import java.util.Optional;

/** The steps of an installation, in order. Each looks before it acts and may be repeated. */
public enum Task {
    FETCH_APPLICATION("Get Mathesar onto this server"),
    PREPARE_DATABASE("Prepare the database"),
    MIGRATE("Create Mathesar's tables"),
    START_APPLICATION("Start Mathesar");

    private final String title;

    Task(String title) {
        this.title = title;
    }

    /** What it does, for the progress page. */
    public String title() {
        return title;
    }

    static Task first() {
        return values()[0];
    }

    Optional<Task> next() {
        return ordinal() + 1 < values().length ? Optional.of(values()[ordinal() + 1]) : Optional.empty();
    }
}
