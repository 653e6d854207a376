package org.mathesar.launcher.setup;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.mathesar.launcher.concierge.Dependents;
import org.mathesar.launcher.concierge.Outcome.Done;
import org.mathesar.launcher.concierge.Outcome.Failed;
import org.mathesar.launcher.concierge.Removal;
import org.mathesar.launcher.concierge.RowSecurity;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Diagnosis;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.ConfiguredRole;
import org.mathesar.launcher.mathesar.MathesarRpc.ConnectedDatabase;
import org.mathesar.launcher.mathesar.MathesarRpc.Server;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Databases.Connected;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.storage.Secret;

/** The databases that are connected to Mathesar: what it knows of them, and what can be seen in them. */
final class Guests {
    private static final int POSTGRES_PORT = 5432;

    private final Diagnosis diagnosis;
    private final UnaryOperator<Database.External> trusted;
    private final Function<Database.External, RowSecurity> rowSecurity;

    /** @param trusted the same place with the authorities that its certificate is judged by */
    Guests(Diagnosis diagnosis, UnaryOperator<Database.External> trusted,
            Function<Database.External, RowSecurity> rowSecurity) {
        this.diagnosis = diagnosis;
        this.trusted = trusted;
        this.rowSecurity = rowSecurity;
    }

    List<Connected> all(MathesarRpc rpc) {
        Map<Long, Server> servers = rpc.servers().stream().collect(Collectors.toMap(Server::id, server -> server));
        return rpc.databases().stream().map(database -> {
            Server server = servers.get(database.serverId());
            List<String> roles = rpc.roles(database.id(), database.serverId()).stream().map(ConfiguredRole::name)
                    .toList();
            return new Connected(database.id(), database.nickname().orElse(database.name()),
                    place(server, database, "", new Secret("")).display(), roles,
                    database.needsUpgrade() ? Optional.of(needed(rpc, database)) : Optional.empty());
        }).toList();
    }

    private static String needed(MathesarRpc rpc, ConnectedDatabase database) {
        return "Mathesar was upgraded, and its schemas in this database are still of version " + database.sqlVersion()
                + ". They are upgraded with the role that owns them"
                + rpc.schemaOwner(database.id()).map(owner -> ", " + owner + ".").orElse(".");
    }

    /** Where it is, entered as this role. */
    Database.External place(MathesarRpc rpc, long id, String role, Secret password) {
        ConnectedDatabase database = rpc.databases().stream().filter(known -> known.id() == id).findFirst()
                .orElseThrow(() -> ProblemException.fixable("Mathesar no longer knows this database.",
                        "Go back to the list of databases."));
        Server server = rpc.servers().stream().filter(known -> known.id() == database.serverId()).findFirst()
                .orElseThrow(() -> ProblemException.fixable("Mathesar no longer knows this database’s server.",
                        "Go back to the list of databases."));
        return trusted.apply(place(server, database, role, password));
    }

    private static Database.External place(Server server, ConnectedDatabase database, String role, Secret password) {
        return new Database.External(server.host(), server.port().orElse(POSTGRES_PORT), database.name(), role,
                password, SslMode.parse(server.sslMode()).orElse(SslMode.PREFER));
    }

    RowSecurity rows(Database.External place) throws InterruptedException {
        refuseUnusable(place);
        return rowSecurity.apply(place);
    }

    Dependents dependents(Database.External place) throws InterruptedException {
        refuseUnusable(place);
        try {
            return new Removal().look(place);
        } catch (SQLException e) {
            throw new ProblemException(new Problem.Fixable("The database could not be looked through.",
                    "Try again; if it stays so, read the server’s own words.", String.valueOf(e.getMessage())), e);
        }
    }

    /** The role's first failure, in the words of the diagnosis. */
    private void refuseUnusable(Database.External place) throws InterruptedException {
        diagnosis.check(place, Purpose.WORK, _ -> {}).problem().ifPresent(problem -> {
            throw new ProblemException(problem);
        });
    }

    Outcome remove(MathesarRpc rpc, long id, Database.External owner) {
        return switch (new Removal().remove(rpc, id, owner, _ -> {})) {
            case Done _ -> new Outcome.Accepted();
            case Failed failed -> new Outcome.Failed(failed.problem());
        };
    }
}
