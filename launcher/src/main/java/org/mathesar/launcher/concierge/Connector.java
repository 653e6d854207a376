package org.mathesar.launcher.concierge;

import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.mathesar.launcher.concierge.Connecting.Known;
import org.mathesar.launcher.concierge.InstallerRemoval.Forgotten;
import org.mathesar.launcher.concierge.WantedConnection.WorkingRole;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.ConnectedDatabase;
import org.mathesar.launcher.mathesar.MathesarRpc.User;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.DataDirectory;

/**
 * Connects databases to Mathesar. Every step looks first, so that whatever was interrupted is finished by doing it again.
 * Call it for databases that a diagnosis has found usable.
 */
public final class Connector {
    private final MathesarRpc rpc;
    private final User administrator;
    private final InstallerNotes notes;
    private final InstantSource clock;

    /**
     * @param rpc Mathesar, as the administrator
     * @param administrator who is to work in the database with the first of the roles
     * @param data where the name (never the password) of an installer is kept while Mathesar stores its password
     */
    public Connector(MathesarRpc rpc, User administrator, DataDirectory data) {
        this(rpc, administrator, data, InstantSource.system());
    }

    Connector(MathesarRpc rpc, User administrator, DataDirectory data, InstantSource clock) {
        this.clock = clock;
        this.rpc = rpc;
        this.administrator = administrator;
        this.notes = new InstallerNotes(data);
    }

    /** What will be there afterwards that is not there now, one sentence each; empty where nothing is left to do. */
    public List<String> creates(WantedConnection wanted) {
        return new Creations(rpc, administrator, wanted).sentences();
    }

    /**
     * Connects, or brings what is connected to what is wanted.
     *
     * @param progress is given all lines whenever one of them changes
     */
    public Outcome connect(WantedConnection wanted, Consumer<List<WorkLine>> progress) {
        WorkBoard board = new WorkBoard(titles(wanted), progress);
        try {
            return connect(wanted, board);
        } catch (RuntimeException | SQLException e) {
            Problem problem = Refusals.explained(e, wanted.installer());
            board.failed(problem);
            // What Mathesar refused it takes back; what was cut short on our side it goes on with.
            boolean over = e instanceof RpcException;
            return new Outcome.Failed(problem, forgetAfter(InstallerNotes.Note.of(wanted.installer()), over),
                    board.lines());
        }
    }

    private static List<String> titles(WantedConnection wanted) {
        List<String> titles = new ArrayList<>(List.of("What Mathesar knows already",
                "Mathesar’s schemas msar, __msar and mathesar_types"));
        Connecting.workingRoles(wanted).forEach(role -> titles.add("The role " + role.name()));
        titles.add("Who works as which role");
        if (wanted.access() == Access.NO_STRUCTURE_CHANGES) {
            titles.add("Forget the password of " + wanted.installer().user());
        }
        return titles;
    }

    private Outcome connect(WantedConnection wanted, WorkBoard board) throws SQLException {
        Connecting connecting = new Connecting(rpc, wanted, notes);
        People people = new People(rpc, administrator, wanted);
        board.next();
        Map<String, User> users = people.checked();
        Known known = Known.look(rpc, wanted.installer());
        board.done(known.database().isPresent() ? "The database is connected already." : "The database is new to it.");
        board.next();
        board.done(connecting.install(known));
        ConnectedDatabase database = Known.look(rpc, wanted.installer()).database().orElseThrow();
        for (WorkingRole role : Connecting.workingRoles(wanted)) {
            board.next();
            people.store(role, database);
            board.done("Mathesar stores it with its password, encrypted.");
        }
        board.next();
        board.done(people.assign(database, users));
        List<String> remarks = new ArrayList<>(connecting.remarks());
        remarks.addAll(people.remarks());
        boolean changed = connecting.changed() || people.changed();
        if (wanted.access() == Access.NO_STRUCTURE_CHANGES) {
            changed |= forgetInstaller(wanted, board, remarks);
        }
        return new Outcome.Done(database.id(), changed, remarks, board.lines());
    }

    private boolean forgetInstaller(WantedConnection wanted, WorkBoard board, List<String> remarks) {
        board.next();
        return switch (new InstallerRemoval(rpc, notes).forget(InstallerNotes.Note.of(wanted.installer()))) {
            case Forgotten.Gone(boolean wasStored) -> {
                board.done("Mathesar does not store it.");
                yield wasStored;
            }
            case Forgotten.Kept(String sentence) -> {
                board.done(sentence);
                remarks.add(sentence);
                yield false;
            }
        };
    }

    /** Whether a connection was cut short while Mathesar stored an installer's password; asks nobody. */
    public static boolean wasCutShort(DataDirectory data) {
        return !new InstallerNotes(data).all().isEmpty();
    }

    /**
     * Removes the installers' passwords that Mathesar still stores because an earlier connection was cut short; one
     * sentence for each that could not be removed. Call it when Mathesar has started, and again while
     * {@link #wasCutShort}: what was cut short Mathesar may finish within minutes.
     */
    public List<String> forgetInstallers() {
        return notes.all().stream().flatMap(note -> forgetAfter(note, notes.isOld(note, clock.instant())).stream())
                .toList();
    }

    /**
     * After a failure: what we made Mathesar store must go at once. What it stored before is not ours to remove.
     *
     * @param over whether Mathesar is no longer at it
     */
    private List<String> forgetAfter(InstallerNotes.Note note, boolean over) {
        if (!notes.has(note)) {
            return List.of();
        }
        // Whoever was interrupted has to clean up all the same.
        boolean interrupted = Thread.interrupted();
        try {
            InstallerRemoval removal = new InstallerRemoval(rpc, notes);
            return switch (over ? removal.forget(note) : removal.forgetSoFar(note)) {
                case Forgotten.Gone(boolean stored) when !stored && !over -> List.of();
                case Forgotten.Gone _ -> List.of("The password of " + note.role() + " is not stored.");
                case Forgotten.Kept(String sentence) -> List.of(sentence);
            };
        } catch (RuntimeException _) {
            return List.of(InstallerRemoval.stillStored(note));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
