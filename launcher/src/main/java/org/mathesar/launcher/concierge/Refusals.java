package org.mathesar.launcher.concierge;

import java.sql.SQLException;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an owner is told when Mathesar or PostgreSQL refuses. */
final class Refusals {
    static final int NO_CONNECTION = -30193;
    static final int NO_PRIVILEGE = -30101;
    static final int DEPENDENTS = -30035;
    static final int CONNECT_TIMEOUT = -30024;
    static final int OWN_DATABASE = -28002;
    static final int NO_OWNER_STORED = -28029;
    static final int NO_ROLE_STORED = -28030;
    static final int NOT_ALLOWED = -32603;
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    /** @param place the database, entered as the role that was used */
    static Problem explained(Exception failure, Database.External place) {
        return switch (failure) {
            case ProblemException known -> known.problem();
            case RpcException refusal -> refused(refusal, place);
            case SQLException refusal -> new Problem.Fixable("PostgreSQL did not let the launcher look into "
                    + place.display() + " as " + place.user() + ".",
                    "Have the database examined again; that says what is in the way.",
                    "SQLSTATE " + refusal.getSQLState());
            default -> Problem.Unexpected.told("The launcher failed at this step.", failure, LOG);
        };
    }

    private static Problem refused(RpcException refusal, Database.External place) {
        String detail = refusal.method() + ": " + refusal.getMessage() + " (" + refusal.code() + ")";
        return switch (refusal.code()) {
            case NO_CONNECTION, CONNECT_TIMEOUT -> new Problem.Fixable("Mathesar could not connect to "
                    + place.display() + " as " + place.user() + ", and does not say why.",
                    "Have the database examined again; that says what is in the way.", detail);
            case NO_PRIVILEGE -> new Problem.Fixable("The role " + place.user() + " may not do that in "
                    + place.display() + ".",
                    "Run this as the database's administrator, then try again: GRANT CREATE"
                            + " ON DATABASE " + SqlText.name(place.name()) + " TO " + SqlText.name(place.user()) + ";",
                    detail);
            case OWN_DATABASE -> new Problem.Fixable(place.display() + " is where Mathesar keeps its own data.",
                    "Choose another database on that server, or make one.", detail);
            case DEPENDENTS -> new Problem.Fixable("Something in " + place.display() + " still uses Mathesar’s types"
                    + " or functions; nothing was removed.", "Look again at what depends on them.", detail);
            case NO_ROLE_STORED -> new Problem.Fixable("None of the roles that Mathesar stores for " + place.display()
                    + " can enter it now.", "Give the name and password of the role that owns Mathesar’s schemas.",
                    detail);
            case NOT_ALLOWED -> new Problem.Fixable("Mathesar no longer takes you for an administrator.",
                    "Sign in to Mathesar again, then try once more.", detail);
            default -> new Problem.Fixable("Mathesar refused this step.",
                    "Read what it said below, then try again.", detail);
        };
    }
}
