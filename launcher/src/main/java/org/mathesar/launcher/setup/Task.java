package org.mathesar.launcher.setup;

import java.time.Duration;
import java.util.Optional;

/** The steps of an installation, in order. Each looks before it acts and may be repeated. */
public enum Task {
    FETCH_APPLICATION("Get Mathesar onto this server", Duration.ofSeconds(60)),
    PREPARE_DATABASE("Prepare the database", Duration.ofSeconds(10)),
    MIGRATE("Create Mathesar's tables", Duration.ofSeconds(15)),
    START_APPLICATION("Start Mathesar", Duration.ofSeconds(10));

    private final String title;
    private final Duration usually;

    Task(String title, Duration usually) {
        this.title = title;
        this.usually = usually;
    }

    /** What it does, for the progress page. */
    public String title() {
        return title;
    }

    /** How long it takes on a small server the first time. */
    Duration usually() {
        return usually;
    }

    static Task first() {
        return values()[0];
    }

    Optional<Task> next() {
        return ordinal() + 1 < values().length ? Optional.of(values()[ordinal() + 1]) : Optional.empty();
    }
}
