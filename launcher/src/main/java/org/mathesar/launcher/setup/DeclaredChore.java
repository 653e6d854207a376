package org.mathesar.launcher.setup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.mathesar.launcher.concierge.Connector;
import org.mathesar.launcher.concierge.Declaration;
import org.mathesar.launcher.concierge.Declaration.NewUser;
import org.mathesar.launcher.concierge.Outcome;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Diagnosis;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes Mathesar as the environment declares it, at every start until all is done: what is there is left alone, what is no
 * longer declared stays, and one entry's failure holds up no other.
 */
public final class DeclaredChore implements Chore {
    private static final Logger LOG = LoggerFactory.getLogger(DeclaredChore.class);

    private final Declaration declared;
    private final Diagnosis diagnosis;
    private final TrustedAuthorities authorities;
    private final DataDirectory data;
    private final Set<String> done = new HashSet<>();
    private boolean complete;

    /** @param data where the name of an installer is kept while Mathesar stores its password, and what was declared */
    public DeclaredChore(Declaration declared, Diagnosis diagnosis, TrustedAuthorities authorities,
            DataDirectory data) {
        this.declared = declared;
        this.diagnosis = diagnosis;
        this.authorities = authorities;
        this.data = data;
    }

    @Override
    public boolean isDue() {
        return !complete && !(declared.isEmpty() && data.read(file()).isEmpty());
    }

    @Override
    public Result work(MathesarRpc rpc, MathesarRpc.User administrator) throws InterruptedException {
        tellWhatIsNoLongerDeclared();
        List<String> remaining = new ArrayList<>(addUsers(rpc));
        for (WantedConnection wanted : declared.connections()) {
            String place = wanted.installer().display();
            if (!done.contains(place)) {
                connect(wanted, rpc, administrator).ifPresentOrElse(
                        problem -> remaining.add("The declared database " + place + " is not as it should be: "
                                + problem.summary() + " " + problem.advice()),
                        () -> done.add(place));
            }
        }
        complete = remaining.isEmpty();
        return new Result(remaining, !complete);
    }

    private List<String> addUsers(MathesarRpc rpc) {
        List<String> failed = new ArrayList<>();
        Set<String> present = rpc.users().stream().map(MathesarRpc.User::username).collect(Collectors.toSet());
        for (NewUser user : declared.users()) {
            if (!present.contains(user.username())) {
                try {
                    rpc.addUser(user.username(), user.password(), user.fullName(), user.email());
                    LOG.info("the declared user {} was added to Mathesar", user.username());
                } catch (RpcException e) {
                    failed.add("The declared user " + user.username() + " could not be added: " + e.getMessage());
                }
            }
        }
        return failed;
    }

    /** What is still in the way; empty when all is as declared. */
    private Optional<Problem> connect(WantedConnection wanted, MathesarRpc rpc, MathesarRpc.User administrator)
            throws InterruptedException {
        Connector connector = new Connector(rpc, administrator, data);
        boolean known = connector.creates(wanted).isEmpty();
        // A role that has done its work may have lost the right to do it again, which then is no fault.
        Optional<Problem> problem = (known ? Optional.<Problem>empty() : examined(wanted.installer()))
                .or(() -> authorities.conflict(wanted.installer()));
        if (problem.isPresent()) {
            return problem;
        }
        return switch (connector.connect(protectedWish(wanted), _ -> {})) {
            case Outcome.Failed(Problem failure, var notes, _) -> {
                notes.forEach(LOG::warn);
                yield (known ? examined(wanted.installer()) : Optional.<Problem>empty()).or(() -> Optional.of(failure));
            }
            case Outcome.Done(_, boolean changed, var notes, _) -> {
                notes.forEach(LOG::info);
                LOG.info("the declared database {} {}", wanted.installer().display(),
                        changed ? "is connected as declared now" : "was connected as declared already");
                yield Optional.empty();
            }
        };
    }

    private Optional<Problem> examined(Database.External place) throws InterruptedException {
        Report report = diagnosis.check(place, Purpose.CONNECT, _ -> {});
        report.notes().forEach(note -> LOG.info("{}: {}", place.display(), note));
        return report.problem();
    }

    private WantedConnection protectedWish(WantedConnection wanted) {
        return new WantedConnection(authorities.protect(wanted.installer()), wanted.nickname(), wanted.access(),
                wanted.roles(), wanted.collaborators());
    }

    /** Whoever removes an entry may think that the database goes with it. */
    private void tellWhatIsNoLongerDeclared() {
        Set<String> places = declared.connections().stream().map(wanted -> wanted.installer().display())
                .collect(Collectors.toSet());
        data.read(file()).orElse("").lines().filter(place -> !place.isBlank() && !places.contains(place))
                .forEach(place -> LOG.info("the database {} is no longer declared; it stays connected until it is"
                        + " disconnected in Mathesar or with the launcher", place));
        data.write(file(), places.stream().sorted().map(place -> place + "\n").collect(Collectors.joining()));
    }

    private Path file() {
        return data.path("application", "declared-databases");
    }
}
