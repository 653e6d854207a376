package org.mathesar.launcher.setup;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.storage.Secret;

/** Mathesar's methods in memory, with schemas in real databases; for tests that need no application. */
final class HandmadeMathesar {
    static final MathesarRpc.User ADA = new MathesarRpc.User(1, "ada", true);
    static final MathesarRpc.User BO = new MathesarRpc.User(2, "bo", false);
    static final int NO_CONNECTION = -30193;
    static final int NO_OWNER_STORED = -28029;
    static final int NOT_ALLOWED = -32603;

    final List<MathesarRpc.Server> servers = new ArrayList<>();
    final List<MathesarRpc.ConnectedDatabase> databases = new ArrayList<>();
    final List<MathesarRpc.ConfiguredRole> roles = new ArrayList<>();
    final List<MathesarRpc.Collaborator> collaborators = new ArrayList<>();
    final Map<Long, Secret> passwords = new HashMap<>();
    /** Methods that fail for now. */
    final Map<String, RuntimeException> failing = new HashMap<>();
    final Set<String> called = new HashSet<>();
    private long last = 100;

    /** Speaks as this user; whoever is none is refused everything. */
    MathesarRpc as(String username) {
        return new Speaking(username);
    }

    /** As it is after Mathesar itself has become newer. */
    synchronized void becomesNewer() {
        databases.replaceAll(one -> new MathesarRpc.ConnectedDatabase(one.id(), one.name(), one.serverId(), "0.1", true,
                one.nickname()));
    }

    synchronized List<String> storedRoles() {
        return roles.stream().map(MathesarRpc.ConfiguredRole::name).toList();
    }

    private final class Speaking implements MathesarRpc {
        private final String username;

        Speaking(String username) {
            this.username = username;
        }

        private void call(String method, boolean superusers) {
            note(method);
            if (!username.equals("ada") && (superusers || !username.equals("bo"))) {
                throw new RpcException(method, NOT_ALLOWED, "You are not allowed to do that.");
            }
        }

        private void note(String method) {
            synchronized (HandmadeMathesar.this) {
                called.add(method);
                if (failing.containsKey(method)) {
                    throw failing.get(method);
                }
            }
        }

        @Override
        public Connected connectExisting(String host, Optional<Integer> port, String database, String role,
                Secret password, Optional<String> nickname, String sslMode) {
            call("connect_existing", true);
            synchronized (HandmadeMathesar.this) {
                Server server = servers.stream().filter(one -> one.host().equals(host) && one.port().equals(port))
                        .findFirst().orElseGet(() -> {
                            Server made = new Server(++last, host, port, sslMode);
                            servers.add(made);
                            return made;
                        });
                ConfiguredRole stored = addRole(server.id(), role, password);
                install(server, database, role, password);
                ConnectedDatabase made = new ConnectedDatabase(++last, database, server.id(), "0.2", false, nickname);
                databases.add(made);
                addCollaborator(made.id(), ADA.id(), stored.id());
                return new Connected(server, made, stored);
            }
        }

        private static void install(Server server, String database, String role, Secret password) {
            Database.External place = new Database.External(server.host(), server.port().orElse(5432), database, role,
                    password, SslMode.PREFER);
            try (Connection connection = place.connect(); Statement statement = connection.createStatement()) {
                statement.execute("CREATE SCHEMA IF NOT EXISTS msar; CREATE SCHEMA IF NOT EXISTS __msar;"
                        + " CREATE SCHEMA IF NOT EXISTS mathesar_types");
            } catch (SQLException e) {
                throw new RpcException("connect_existing", NO_CONNECTION, "OperationalError: ");
            }
        }

        @Override
        public List<ConnectedDatabase> databases() {
            call("databases", false);
            return List.copyOf(databases);
        }

        @Override
        public List<Server> servers() {
            call("servers", false);
            return List.copyOf(servers);
        }

        @Override
        public void setSslMode(long serverId, String sslMode) {
            call("set_ssl_mode", true);
        }

        @Override
        public List<ConfiguredRole> roles(long databaseId, long serverId) {
            call("roles", true);
            return roles.stream().filter(role -> role.serverId() == serverId).toList();
        }

        @Override
        public ConfiguredRole addRole(long serverId, String name, Secret password) {
            call("add_role", true);
            ConfiguredRole role = new ConfiguredRole(++last, name, serverId);
            roles.add(role);
            passwords.put(role.id(), password);
            return role;
        }

        @Override
        public void setRolePassword(long roleId, Secret password) {
            call("set_password", true);
            passwords.put(roleId, password);
        }

        @Override
        public void deleteRole(long roleId) {
            call("delete_role", true);
            roles.removeIf(role -> role.id() == roleId);
            collaborators.removeIf(one -> one.configuredRoleId() == roleId);
            passwords.remove(roleId);
        }

        @Override
        public List<Collaborator> collaborators(long databaseId) {
            call("collaborators", true);
            return collaborators.stream().filter(one -> one.databaseId() == databaseId).toList();
        }

        @Override
        public void addCollaborator(long databaseId, long userId, long roleId) {
            call("add_collaborator", true);
            collaborators.add(new Collaborator(++last, userId, databaseId, roleId));
        }

        @Override
        public void setCollaboratorRole(long id, long roleId) {
            call("set_role", true);
            collaborators.replaceAll(one -> one.id() == id
                    ? new Collaborator(id, one.userId(), one.databaseId(), roleId)
                    : one);
        }

        @Override
        public void deleteCollaborator(long id) {
            collaborators.removeIf(one -> one.id() == id);
        }

        @Override
        public List<User> users() {
            call("users", true);
            return List.of(BO, ADA);
        }

        @Override
        public User addUser(String name, Secret password, Optional<String> fullName, Optional<String> email) {
            throw new AssertionError("nobody adds users here");
        }

        @Override
        public Optional<String> schemaOwner(long databaseId) {
            return Optional.of("owner");
        }

        @Override
        public Optional<User> administrator() {
            note("administrator");
            return username.equals("ada") ? Optional.of(ADA) : Optional.empty();
        }

        @Override
        public void upgradeSql(long databaseId, Optional<Owner> owner) {
            call("upgrade_sql " + databaseId, true);
            if (owner.isEmpty() && roles.isEmpty()) {
                throw new RpcException("databases.upgrade_sql", NO_OWNER_STORED, "NoAdminConnectionAvailable: ");
            }
            databases.replaceAll(one -> one.id() == databaseId
                    ? new ConnectedDatabase(one.id(), one.name(), one.serverId(), "0.2", false, one.nickname())
                    : one);
        }

        @Override
        public boolean disconnect(long databaseId, Optional<Owner> owner, boolean forgetServer) {
            call("disconnect", true);
            databases.removeIf(one -> one.id() == databaseId);
            return true;
        }

        @Override
        public void close() {
            // Nothing is open.
        }
    }
}
