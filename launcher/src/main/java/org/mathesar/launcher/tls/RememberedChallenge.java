package org.mathesar.launcher.tls;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;

/** The kind of challenge that succeeded last, for each subject; it is tried first the next time. */
final class RememberedChallenge {
    private final DataDirectory data;
    private final AcmeAuthority authority;

    RememberedChallenge(DataDirectory data, AcmeAuthority authority) {
        this.data = data;
        this.authority = authority;
    }

    /** The kinds in the order in which to try them: the one that succeeded before goes first. */
    List<ChallengeKind> first(Subject subject, List<ChallengeKind> wanted) {
        Optional<ChallengeKind> remembered = text(subject)
                .flatMap(text -> Arrays.stream(ChallengeKind.values())
                        .filter(kind -> text.strip().equals(line(subject, kind))).findFirst())
                .filter(wanted::contains);
        return Stream.concat(remembered.stream(), wanted.stream()).distinct().toList();
    }

    void succeeded(Subject subject, ChallengeKind kind) {
        String line = line(subject, kind);
        if (text(subject).filter(text -> text.strip().equals(line)).isEmpty()) {
            data.write(file(subject), line + "\n");
        }
    }

    /** Only a preference, so that a file which cannot be read does no harm. */
    private Optional<String> text(Subject subject) {
        try {
            return data.read(file(subject));
        } catch (ProblemException _) {
            return Optional.empty();
        }
    }

    private static String line(Subject subject, ChallengeKind kind) {
        return kind.type() + " " + String.join(" ", subject.identifiers());
    }

    private Path file(Subject subject) {
        return data.directory("acme", authority.fileName())
                .resolve("challenge-" + subject.rung().name().toLowerCase(Locale.ROOT));
    }
}
