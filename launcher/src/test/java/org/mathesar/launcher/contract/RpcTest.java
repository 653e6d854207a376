package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@AgainstEachSubject
class RpcTest {
    private static final String PATH = "/api/rpc/v0/";
    private static final String BASIC = Visitor.basic(ContractServer.ADMINISTRATOR, ContractServer.PASSWORD);
    private static final int LARGEST_BODY = 2_621_440;

    private final ContractServer server;

    RpcTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.goBackToAdministered();
    }

    @Test
    void onlyPostIsAnswered() {
        assertEquals(405, server.visitor().get(PATH).status());
    }

    @Test
    void theListOfMethodsIsForEverybody() {
        String methods = server.visitor().result("system.listMethods", Map.of()).toString();
        for (String name : List.of("databases.setup.create_new", "databases.setup.connect_existing",
                "databases.configured.list", "databases.configured.disconnect", "databases.upgrade_sql", "users.add",
                "users.list")) {
            assertTrue(methods.contains("\"" + name + "\""), name);
        }
    }

    @Test
    void aPasswordInTheHeaderSignsIn() {
        JsonNode users = server.visitor().result("users.list", Map.of(), BASIC);
        assertEquals(ContractServer.ADMINISTRATOR, users.get(0).get("username").asText());
    }

    static Stream<List<String>> strangers() {
        return Stream.of(List.of(), List.of(Visitor.basic(ContractServer.ADMINISTRATOR, "wrong")),
                List.of(Visitor.basic("nobody", ContractServer.PASSWORD)));
    }

    @ParameterizedTest
    @MethodSource("strangers")
    void strangersAreRefusedWithStatus200(List<String> credentials) {
        JsonNode error = server.visitor().error("users.list", Map.of(), credentials.toArray(String[]::new));
        assertEquals(-32603, error.get("code").asInt());
        assertEquals("Authentication failed when calling \"users.list\"", error.get("message").asText());
    }

    @Test
    void noTokenIsAskedForEvenOfAForeignPage() {
        server.administrator().result("users.list", Map.of(), "Host: " + Release.PUBLIC_HOST,
                "X-Forwarded-Proto: https", "Origin: https://evil.example");
    }

    @Test
    void aBodyOfMoreThanTwoAndAHalfMebibytesIsRefused() {
        Visitor visitor = server.administrator();
        assertEquals(200, visitor.send("POST", PATH, new byte[LARGEST_BODY], Visitor.JSON).status());
        assertEquals(400, visitor.send("POST", PATH, new byte[LARGEST_BODY + 1], Visitor.JSON).status());
    }

    static Stream<Map<String, ?>> unreachable() {
        return Stream.of(Map.of("port", 1), Map.of("host", "nowhere.invalid"), Map.of("database", "missing"),
                Map.of("password", "wrong"), Map.of("role", "missing"));
    }

    @ParameterizedTest
    @MethodSource("unreachable")
    void everyFailedConnectionLooksTheSame(Map<String, ?> change) {
        JsonNode error = server.visitor().error("databases.setup.connect_existing", connection(change), BASIC);
        assertEquals(-30193, error.get("code").asInt());
        assertEquals("OperationalError: ", error.get("message").asText());
        assertEquals(0, server.visitor().result("databases.configured.list", Map.of(), BASIC).size());
    }

    @Test
    void aMissingPrivilegeIsTold() {
        JsonNode error = server.visitor().error("databases.setup.connect_existing", connection(Map.of()), BASIC);
        assertEquals(-30101, error.get("code").asInt());
        assertEquals("InsufficientPrivilege: permission denied for database postgres \nSQLSTATE: 42501",
                error.get("message").asText());
    }

    @Test
    void anExistingDatabaseIsConnectedAndDisconnectedWithoutTraces() throws SQLException {
        server.postgres().createDatabase("garden");
        Visitor visitor = server.administrator();
        Map<String, Object> garden = connection(Map.of("database", "garden"));
        JsonNode connected = visitor.result("databases.setup.connect_existing", garden);
        assertEquals(connected, visitor.result("databases.setup.connect_existing", garden));
        assertEquals("garden", connected.at("/database/name").asText());
        assertEquals("127.0.0.1", connected.at("/server/host").asText());
        assertEquals("prefer", connected.at("/server/sslmode").asText());
        assertEquals(ThrowAwayPostgres.ROLE, connected.at("/configured_role/name").asText());
        assertEquals(List.of("__msar", "mathesar_types", "msar"), ownSchemas());
        Map<String, ?> which = Map.of("database_id", connected.at("/database/id").asInt());
        assertTrue(visitor.result("databases.configured.disconnect", which).get("sql_cleaned").asBoolean());
        assertEquals(List.of(), ownSchemas());
    }

    private List<String> ownSchemas() throws SQLException {
        return server.postgres().column("garden", "SELECT nspname FROM pg_namespace"
                + " WHERE nspname IN ('msar', '__msar', 'mathesar_types') ORDER BY nspname COLLATE \"C\"");
    }

    @Test
    void aRoleThatIsKnownKeepsItsPassword() throws SQLException {
        server.postgres().createDatabase("garden");
        Visitor visitor = server.administrator();
        visitor.result("databases.setup.create_new", Map.of("database", "library"));
        visitor.result("databases.setup.connect_existing",
                connection(Map.of("database", "garden", "password", "wrong")));
    }

    @Test
    void theInternalDatabaseIsNoPlaceForData() {
        JsonNode error = server.visitor().error("databases.setup.connect_existing",
                connection(Map.of("database", Release.DATABASE)), BASIC);
        assertTrue(error.get("message").asText().startsWith("BadInstallationTarget: "), error::toString);
    }

    @Test
    void aTableInANewDatabaseKeepsItsRows() {
        Visitor visitor = server.administrator();
        Library library = Library.create(visitor);
        JsonNode added = visitor.result("records.add", library.table("record_def", Map.of("2", "Walden", "3", 300)));
        assertEquals("[{\"1\":1,\"2\":\"Walden\",\"3\":300}]", added.get("results").toString());
        JsonNode listed = visitor.result("records.list", library.table());
        assertEquals(1, listed.get("count").asInt());
        assertEquals(added.get("results"), listed.get("results"));
    }

    private Map<String, Object> connection(Map<String, ?> changes) {
        Map<String, Object> parameters = new HashMap<>(Map.of("host", "127.0.0.1", "port", server.postgres().port(),
                "database", "postgres", "role", ThrowAwayPostgres.ROLE, "password", ThrowAwayPostgres.PASSWORD));
        parameters.putAll(changes);
        return parameters;
    }
}
