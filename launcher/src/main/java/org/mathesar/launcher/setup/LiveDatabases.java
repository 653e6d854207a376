package org.mathesar.launcher.setup;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Dependents;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.concierge.SqlUpgrades;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Diagnosis;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.mathesar.Credentials;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

/** {@link Databases} by way of the Mathesar that runs here. Every call is made as the user whose session it is. */
public final class LiveDatabases implements Databases, AutoCloseable {
    private static final int LONGEST_NICKNAME = 128;

    private final Mathesar mathesar;
    private final Function<MathesarRpc, ConnectWork> works;
    private final Guests guests;
    private final TrustedAuthorities authorities;
    private final Runnable changed;
    private final InstantSource clock;
    private final Conversations conversations;
    private final Doorkeeper doorkeeper = new Doorkeeper(this::rpc);
    private final Turn turn = new Turn();

    /** The Mathesar that runs here. */
    public interface Mathesar {
        /** Speaks to it; empty while it does not run. */
        Optional<MathesarRpc> as(Credentials credentials);
    }

    /**
     * @param data where the name of an installer is kept while Mathesar stores its password
     * @param changed told when something was done that the launcher would else do by itself
     */
    public static LiveDatabases of(Mathesar mathesar, Diagnosis diagnosis, TrustedAuthorities authorities,
            DataDirectory data, Runnable changed, InstantSource clock) {
        AdministratorsWork.Tools tools = new AdministratorsWork.Tools(diagnosis, authorities, data);
        return new LiveDatabases(mathesar, rpc -> new AdministratorsWork(rpc, tools),
                new Guests(diagnosis, authorities::restored, AdministratorsWork::rowSecurity), authorities, changed,
                clock);
    }

    private LiveDatabases(Mathesar mathesar, Function<MathesarRpc, ConnectWork> works, Guests guests,
            TrustedAuthorities authorities, Runnable changed, InstantSource clock) {
        this.mathesar = mathesar;
        this.works = works;
        this.guests = guests;
        this.authorities = authorities;
        this.changed = changed;
        this.clock = clock;
        this.conversations = new Conversations(clock);
    }

    @Override
    public Entry entry(Optional<String> session) {
        return doorkeeper.entry(session);
    }

    @Override
    public List<Connected> connected(String session) {
        try (MathesarRpc rpc = rpc(session)) {
            return guests.all(rpc);
        } catch (RpcException e) {
            throw new ProblemException(refused(e), e);
        }
    }

    @Override
    public Conversation conversation(String session) {
        return talk(session).conversation();
    }

    private ConnectTalk talk(String session) {
        return conversations.of(session,
                key -> new ConnectTalk(new SessionWork(() -> rpc(key), works, turn), changed));
    }

    /** Whether something is being connected now, by anybody. */
    public boolean isConnecting() {
        return conversations.isConnecting();
    }

    @Override
    public Outcome examine(String session, String text, DatabaseFields fields, String nickname, Access access) {
        if (nickname.length() > LONGEST_NICKNAME) {
            return new Outcome.Refused(List.of(new Message("nickname", "Choose a shorter name.")));
        }
        return switch (ExternalAnswer.of(text, fields, authorities, clock.instant())) {
            case ExternalAnswer.Wrong(var messages) -> new Outcome.Refused(messages);
            case ExternalAnswer.Complete(var candidate, _) -> talk(session).examine(candidate,
                    Optional.of(nickname.strip()).filter(name -> !name.isEmpty()), access);
        };
    }

    @Override
    public Outcome giveRole(String session, String role, String password, List<String> users) {
        try {
            return talk(session).giveRole(role, password, users);
        } catch (ProblemException e) {
            return new Outcome.Failed(e.problem());
        } catch (RpcException e) {
            return new Outcome.Failed(refused(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Outcome.Stale();
        }
    }

    @Override
    public Outcome confirm(String session) {
        return talk(session).confirm();
    }

    @Override
    public Outcome startOver(String session) {
        if (talk(session).conversation() instanceof Conversation.Working) {
            return new Outcome.Stale();
        }
        conversations.endOf(session);
        return new Outcome.Accepted();
    }

    @Override
    public Outcome upgrade(String session, long database, String role, String password) {
        Optional<MathesarRpc.Owner> owner = role.isBlank()
                ? Optional.empty()
                : Optional.of(new MathesarRpc.Owner(role.strip(), new Secret(password)));
        return turn.now(() -> upgrade(session, database, owner));
    }

    private Outcome upgrade(String session, long database, Optional<MathesarRpc.Owner> owner) {
        try (MathesarRpc rpc = rpc(session)) {
            return switch (new SqlUpgrades(rpc).upgrade(database, owner).result()) {
                case SqlUpgrades.Result.Done _ -> {
                    changed.run();
                    yield new Outcome.Accepted();
                }
                case SqlUpgrades.Result.NeedsOwner(_, String sentence) ->
                    new Outcome.Refused(List.of(new Message("role", sentence)));
                case SqlUpgrades.Result.NotReachable(String sentence) -> new Outcome.Failed(
                        new Problem.Fixable(sentence, "Look whether the database runs, then try again."));
                case SqlUpgrades.Result.Refused(Problem problem) -> new Outcome.Failed(problem);
            };
        } catch (ProblemException e) {
            return new Outcome.Failed(e.problem());
        } catch (RpcException e) {
            return new Outcome.Failed(refused(e));
        }
    }

    @Override
    public Looked<RowSecurity> rowSecurity(String session, long database, String role, String password) {
        return look(session, database, role, password, guests::rows);
    }

    @Override
    public Looked<Dependents> dependents(String session, long database, String role, String password) {
        return look(session, database, role, password, guests::dependents);
    }

    @Override
    public Outcome remove(String session, long database, String role, String password) {
        return missing(role).orElseGet(() -> turn.now(() -> removed(session, database, role.strip(), password)));
    }

    private Outcome removed(String session, long database, String role, String password) {
        try (MathesarRpc rpc = rpc(session)) {
            Outcome removed = guests.remove(rpc, database, guests.place(rpc, database, role, new Secret(password)));
            changed.run();
            return removed;
        } catch (ProblemException e) {
            return new Outcome.Failed(e.problem());
        } catch (RpcException e) {
            return new Outcome.Failed(refused(e));
        }
    }

    /** Something seen in a database that Mathesar knows, as the given role. */
    private interface Look<T> {
        T at(Database.External place) throws InterruptedException;
    }

    private <T> Looked<T> look(String session, long database, String role, String password, Look<T> look) {
        Optional<Outcome> mistake = missing(role);
        if (mistake.isPresent()) {
            return new Looked.Not<>(mistake.get());
        }
        try (MathesarRpc rpc = rpc(session)) {
            return new Looked.Seen<>(look.at(guests.place(rpc, database, role.strip(), new Secret(password))));
        } catch (ProblemException e) {
            return new Looked.Not<>(new Outcome.Failed(e.problem()));
        } catch (RpcException e) {
            return new Looked.Not<>(new Outcome.Failed(refused(e)));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Looked.Not<>(new Outcome.Stale());
        }
    }

    private static Optional<Outcome> missing(String role) {
        return role.isBlank()
                ? Optional.of(new Outcome.Refused(List.of(new Message("role", "Type the name of the role."))))
                : Optional.empty();
    }

    /** The session may end, or lose its rights, between one page and the next. */
    static Problem refused(RpcException e) {
        return new Problem.Fixable("Mathesar did not do what you asked for.",
                "Sign in to Mathesar as an administrator, then try again.", String.valueOf(e.getMessage()));
    }

    private MathesarRpc rpc(String session) {
        return mathesar.as(new Credentials.Session(new Secret(session)))
                .orElseThrow(() -> ProblemException.fixable("Mathesar does not run at this moment.",
                        "Wait a little, then try again."));
    }

    @Override
    public void close() {
        conversations.close();
    }
}
