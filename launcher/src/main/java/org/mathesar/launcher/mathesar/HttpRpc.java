package org.mathesar.launcher.mathesar;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.mathesar.launcher.storage.Secret;

/** Mathesar's methods over loopback HTTP; they ask for no CSRF token, whatever the credentials. */
public final class HttpRpc implements MathesarRpc {
    private static final Duration SHORT = Duration.ofSeconds(60);
    /** Installing the schemas on a far server takes minutes. */
    private static final Duration LONG = Duration.ofMinutes(15);
    /** The number that pg_namespace has in every PostgreSQL; Mathesar reads any table by its number. */
    private static final int PG_NAMESPACE = 2615;
    private static final String NAMESPACE_NAME = "2";
    private static final String NAMESPACE_OWNER = "3";

    private final JsonRpc rpc;
    private final Credentials credentials;

    public HttpRpc(InetSocketAddress address, Credentials credentials) {
        this.rpc = new JsonRpc(address, credentials);
        this.credentials = credentials;
    }

    @Override
    public Connected connectExisting(String host, Optional<Integer> port, String database, String role, Secret password,
            Optional<String> nickname, String sslMode) {
        Map<String, Object> parameters = new HashMap<>(Map.of("host", host, "database", database, "role", role,
                "password", password.reveal(), "sslmode", sslMode));
        port.ifPresent(number -> parameters.put("port", number));
        nickname.ifPresent(name -> parameters.put("nickname", name));
        JsonNode result = rpc.call("databases.setup.connect_existing", parameters, LONG, List.of(password));
        return new Connected(server(result.path("server")), database(result.path("database")),
                role(result.path("configured_role")));
    }

    @Override
    public List<ConnectedDatabase> databases() {
        return list(call("databases.configured.list", Map.of()), HttpRpc::database);
    }

    @Override
    public List<Server> servers() {
        return list(call("servers.configured.list", Map.of()), HttpRpc::server);
    }

    @Override
    public void setSslMode(long serverId, String sslMode) {
        call("servers.configured.patch", Map.of("server_id", serverId, "patch", Map.of("sslmode", sslMode)));
    }

    @Override
    public List<ConfiguredRole> roles(long databaseId, long serverId) {
        return list(call("roles.configured.list", Map.of("database_id", databaseId, "server_id", serverId)),
                HttpRpc::role);
    }

    @Override
    public ConfiguredRole addRole(long serverId, String name, Secret password) {
        return role(rpc.call("roles.configured.add",
                Map.of("server_id", serverId, "name", name, "password", password.reveal()), SHORT, List.of(password)));
    }

    @Override
    public void setRolePassword(long roleId, Secret password) {
        rpc.call("roles.configured.set_password",
                Map.of("configured_role_id", roleId, "password", password.reveal()), SHORT, List.of(password));
    }

    @Override
    public void deleteRole(long roleId) {
        call("roles.configured.delete", Map.of("configured_role_id", roleId));
    }

    @Override
    public List<Collaborator> collaborators(long databaseId) {
        return list(call("collaborators.list", Map.of("database_id", databaseId)),
                one -> new Collaborator(one.path("id").asLong(), one.path("user_id").asLong(),
                        one.path("database_id").asLong(), one.path("configured_role_id").asLong()));
    }

    @Override
    public void addCollaborator(long databaseId, long userId, long roleId) {
        call("collaborators.add",
                Map.of("database_id", databaseId, "user_id", userId, "configured_role_id", roleId));
    }

    @Override
    public void setCollaboratorRole(long collaboratorId, long roleId) {
        call("collaborators.set_role", Map.of("collaborator_id", collaboratorId, "configured_role_id", roleId));
    }

    @Override
    public void deleteCollaborator(long collaboratorId) {
        call("collaborators.delete", Map.of("collaborator_id", collaboratorId));
    }

    @Override
    public List<User> users() {
        return list(call("users.list", Map.of()), HttpRpc::user);
    }

    @Override
    public User addUser(String username, Secret password, Optional<String> fullName, Optional<String> email) {
        Map<String, Object> user = new HashMap<>(
                Map.of("username", username, "password", password.reveal(), "is_superuser", false));
        fullName.ifPresent(name -> user.put("full_name", name));
        email.ifPresent(address -> user.put("email", address));
        return user(rpc.call("users.add", Map.of("user_def", user), SHORT, List.of(password)));
    }

    /** Only administrators may list the users; which of them asks, Mathesar tells its own pages. */
    @Override
    public Optional<User> administrator() {
        List<User> users;
        try {
            users = users();
        } catch (RpcException e) {
            if (e.code() == JsonRpc.NOT_ALLOWED) {
                return Optional.empty();
            }
            throw e;
        }
        return switch (credentials) {
            case Credentials.Basic(String username, Secret _) ->
                users.stream().filter(user -> user.username().equals(username)).findFirst();
            case Credentials.Session _ -> {
                long id = rpc.pageData().path("user").path("id").asLong(-1);
                yield users.stream().filter(user -> user.id() == id).findFirst();
            }
        };
    }

    @Override
    public Optional<String> schemaOwner(long databaseId) {
        try {
            JsonNode rows = call("records.list",
                    Map.of("database_id", databaseId, "table_oid", PG_NAMESPACE)).path("results");
            for (JsonNode row : rows) {
                if (row.path(NAMESPACE_NAME).asText().equals("msar")) {
                    return roleName(databaseId, row.path(NAMESPACE_OWNER).asLong());
                }
            }
        } catch (RpcException _) {
            // It is a help for a sentence; where the database does not answer, the sentence does without.
        }
        return Optional.empty();
    }

    private Optional<String> roleName(long databaseId, long oid) {
        for (JsonNode role : call("roles.list", Map.of("database_id", databaseId))) {
            if (role.path("oid").asLong() == oid) {
                return Optional.of(role.path("name").asText());
            }
        }
        return Optional.empty();
    }

    @Override
    public void upgradeSql(long databaseId, Optional<Owner> owner) {
        Map<String, Object> parameters = new HashMap<>(Map.of("database_id", databaseId));
        owner.ifPresent(given -> parameters.putAll(
                Map.of("username", given.role(), "password", given.password().reveal())));
        rpc.call("databases.upgrade_sql", parameters, LONG, owner.map(Owner::password).stream().toList());
    }

    @Override
    public boolean disconnect(long databaseId, Optional<Owner> owner, boolean forgetServer) {
        Map<String, Object> parameters = new HashMap<>(
                Map.of("database_id", databaseId, "strict", true, "disconnect_db_server", forgetServer));
        owner.ifPresent(given -> parameters.putAll(
                Map.of("role_name", given.role(), "password", given.password().reveal())));
        return rpc.call("databases.configured.disconnect", parameters, LONG,
                owner.map(Owner::password).stream().toList()).path("sql_cleaned").asBoolean();
    }

    private JsonNode call(String method, Map<String, ?> parameters) {
        return rpc.call(method, parameters, SHORT, List.of());
    }

    private static <T> List<T> list(JsonNode array, Function<JsonNode, T> each) {
        return array.valueStream().map(each).toList();
    }

    private static Server server(JsonNode json) {
        return new Server(json.path("id").asLong(), json.path("host").asText(),
                json.path("port").isInt() ? Optional.of(json.path("port").asInt()) : Optional.empty(),
                json.path("sslmode").asText());
    }

    private static ConnectedDatabase database(JsonNode json) {
        return new ConnectedDatabase(json.path("id").asLong(), json.path("name").asText(),
                json.path("server_id").asLong(), json.path("last_confirmed_sql_version").asText(),
                json.path("needs_upgrade_attention").asBoolean(),
                json.path("nickname").isTextual() ? Optional.of(json.path("nickname").asText()) : Optional.empty());
    }

    private static ConfiguredRole role(JsonNode json) {
        return new ConfiguredRole(json.path("id").asLong(), json.path("name").asText(),
                json.path("server_id").asLong());
    }

    private static User user(JsonNode json) {
        return new User(json.path("id").asLong(), json.path("username").asText(),
                json.path("is_superuser").asBoolean());
    }

    @Override
    public void close() {
        rpc.close();
    }
}
