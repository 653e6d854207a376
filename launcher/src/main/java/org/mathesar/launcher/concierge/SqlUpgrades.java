package org.mathesar.launcher.concierge;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.ConnectedDatabase;
import org.mathesar.launcher.mathesar.MathesarRpc.Owner;
import org.mathesar.launcher.mathesar.MathesarRpc.Server;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.Secret;

/** Brings Mathesar's schemas in the connected databases up to date after Mathesar itself was upgraded. */
public final class SqlUpgrades {
    private static final int USUAL_PORT = 5432;
    private static final int KNOCK_MILLISECONDS = 5_000;

    private final MathesarRpc rpc;

    /** @param rpc Mathesar, as an administrator */
    public SqlUpgrades(MathesarRpc rpc) {
        this.rpc = rpc;
    }

    /**
     * What became of one database.
     *
     * @param place host, port and name as a person reads them
     */
    public record Upgrade(ConnectedDatabase database, String place, Result result) {}

    /** How it ended. */
    public sealed interface Result {
        record Done() implements Result {}

        /** People cannot work in it until somebody gives the owner's password; {@code sentence} says which and what for. */
        record NeedsOwner(Optional<String> owner, String sentence) implements Result {}

        /** The database does not answer now; it is worth another try later. */
        record NotReachable(String sentence) implements Result {}

        record Refused(Problem problem) implements Result {}
    }

    /** Upgrades all that need it, one after the other; one that fails holds up no other. */
    public List<Upgrade> upgradeAll(Consumer<Upgrade> each) {
        List<Server> servers = rpc.servers();
        List<Upgrade> upgrades = new ArrayList<>();
        for (ConnectedDatabase database : rpc.databases().stream().filter(ConnectedDatabase::needsUpgrade).toList()) {
            Upgrade upgrade = upgrade(database, place(database, servers), Optional.empty());
            upgrades.add(upgrade);
            each.accept(upgrade);
        }
        return List.copyOf(upgrades);
    }

    /**
     * Upgrades one, whether or not it needs it, with the owner given or else the stored one.
     *
     * @throws ProblemException when Mathesar knows no such database
     */
    public Upgrade upgrade(long databaseId, Optional<Owner> owner) {
        ConnectedDatabase database = rpc.databases().stream().filter(one -> one.id() == databaseId).findFirst()
                .orElseThrow(() -> ProblemException.fixable("Mathesar no longer knows that database.",
                        "Look at the list of databases again."));
        return upgrade(database, place(database, rpc.servers()), owner);
    }

    private Upgrade upgrade(ConnectedDatabase database, Database.External place, Optional<Owner> owner) {
        return new Upgrade(database, place.display(), attempt(database, place, owner));
    }

    private Result attempt(ConnectedDatabase database, Database.External place, Optional<Owner> owner) {
        try {
            rpc.upgradeSql(database.id(), owner);
            return new Result.Done();
        } catch (RpcException e) {
            try {
                return refused(e, database, place, owner);
            } catch (RpcException | ProblemException _) {
                return new Result.Refused(Refusals.explained(e, place));
            }
        } catch (ProblemException e) {
            return new Result.Refused(e.problem());
        }
    }

    private Result refused(RpcException refusal, ConnectedDatabase database, Database.External place,
            Optional<Owner> owner) {
        Database.External entered = entered(place, owner.map(Owner::role).orElse(""));
        return switch (refusal.code()) {
            case Refusals.NO_OWNER_STORED -> needsOwner(database, place, "whose password Mathesar does not store");
            case Refusals.NO_PRIVILEGE -> owner.isPresent()
                    ? new Result.Refused(Refusals.explained(refusal, entered))
                    : needsOwner(database, place, "which may no longer create schemas there");
            case Refusals.NO_ROLE_STORED, Refusals.NO_CONNECTION, Refusals.CONNECT_TIMEOUT -> {
                if (!answers(place)) {
                    yield new Result.NotReachable(place.display()
                            + " does not answer now, so Mathesar’s schemas there are not up to date yet.");
                }
                yield owner.isPresent()
                        ? new Result.Refused(Refusals.explained(refusal, entered))
                        : needsOwner(database, place, "and Mathesar cannot enter with the passwords that it stores");
            }
            default -> new Result.Refused(Refusals.explained(refusal, entered));
        };
    }

    private Result needsOwner(ConnectedDatabase database, Database.External place, String why) {
        Optional<String> owner = rpc.schemaOwner(database.id());
        String who = owner.map(role -> "belong to the role " + role).orElse("belong to another role")
                + ", " + why + ".";
        String right = owner.map(role -> " The role needs the right to create schemas: GRANT CREATE ON DATABASE "
                + SqlText.name(database.name()) + " TO " + SqlText.name(role) + ";")
                .orElse(" This tells which role it is: SELECT nspowner::regrole FROM pg_namespace WHERE nspname ="
                        + " 'msar'; it needs the right to create schemas in the database.");
        return new Result.NeedsOwner(owner, "People cannot work in " + place.display()
                + " until Mathesar’s schemas there are brought up to date. They " + who + " Give the password of "
                + owner.map(role -> role).orElse("that role") + "; it is used once and not stored." + right);
    }

    /** Whether anything listens there; Mathesar's own answer is the same for every reason. */
    private static boolean answers(Database.External place) {
        if (place.host().startsWith("/")) {
            return true;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(place.host(), place.port()), KNOCK_MILLISECONDS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static Database.External place(ConnectedDatabase database, List<Server> servers) {
        Optional<Server> server = servers.stream().filter(one -> one.id() == database.serverId()).findFirst();
        return new Database.External(server.map(Server::host).orElse("its server"),
                server.flatMap(Server::port).orElse(USUAL_PORT), database.name(), "", new Secret(""),
                server.flatMap(one -> SslMode.parse(one.sslMode())).orElse(SslMode.PREFER));
    }

    private static Database.External entered(Database.External place, String role) {
        return new Database.External(place.host(), place.port(), place.name(), role, place.password(),
                place.sslMode(), place.authority());
    }
}
