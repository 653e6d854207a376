package org.mathesar.launcher.mathesar;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.storage.Secret;

/**
 * Mathesar's own methods (JSON-RPC 2.0 at {@code /api/rpc/v0/}), as one of its users. Each throws {@link RpcException} with
 * Mathesar's code and words where it refuses, and a {@code ProblemException} where it does not answer.
 */
public interface MathesarRpc extends AutoCloseable {

    /** A server as Mathesar stores it. */
    record Server(long id, String host, Optional<Integer> port, String sslMode) {}

    /**
     * A connected database.
     *
     * @param sqlVersion the version of Mathesar whose SQL was last installed there
     */
    record ConnectedDatabase(long id, String name, long serverId, String sqlVersion, boolean needsUpgrade,
            Optional<String> nickname) {}

    record ConfiguredRole(long id, String name, long serverId) {}

    record Collaborator(long id, long userId, long databaseId, long configuredRoleId) {}

    record User(long id, String username, boolean superuser) {}

    record Connected(Server server, ConnectedDatabase database, ConfiguredRole role) {}

    /**
     * Connects and installs Mathesar's schemas with this role, whose password Mathesar keeps. A role that it knows on this
     * server keeps the password it had; a server that it knows gets the new TLS mode, for all its databases.
     *
     * @param port empty only to meet a server that Mathesar stored without one
     */
    Connected connectExisting(String host, Optional<Integer> port, String database, String role, Secret password,
            Optional<String> nickname, String sslMode);

    List<ConnectedDatabase> databases();

    List<Server> servers();

    void setSslMode(long serverId, String sslMode);

    List<ConfiguredRole> roles(long databaseId, long serverId);

    /** Keeps a role and its password for the databases of a server, without trying them. */
    ConfiguredRole addRole(long serverId, String name, Secret password);

    void setRolePassword(long roleId, Secret password);

    /** Forgets the role, and with it whoever works as this role in any database of the server. */
    void deleteRole(long roleId);

    List<Collaborator> collaborators(long databaseId);

    void addCollaborator(long databaseId, long userId, long roleId);

    void setCollaboratorRole(long collaboratorId, long roleId);

    void deleteCollaborator(long collaboratorId);

    List<User> users();

    /** Adds somebody without an administrator's rights, who must choose another password at the first login. */
    User addUser(String username, Secret password, Optional<String> fullName, Optional<String> email);

    /** The role that owns Mathesar's schemas there, seen with the caller's own role; empty where it cannot be seen. */
    Optional<String> schemaOwner(long databaseId);

    /** The user whose credentials these are; empty where they are no good, or not an administrator's. */
    Optional<User> administrator();

    /** Installs this version's SQL; with the role that owns the schemas where it is stored, else with the one given. */
    void upgradeSql(long databaseId, Optional<Owner> owner);

    /** @return whether the schemas were removed; Mathesar forgets the database in either case */
    boolean disconnect(long databaseId, Optional<Owner> owner, boolean forgetServer);

    /** The role that owns Mathesar's schemas, where Mathesar does not know its password. */
    record Owner(String role, Secret password) {}

    @Override
    void close();
}
