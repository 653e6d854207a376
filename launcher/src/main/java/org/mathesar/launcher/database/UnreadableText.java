package org.mathesar.launcher.database;

/** Says in a sentence for the owner why a text is no connection details; the sentence quotes none of the text. */
final class UnreadableText extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableText(String message) {
        super(message, null, false, false);
    }
}
