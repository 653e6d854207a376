package org.mathesar.launcher.wizard;

/** How far something is: a sign for the eye and always a word too. */
public enum Mark {
    WAITING("Waiting"),
    RUNNING("Under way"),
    DONE("Good"),
    UNSURE("Not verified"),
    NOTE("Worth knowing"),
    SKIPPED("Left out"),
    FAILED("To mend");

    private final String word;

    Mark(String word) {
        this.word = word;
    }

    public String word() {
        return word;
    }
}
