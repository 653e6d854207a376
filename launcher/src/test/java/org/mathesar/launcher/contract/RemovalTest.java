package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.concierge.CatalogSnapshot;
import org.mathesar.launcher.concierge.Connector;
import org.mathesar.launcher.concierge.Dependents.Dependent;
import org.mathesar.launcher.concierge.Outcome;
import org.mathesar.launcher.concierge.Removal;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WorkLine;
import org.mathesar.launcher.mathesar.Credentials;
import org.mathesar.launcher.mathesar.HttpRpc;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

@AgainstEachSubject
class RemovalTest {
    private static final List<String> SCHEMAS = List.of("__msar", "mathesar_types", "msar");

    private final ContractServer server;

    @TempDir
    private Path scratch;
    private Garden garden;
    private MathesarRpc rpc;
    private CatalogSnapshot before;

    RemovalTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.goBackToAdministered();
        garden = new Garden(server.postgres());
        rpc = new HttpRpc(server.address(), new Credentials.Basic(ContractServer.ADMINISTRATOR,
                new Secret(ContractServer.PASSWORD)));
        before = garden.snapshot();
    }

    @AfterEach
    void leave() {
        rpc.close();
    }

    @Test
    void afterConnectingWithoutStructureChangesAndRemovingNothingIsLeft() throws SQLException {
        long database = connect(garden.withoutStructureChanges());
        List<List<WorkLine>> told = new ArrayList<>();
        done(new Removal().remove(rpc, database, garden.as(Garden.INSTALLER), told::add));
        assertEquals(List.of(), before.changesUntil(garden.snapshot()));
        assertEquals(List.of(), rpc.databases());
        assertEquals(List.of(), rpc.servers());
        assertTrue(told.getLast().stream().allMatch(line -> line.mark() == WorkLine.Mark.DONE));
    }

    @Test
    void whatDependsOnATypeKeepsAllOfItThereUntilItIsFreed() throws SQLException {
        long database = connect(garden.full());
        garden.execute("SET ROLE garden_owner", "ALTER TABLE beds.plots ADD contact mathesar_types.email",
                "UPDATE beds.plots SET contact = 'ann@example.org'",
                "CREATE VIEW beds.contacts AS SELECT contact FROM beds.plots",
                "ALTER TABLE beds.plots ADD price mathesar_types.mathesar_money DEFAULT 7");
        Outcome.Failed refusal = assertInstanceOf(Outcome.Failed.class, remove(database));
        assertTrue(refusal.problem().summary().startsWith("Column contact of table beds.plots, "),
                refusal.problem().summary());
        assertEquals(SCHEMAS, garden.ownSchemas());
        assertEquals(1, rpc.databases().size());
        for (Dependent dependent : new Removal().look(garden.as(Garden.OWNER)).found()) {
            garden.execute("SET ROLE garden_owner", dependent.remedy());
        }
        done(remove(database));
        assertEquals(List.of(), garden.ownSchemas());
        assertEquals(List.of("ann@example.org7", "ann@example.org7"),
                garden.column("SELECT contact || price FROM beds.plots"));
    }

    @Test
    void whatMathesarHasForgottenIsDroppedByTheLauncher() throws SQLException {
        long database = connect(garden.withoutStructureChanges());
        // As Mathesar does when none of its roles can enter: it forgets the database and leaves the schemas.
        rpc.setRolePassword(rpc.roles(database, rpc.servers().getFirst().id()).getFirst().id(), new Secret("wrong"));
        assertFalse(rpc.disconnect(database, Optional.empty(), true));
        assertEquals(List.of(), rpc.databases());
        assertEquals(SCHEMAS, garden.ownSchemas());
        done(new Removal().removeForgotten(garden.as(Garden.INSTALLER), _ -> {
        }));
        assertEquals(List.of(), before.changesUntil(garden.snapshot()));
    }

    @Test
    void aServerWithAnotherDatabaseIsNotForgotten() throws SQLException {
        long database = connect(garden.full());
        server.postgres().createDatabase("orchard");
        server.postgres().execute("ALTER DATABASE orchard OWNER TO garden_owner");
        rpc.connectExisting("127.0.0.1", Optional.of(server.postgres().port()), "orchard", Garden.OWNER,
                new Secret(Garden.PASSWORD), Optional.empty(), "prefer");
        done(remove(database));
        assertEquals("orchard", rpc.databases().getFirst().name());
        assertEquals(1, rpc.servers().size());
    }

    @Test
    void withoutAnOwnerMathesarRefusesAndNothingIsForgotten() {
        long database = connect(garden.withoutStructureChanges());
        RpcException refusal = assertThrows(RpcException.class,
                () -> rpc.disconnect(database, Optional.empty(), false));
        assertEquals(-28029, refusal.code());
        assertEquals(1, rpc.databases().size());
    }

    @Test
    void aWrongPasswordOrAnotherRoleChangesNothing() throws SQLException {
        long database = connect(garden.withoutStructureChanges());
        Outcome other = new Removal().remove(rpc, database, garden.as(Garden.OWNER), _ -> {
        });
        assertEquals("Give the name and password of garden_installer.",
                assertInstanceOf(Outcome.Failed.class, other).problem().advice());
        assertInstanceOf(Outcome.Failed.class, new Removal().remove(rpc, database + 1,
                garden.as(Garden.INSTALLER), _ -> {
                }));
        assertEquals(SCHEMAS, garden.ownSchemas());
        assertEquals(1, rpc.databases().size());
    }

    private Outcome remove(long database) {
        return new Removal().remove(rpc, database, garden.as(Garden.OWNER), _ -> {
        });
    }

    private static void done(Outcome outcome) {
        assertInstanceOf(Outcome.Done.class, outcome, outcome::toString);
    }

    private long connect(WantedConnection wanted) {
        Outcome outcome = new Connector(rpc, rpc.administrator().orElseThrow(),
                DataDirectory.open(scratch.resolve("data"), false)).connect(wanted, _ -> {
                });
        return assertInstanceOf(Outcome.Done.class, outcome, outcome::toString).databaseId();
    }
}
