package org.mathesar.launcher.setup;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/**
 * First boot as the wizard sees it: the state, and one method per thing the owner can do. A method whose moment has
 * passed answers {@link Outcome.Stale}; the wizard then shows the page of the current state.
 */
public interface FirstBoot {

    /** How a request of the owner ended. */
    sealed interface Outcome {
        /** Done; show the page of the state that holds now. */
        record Accepted() implements Outcome {}

        /** Refused for these reasons; the form is shown again with them. */
        record Refused(List<Message> messages) implements Outcome {}

        /** It could not be done: shown above the form, with what to do. */
        record Failed(Problem problem) implements Outcome {}

        /** The state has moved on, in another tab or by a repeated form. */
        record Stale() implements Outcome {}
    }

    /**
     * Something to mend in a form.
     *
     * @param field the form's field it belongs to, or empty for the whole form
     */
    record Message(String field, String text) {}

    SetupState state();

    /** The server was claimed: Unclaimed becomes Asking. */
    Outcome claimed();

    Outcome chooseAddress(Plan.Address address);

    /** Bundled: stored at once. */
    Outcome chooseBundledDatabase();

    /**
     * An existing server: really connected to and looked at before it is stored; answers within 15 seconds.
     *
     * @param text a connection string ({@code postgres://user:password@host:port/database?sslmode=…}), or empty when the
     *        fields are used
     * @param fields used when {@code text} is empty; messages name the fields host, port, database, user, password
     */
    Outcome chooseExternalDatabase(String text, DatabaseFields fields);

    /** Connection fields as typed, unchecked. */
    record DatabaseFields(String host, String port, String database, String user, String password, String sslMode) {
        public static final DatabaseFields EMPTY = new DatabaseFields("", "", "", "", "", "");

        /** Without the password. */
        @Override
        public String toString() {
            return "DatabaseFields[" + host + ":" + port + "/" + database + "]";
        }
    }

    /**
     * Asking: confirms the plan and begins to install, keeping the administrator in memory until Mathesar runs.
     * NeedsOwner: creates the administrator now. Refused with messages for the fields username, password, repeated.
     */
    Outcome giveAdministrator(Administrator administrator, String repeatedPassword);

    /** Blocked: tries the task again. */
    Outcome retry();

    /** Blocked: goes back to the questions. */
    Outcome revise();

    Progress progress();

    /** Whether this server can reach the internet; if not, both consents are off and say why. */
    boolean hasWayOut();

    /** Whether an administrator was given and waits to be created; if none does, NeedsOwner has to ask. */
    boolean hasPendingAdministrator();

    /** The problem that keeps a pending administrator from being created, e.g. Mathesar's own refusal. */
    Optional<Outcome.Refused> administratorRefused();

    /** Mathesar's session cookie for the browser that created the administrator; given out once. */
    Optional<String> takeSessionCookie();
}
