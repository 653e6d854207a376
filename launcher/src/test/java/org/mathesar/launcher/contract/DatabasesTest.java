package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
class DatabasesTest {
    private static final String BASIC = Visitor.basic(ContractServer.ADMINISTRATOR, ContractServer.PASSWORD);

    private final ContractServer server;

    DatabasesTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.goBackToAdministered();
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
    void connectingAgainSetsTheTlsModeAndRefusesAnotherNickname() throws SQLException {
        server.postgres().createDatabase("garden");
        Visitor visitor = server.administrator();
        visitor.result("databases.setup.connect_existing", connection(Map.of("database", "garden")));
        JsonNode again = visitor.result("databases.setup.connect_existing",
                connection(Map.of("database", "garden", "sslmode", "disable")));
        assertEquals("disable", again.at("/server/sslmode").asText());
        JsonNode error = visitor.error("databases.setup.connect_existing",
                connection(Map.of("database", "garden", "nickname", "another")));
        assertEquals(-29042, error.get("code").asInt());
    }

    @Test
    void aConnectedDatabaseCanBeUpgradedAtAnyTime() {
        Visitor visitor = server.administrator();
        Library library = Library.create(visitor);
        assertTrue(visitor.result("databases.upgrade_sql", Map.of("database_id", library.database())).isNull());
        JsonNode listed = visitor.result("databases.configured.list", Map.of()).get(0);
        assertEquals(server.subject().version(), listed.get("last_confirmed_sql_version").asText());
        assertFalse(listed.get("needs_upgrade_attention").asBoolean());
    }

    @Test
    void underAnotherSecretKeyStoredPasswordsAndSessionsAreLostWithoutAWord() throws InterruptedException {
        Visitor visitor = server.administrator();
        Library library = Library.create(visitor);
        try (Gunicorn other = server.release().serve(Map.of("SECRET_KEY", "another key"))) {
            Map<String, ?> which = Map.of("database_id", library.database());
            JsonNode error = other.visitor().error("schemas.list", which, BASIC);
            assertEquals("OperationalError: ", error.get("message").asText());
            String session = "Cookie: sessionid=" + visitor.cookie("sessionid").orElseThrow();
            assertEquals("/auth/login/?next=/", other.visitor().get("/", session).location());
        }
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

    @Test
    void aTypeThatIsNoObjectMakesAColumnOfText() {
        Visitor visitor = server.administrator();
        Library library = Library.create(visitor, "integer");
        visitor.result("records.add", library.table("record_def", Map.of("3", "three hundred")));
    }

    private Map<String, Object> connection(Map<String, ?> changes) {
        Map<String, Object> parameters = new HashMap<>(Map.of("host", "127.0.0.1", "port", server.postgres().port(),
                "database", "postgres", "role", ThrowAwayPostgres.ROLE, "password", ThrowAwayPostgres.PASSWORD));
        parameters.putAll(changes);
        return parameters;
    }
}
