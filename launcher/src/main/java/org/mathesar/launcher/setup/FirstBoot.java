package org.mathesar.launcher.setup;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.database.Finding;
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
     * An existing server: begins to connect to it and to look at it, which takes 15 seconds at most and is followed by
     * {@link #databaseCheck}. Where all is well, the answer is stored and the next question is open.
     *
     * @param text whatever a hoster shows to be copied ({@code postgres://user:password@host:port/database?sslmode=…},
     *        key=value, a psql command, …), or empty when the fields are used
     * @param fields used when {@code text} is empty, but for {@code sslMode}, {@code authority} and {@code prepare}, which
     *        always count; messages name the fields text, host, port, database, user, password, sslMode, authority
     */
    Outcome chooseExternalDatabase(String text, DatabaseFields fields);

    /** The check that goes on or ended without success; empty when none was begun or the answer was stored. */
    Optional<DatabaseCheck> databaseCheck();

    /**
     * @param place e.g. {@code library on db.example.org:5432}
     * @param findings those that are there already
     * @param ended whether it is over; then one of them is bad
     */
    record DatabaseCheck(String place, List<Finding> findings, boolean ended) {
        public DatabaseCheck {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Connection fields as typed, unchecked.
     *
     * @param sslMode empty: as the text says, else prefer
     * @param authority PEM text of the authority that the server's certificate is judged by; empty for the system's
     * @param prepare whether the given role is to make a role and a database for Mathesar, and not to be used itself
     */
    record DatabaseFields(String host, String port, String database, String user, String password, String sslMode,
            String authority, boolean prepare) {
        public static final DatabaseFields EMPTY = new DatabaseFields("", "", "", "", "", "", "", false);

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
