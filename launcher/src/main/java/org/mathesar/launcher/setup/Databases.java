package org.mathesar.launcher.setup;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Dependents;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.concierge.WorkLine;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;
import org.mathesar.launcher.setup.FirstBoot.Outcome;

/**
 * The databases that people work in with Mathesar, as the wizard sees them. Whoever is signed in to Mathesar as an
 * administrator may come here, during the first visit and at any time later: {@code session} is the value of Mathesar's
 * own cookie, and everything is done as that user. What is asked on the way to a connection is kept in memory only, one
 * conversation for each session, for an hour.
 */
public interface Databases {

    /** Who is there; answers within seconds. */
    Entry entry(Optional<String> session);

    /** Whether a visitor may be here. */
    sealed interface Entry {
        /** @param username in Mathesar */
        record Administrator(String username) implements Entry {}

        /** Signed in to Mathesar, without its administrator's rights. */
        record NotAdministrator() implements Entry {}

        record NotSignedIn() implements Entry {}

        /** Mathesar does not run yet, or does not answer now. */
        record NotRunning() implements Entry {}
    }

    /** What is connected. */
    List<Connected> connected(String session);

    /**
     * @param place host, port and name as a person reads them
     * @param roles the roles stored for it
     * @param needsUpgrade what is needed before people can work in it after an upgrade of Mathesar; empty when all is well
     */
    record Connected(long id, String title, String place, List<String> roles, Optional<String> needsUpgrade) {
        public Connected {
            roles = List.copyOf(roles);
        }
    }

    /** The conversation of this session, from {@link Conversation.Asking} on. */
    Conversation conversation(String session);

    /**
     * Where the way to one connection stands. What is under way goes on by itself; the page shows it live.
     *
     * <pre>
     * Asking ─examine▶ Examining ─▶ Refused ─examine▶ …
     *                            ─▶ Planned ─roles▶ Planned(checked) ─confirm▶ Working ─▶ Done / Failed ─confirm▶ …
     * </pre>
     */
    sealed interface Conversation {
        record Asking() implements Conversation {}

        /** @param findings those that are there already */
        record Examining(Answer answer, List<Finding> findings) implements Conversation {}

        /** The database cannot be connected like this. */
        record Refused(Answer answer, Report report) implements Conversation {}

        /**
         * It can be connected.
         *
         * @param creates what will be there afterwards that is not there now, one sentence each
         * @param preparation what the owner has to run in the database first, for the ways that need roles; else empty
         * @param roles what became of the working roles that were given
         * @param users Mathesar's users, who may be given a role
         */
        record Planned(Answer answer, Report report, List<String> creates, Optional<Preparation> preparation,
                List<RoleCheck> roles, List<String> users) implements Conversation {
            /** Whether {@link #confirm} may be called. */
            public boolean isComplete() {
                return preparation.isEmpty() || !roles.isEmpty() && roles.stream().allMatch(RoleCheck::isGood);
            }
        }

        record Working(Answer answer, List<WorkLine> lines) implements Conversation {}

        /** It ended before its end; {@link #confirm} tries it again. */
        record Failed(Answer answer, List<WorkLine> lines) implements Conversation {}

        /** @param rows whether row-level security holds, for each role that people work as */
        record Done(Answer answer, List<WorkLine> lines, List<RowSecurity> rows) implements Conversation {}
    }

    /**
     * What the owner answered, for showing; without any password.
     *
     * @param place e.g. {@code library on db.example.org:5432}
     */
    record Answer(String place, String role, Optional<String> nickname, Access access, String sslMode) {}

    /**
     * The SQL that makes the roles, ready to be run by the database's administrator.
     *
     * @param installer makes the role that installs Mathesar's schemas
     * @param working makes the role that people work as, with grants on the tables that are there
     */
    record Preparation(String installer, String working, String installerRole, String workingRole) {}

    /** Whether a working role can be used, and what to do where it cannot. */
    record RoleCheck(String role, List<Finding> findings, Optional<RowSecurity> rows) {
        boolean isGood() {
            return findings.stream().noneMatch(finding -> finding.verdict() == Finding.Verdict.BAD);
        }
    }

    /**
     * Begins to examine a database. Refused with messages for the fields of {@link FirstBoot#chooseExternalDatabase} and
     * {@code nickname}.
     */
    Outcome examine(String session, String text, DatabaseFields fields, String nickname, Access access);

    /**
     * The role that people work as, and which of Mathesar's users do; may be called again. Refused with messages for the
     * fields {@code role} and {@code password}.
     */
    Outcome giveRole(String session, String role, String password, List<String> users);

    /** Connects as it was shown. */
    Outcome confirm(String session);

    /** Forgets the conversation, with every password in it. */
    Outcome startOver(String session);

    /** Installs this Mathesar's SQL; the owner's role only where Mathesar has not stored it, else both are empty. */
    Outcome upgrade(String session, long database, String role, String password);

    /** Row-level security of a connected database, seen with this role. */
    Looked<RowSecurity> rowSecurity(String session, long database, String role, String password);

    /** What would be lost if Mathesar's schemas went, seen with the role that owns them. */
    Looked<Dependents> dependents(String session, long database, String role, String password);

    /** Disconnects and drops Mathesar's schemas; fails, changing nothing, where anything depends on them. */
    Outcome remove(String session, long database, String role, String password);

    /** What a look into a database saw, or why nothing was seen. */
    sealed interface Looked<T> {
        record Seen<T>(T what) implements Looked<T> {}

        record Not<T>(Outcome why) implements Looked<T> {}
    }
}
