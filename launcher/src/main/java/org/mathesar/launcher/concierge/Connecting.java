package org.mathesar.launcher.concierge;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.ConfiguredRole;
import org.mathesar.launcher.mathesar.MathesarRpc.ConnectedDatabase;
import org.mathesar.launcher.mathesar.MathesarRpc.Server;
import org.mathesar.launcher.problem.ProblemException;

/** The first half of one connection: the database is known to Mathesar, and its schemas are there and up to date. */
final class Connecting {
    private final MathesarRpc rpc;
    private final WantedConnection wanted;
    private final InstallerNotes notes;
    private final List<String> remarks = new ArrayList<>();
    private boolean changed;

    Connecting(MathesarRpc rpc, WantedConnection wanted, InstallerNotes notes) {
        this.rpc = rpc;
        this.wanted = wanted;
        this.notes = notes;
    }

    /** What Mathesar knows already of the wanted database. */
    record Known(Optional<Server> server, List<ConnectedDatabase> onServer, Optional<ConnectedDatabase> database) {
        static Known look(MathesarRpc rpc, Database.External place) {
            Optional<Server> server = ServerNames.find(rpc.servers(), place.host(), place.port());
            List<ConnectedDatabase> onServer = server.map(found -> rpc.databases().stream()
                    .filter(database -> database.serverId() == found.id()).toList()).orElse(List.of());
            return new Known(server, onServer, onServer.stream()
                    .filter(database -> database.name().equals(place.name())).findFirst());
        }

        List<ConnectedDatabase> others() {
            return onServer.stream().filter(database -> !database.equals(this.database.orElse(null))).toList();
        }
    }

    /** What the owner should know beside the outcome. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    boolean changed() {
        return changed;
    }

    /** Connects where that is not done; the sentence says what was there. */
    String install(Known known) throws SQLException {
        if (known.database().isPresent()) {
            return complete(known.server().orElseThrow(), known.database().get(), known);
        }
        refuseForeignOwner(schemas());
        if (wanted.access() == Access.NO_STRUCTURE_CHANGES && storedInstaller(known).isEmpty()) {
            notes.write(InstallerNotes.Note.of(wanted.installer()));
        }
        // A role that is stored keeps its password when the same server is connected again, and that may be an old one.
        storedInstaller(known).ifPresent(role -> rpc.setRolePassword(role.id(), wanted.installer().password()));
        changed = true;
        connect(known);
        return "They are there now, and belong to the role " + wanted.installer().user() + ".";
    }

    private void connect(Known known) {
        Database.External place = wanted.installer();
        Optional<Server> server = known.server();
        rpc.connectExisting(server.map(Server::host).orElse(place.host()),
                server.map(Server::port).orElse(Optional.of(place.port())), place.name(), place.user(),
                place.password(), wanted.nickname(), sslMode(known));
    }

    /** Connecting sets the mode for every database of the server; those that are there must not lose protection. */
    private String sslMode(Known known) {
        String mode = wanted.installer().sslMode().libpq();
        if (known.others().isEmpty()) {
            return mode;
        }
        String stored = known.server().orElseThrow().sslMode();
        String stricter = ServerNames.stricter(stored, mode);
        if (!stricter.equals(mode)) {
            remarks.add("Mathesar connects to " + wanted.installer().host() + " with the TLS mode " + stricter
                    + " for all its databases, since another of them was connected that way.");
        } else if (!stricter.equals(stored)) {
            remarks.add("The TLS mode " + stricter + " now holds for all databases that Mathesar uses on "
                    + wanted.installer().host() + ".");
        }
        return stricter;
    }

    private String complete(Server server, ConnectedDatabase database, Known known) throws SQLException {
        String mode = sslMode(known);
        if (!mode.equals(server.sslMode())) {
            rpc.setSslMode(server.id(), mode);
            changed = true;
        }
        wanted.nickname().filter(name -> !database.nickname().equals(Optional.of(name))).ifPresent(name -> remarks.add(
                "In Mathesar the database keeps the name " + database.nickname().orElse(database.name())
                        + "; change it there if you like."));
        if (database.needsUpgrade() || !schemas().areComplete()) {
            refuseForeignOwner(schemas());
            rpc.upgradeSql(database.id(), Optional.of(
                    new MathesarRpc.Owner(wanted.installer().user(), wanted.installer().password())));
            changed = true;
            return "They are up to date now.";
        }
        return "They were there already.";
    }

    private MathesarSchemas schemas() throws SQLException {
        try (Connection connection = wanted.installer().connectToLook()) {
            return MathesarSchemas.in(connection);
        }
    }

    private void refuseForeignOwner(MathesarSchemas schemas) {
        schemas.owner().filter(owner -> !owner.equals(wanted.installer().user())).ifPresent(owner -> {
            throw ProblemException.fixable("Mathesar’s schemas are in " + wanted.installer().display()
                    + " already and belong to the role " + owner + ".",
                    "Connect with the role " + owner + ", or remove those schemas first.");
        });
    }

    private Optional<ConfiguredRole> storedInstaller(Known known) {
        return known.onServer().stream().findFirst().stream()
                .flatMap(database -> rpc.roles(database.id(), database.serverId()).stream())
                .filter(role -> role.name().equals(wanted.installer().user())).findFirst();
    }

    /** Whom people work as; the first is the administrator's. */
    static List<WantedConnection.WorkingRole> workingRoles(WantedConnection wanted) {
        WantedConnection.WorkingRole installer = new WantedConnection.WorkingRole(wanted.installer().user(),
                wanted.installer().password());
        return switch (wanted.access()) {
            case FULL -> Stream.concat(Stream.of(installer), wanted.roles().stream()
                    .filter(role -> !role.name().equals(installer.name()))).toList();
            case NO_STRUCTURE_CHANGES -> wanted.roles();
        };
    }
}
