package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.CatalogSnapshot;
import org.mathesar.launcher.concierge.Connector;
import org.mathesar.launcher.concierge.Outcome;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WantedConnection.Collaborator;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.mathesar.Credentials;
import org.mathesar.launcher.mathesar.HttpRpc;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

@AgainstEachSubject
class ConnectorTest {
    private final ContractServer server;

    @TempDir
    private Path scratch;
    private DataDirectory data;
    private Garden garden;
    private Visitor visitor;
    private MathesarRpc rpc;
    private MathesarRpc.User administrator;

    ConnectorTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        data = DataDirectory.open(scratch.resolve("data"), false);
        arriveAnew();
    }

    private void arriveAnew() throws SQLException {
        server.goBackToAdministered();
        garden = new Garden(server.postgres());
        visitor = server.administrator();
        rpc = new HttpRpc(server.address(),
                new Credentials.Session(new Secret(visitor.cookie("sessionid").orElseThrow())));
        administrator = rpc.administrator().orElseThrow();
    }

    /** As if nothing had ever been connected; quicker than another database. */
    private void beginAnew() {
        MathesarRpc.Owner installer = new MathesarRpc.Owner(Garden.INSTALLER, new Secret(Garden.PASSWORD));
        rpc.databases().forEach(database -> assertTrue(rpc.disconnect(database.id(), Optional.of(installer), true)));
        assertEquals(List.of(), rpc.servers());
    }

    @AfterEach
    void leave() {
        rpc.close();
    }

    @Test
    void withoutStructureChangesThePolicyHoldsAndNothingElseChanges() throws SQLException {
        CatalogSnapshot before = garden.snapshot();
        long database = done(connect(rpc, garden.withoutStructureChanges())).databaseId();
        assertEquals(List.of(), before.changesOutsideMathesarUntil(garden.snapshot()));
        assertEquals(List.of("__msar", "mathesar_types", "msar"), garden.ownSchemas());
        assertOnlyTheGardenersRowsAreSeen(database);
        JsonNode refusal = visitor.error("tables.add", Map.of("database_id", database, "schema_oid", garden.beds(),
                "table_name", "weeds", "column_data_list", List.of()));
        assertTrue(refusal.get("message").asText().contains("SQLSTATE: 42501"), refusal::toString);
        assertEquals(List.of(Garden.GARDENER), storedRoles());
    }

    private void assertOnlyTheGardenersRowsAreSeen(long database) throws SQLException {
        JsonNode rows = visitor.result("records.list", Map.of("database_id", database, "table_oid", garden.plots()));
        assertEquals("[{\"1\":1,\"2\":\"gardener\",\"3\":\"beans\"}]", rows.get("results").toString());
    }

    @Test
    void whatIsConnectedIsLeftAsItIs() {
        WantedConnection wanted = garden.withoutStructureChanges();
        assertEquals(6, new Connector(rpc, administrator, data).creates(wanted).size());
        done(connect(rpc, wanted));
        assertEquals(List.of(), new Connector(rpc, administrator, data).creates(wanted));
        Outcome.Done again = done(connect(rpc, wanted));
        assertFalse(again.changed());
        assertEquals(List.of(), again.notes());
    }

    @Test
    void everybodyNamedWorksAsTheRoleNamed() {
        visitor.result("users.add",
                Map.of("user_def", Map.of("username", "bob", "password", "123", "is_superuser", false)));
        long database = done(connect(rpc, garden.withoutStructureChanges(
                new Collaborator("bob", Garden.GARDENER)))).databaseId();
        assertEquals(2, rpc.collaborators(database).size());
        assertEquals(1, rpc.collaborators(database).stream().map(MathesarRpc.Collaborator::configuredRoleId)
                .distinct().count());
    }

    @Test
    void aFullConnectionBecomesOneWithoutStructureChanges() throws SQLException {
        long database = done(connect(rpc, garden.full())).databaseId();
        visitor.result("users.add",
                Map.of("user_def", Map.of("username", "bob", "password", "123", "is_superuser", false)));
        long bob = rpc.users().stream().filter(user -> user.username().equals("bob")).findFirst().orElseThrow().id();
        rpc.addCollaborator(database, bob, rpc.collaborators(database).getFirst().configuredRoleId());
        WantedConnection wanted = new WantedConnection(garden.as(Garden.OWNER), Optional.empty(),
                Access.NO_STRUCTURE_CHANGES, garden.withoutStructureChanges().roles(),
                List.of());
        Outcome.Done outcome = done(connect(rpc, wanted));
        assertEquals(List.of("The user bob worked as garden_owner and now works as gardener."), outcome.notes());
        assertEquals(List.of(Garden.GARDENER), storedRoles());
        assertOnlyTheGardenersRowsAreSeen(database);
    }

    @Test
    void aKillAfterAnyCallIsMadeGood() throws SQLException {
        int calls = 1;
        while (isKilledAfter(calls)) {
            // What the next launcher does first is enough to get rid of the installer's password.
            assertEquals(List.of(), notesOfFailure(new Connector(rpc, administrator, data).forgetInstallers()));
            assertFalse(storedRoles().contains(Garden.INSTALLER), "after call " + calls);
            Outcome.Done outcome = done(connect(rpc, garden.withoutStructureChanges()));
            assertEquals(List.of(Garden.GARDENER), storedRoles());
            assertOnlyTheGardenersRowsAreSeen(outcome.databaseId());
            beginAnew();
            calls++;
        }
        assertTrue(calls > 10, "only " + calls);
    }

    private boolean isKilledAfter(int calls) {
        try {
            connect(Interrupted.killedAfter(rpc, calls), garden.withoutStructureChanges());
            return false;
        } catch (Interrupted.Killed _) {
            return true;
        }
    }

    private static List<String> notesOfFailure(List<String> sentences) {
        return sentences.stream().filter(sentence -> !sentence.endsWith("is not stored.")).toList();
    }

    @Test
    void whateverCallFailsTheInstallersPasswordIsNotKept() throws SQLException {
        int calls = 1;
        while (connect(Interrupted.failingAt(rpc, calls), garden.withoutStructureChanges()) instanceof Outcome.Failed) {
            assertFalse(storedRoles().contains(Garden.INSTALLER), "when call " + calls + " fails");
            done(connect(rpc, garden.withoutStructureChanges()));
            beginAnew();
            calls++;
        }
        assertTrue(calls > 10, "only " + calls);
    }

    @Test
    void aPasswordThatChangedIsStoredAnew() throws SQLException {
        done(connect(rpc, garden.full()));
        server.postgres().createDatabase("orchard");
        server.postgres().execute("ALTER ROLE garden_owner PASSWORD 'another'",
                "ALTER DATABASE orchard OWNER TO garden_owner");
        try {
            Database.External orchard = new Database.External(
                    "127.0.0.1", server.postgres().port(), "orchard", Garden.OWNER, new Secret("another"),
                    SslMode.PREFER);
            done(connect(rpc, new WantedConnection(orchard, Optional.empty(),
                    Access.FULL, List.of(), List.of())));
            assertEquals(1, rpc.servers().size());
        } finally {
            server.postgres().execute("ALTER ROLE garden_owner PASSWORD 'päss-wörd ''\"\\ 7'");
        }
    }

    private List<String> storedRoles() {
        return rpc.databases().stream()
                .flatMap(database -> rpc.roles(database.id(), database.serverId()).stream())
                .map(MathesarRpc.ConfiguredRole::name).toList();
    }

    private Outcome connect(MathesarRpc through, WantedConnection wanted) {
        return new Connector(through, administrator, data).connect(wanted, _ -> {
        });
    }

    private static Outcome.Done done(Outcome outcome) {
        return assertInstanceOf(Outcome.Done.class, outcome, outcome::toString);
    }
}
