package org.mathesar.launcher.wizard;

import io.undertow.util.StatusCodes;
import java.util.List;
import java.util.Optional;

/** The pages that say why a request about databases was not followed, and those that say that it was. */
final class AreaNotices {
    private static final String ALL = Page.DATABASES.path();
    private static final View.Link SIGN_IN = new View.Link("Sign in to Mathesar", "/auth/login/?next=" + ALL);
    private static final View.Link LIST = new View.Link("All databases", ALL);

    private AreaNotices() {}

    static Answer notSignedIn() {
        return notice(StatusCodes.FORBIDDEN, "Sign in to Mathesar first", SIGN_IN,
                "These pages connect databases to Mathesar. They are for its administrators, who sign in there with"
                        + " their name and password and then come back here.");
    }

    static Answer notAdministrator() {
        return notice(StatusCodes.FORBIDDEN, "This is for administrators", new View.Link("Back to Mathesar", "/"),
                "You are signed in to Mathesar without the rights of an administrator, and only administrators may"
                        + " connect databases.",
                "Ask an administrator, or sign out in Mathesar and sign in as one.");
    }

    static Answer notRunning() {
        return notice(StatusCodes.SERVICE_UNAVAILABLE, "Mathesar does not answer now",
                new View.Link("Look again", ALL),
                "Who you are is known to Mathesar alone, and it does not answer. It may just be starting, which usually"
                        + " takes less than a minute.",
                "If it stays like this, run “mathesar-launcher status” on the server.")
                .with("Retry-After", "10");
    }

    static Answer noSuchDatabase() {
        return notice(StatusCodes.NOT_FOUND, "This database is not connected", LIST,
                "Perhaps it was removed in another tab. The list shows what is connected now.");
    }

    static Answer removed() {
        return notice(StatusCodes.OK, "Mathesar is gone from the database", LIST,
                "Its three schemas were dropped and the connection is forgotten. Your own tables and their data are as"
                        + " they were.");
    }

    private static Answer notice(int status, String heading, View.Link link, String... sentences) {
        return Answer.show(status, new View.Notice(Frame.notice(heading), List.of(sentences), Optional.of(link)));
    }
}
