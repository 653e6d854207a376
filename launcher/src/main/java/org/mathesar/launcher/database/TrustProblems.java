package org.mathesar.launcher.database;

import java.io.IOException;
import java.nio.file.Path;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

/** What can be wrong with whom Mathesar trusts, told to the owner. */
final class TrustProblems {
    private TrustProblems() {}

    /** Checking the candidate makes libpq check every server. */
    static Problem wouldLose(String other, Database.External candidate) {
        return new Problem.Fixable(
                "With the certificate of " + candidate.host() + " checked, Mathesar checks every server’s, and nobody"
                        + " vouches for the one of " + other + ", which is connected already.",
                "Connect the database on " + other
                        + " once more with the certificate of its authority; then come back.");
    }

    /** Another server is checked, so this one is too. */
    static Problem unknown(Database.External candidate) {
        return new Problem.Fixable(
                "Mathesar checks every server’s certificate, because another database asks for it, and nobody vouches"
                        + " for the one of " + candidate.host() + ".",
                "Give the certificate of its authority (a .pem or .crt file that your provider offers for download).");
    }

    static ProblemException unusable(Path authority, String sentence) {
        return ProblemException.fixable("The file " + authority + " is of no use as an authority’s certificate.",
                sentence);
    }

    static ProblemException uncomposed(Path file, IOException e) {
        return new ProblemException(new Problem.Fixable("The file " + file + " cannot be written.",
                "Give the data directory to the user that runs the launcher.", e.toString()), e);
    }
}
