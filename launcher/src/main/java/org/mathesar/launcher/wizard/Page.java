package org.mathesar.launcher.wizard;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The pages, in the order in which a person meets them; those after DONE stay for later. Their addresses are sent to colleagues and never change. */
public enum Page {
    CLAIM("claim", "Claim", "Claim this server"),
    ADDRESS("address", "Address", "Address and encryption"),
    DATABASE("database", "Database", "Where Mathesar keeps its data"),
    ADMINISTRATOR("administrator", "Administrator", "Create the administrator"),
    PROGRESS("progress", "Install", "Installing Mathesar"),
    DONE("done", "Done", "Mathesar is ready"),
    DATABASES("databases", "Databases", "The databases you work in"),
    CONNECT("connect", "Connect", "Connect your database"),
    UPGRADE("upgrade", "Upgrade", "Upgrade a database"),
    ROWS("rows", "Rows", "Who sees which rows"),
    REMOVE("remove", "Remove", "Remove Mathesar from a database");

    /** Below this path everything is the wizard's. */
    public static final String ROOT = "/-/setup/";

    private final String name;
    private final String label;
    private final String heading;

    Page(String name, String label, String heading) {
        this.name = name;
        this.label = label;
        this.heading = heading;
    }

    static Optional<Page> named(String name) {
        return Arrays.stream(values()).filter(page -> page.name.equals(name)).findFirst();
    }

    /** The pages that count as steps. */
    public static List<Page> steps() {
        return List.of(CLAIM, ADDRESS, DATABASE, ADMINISTRATOR, PROGRESS);
    }

    public String path() {
        return ROOT + name;
    }

    /** Its name in the list of steps. */
    public String label() {
        return label;
    }

    public String heading() {
        return heading;
    }

    /** Its place among the steps, from 1. */
    public int number() {
        return ordinal() + 1;
    }

    boolean takesForms() {
        return this != DONE && this != DATABASES;
    }

    /** How large its forms may be, in KiB; some of them take certificates. */
    int largestForm() {
        return switch (this) {
            case ADDRESS -> 64;
            // Amazon's list of authorities for all regions has 170 KiB, and a form writes some letters as three.
            case DATABASE, CONNECT -> 512;
            case CLAIM, ADMINISTRATOR, PROGRESS, DONE, DATABASES, UPGRADE, ROWS, REMOVE -> 16;
        };
    }
}
