package org.mathesar.launcher.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.concierge.Connector;
import org.mathesar.launcher.concierge.Outcome;
import org.mathesar.launcher.concierge.SqlUpgrades;
import org.mathesar.launcher.concierge.SqlUpgrades.Result;
import org.mathesar.launcher.concierge.SqlUpgrades.Upgrade;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.mathesar.Credentials;
import org.mathesar.launcher.mathesar.HttpRpc;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

@AgainstEachSubject
class SqlUpgradesTest {
    private final ContractServer server;

    @TempDir
    private Path scratch;
    private Garden garden;
    private MathesarRpc rpc;

    SqlUpgradesTest(ContractServer server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.goBackToAdministered();
        garden = new Garden(server.postgres());
        rpc = new HttpRpc(server.address(), new Credentials.Basic(ContractServer.ADMINISTRATOR,
                new Secret(ContractServer.PASSWORD)));
    }

    @AfterEach
    void leave() {
        rpc.close();
    }

    @Test
    void aStoredOwnerUpgradesWithoutAWord() throws SQLException {
        connect(garden.full());
        assertEquals(List.of(), new SqlUpgrades(rpc).upgradeAll(_ -> {
        }));
        age();
        garden.execute("DROP SCHEMA __msar CASCADE");
        assertInstanceOf(Result.Done.class, only().result());
        assertFalse(rpc.databases().getFirst().needsUpgrade());
        assertEquals(List.of("__msar", "mathesar_types", "msar"), garden.ownSchemas());
    }

    @Test
    void withoutAStoredOwnerItIsSaidWhichPasswordIsNeededAndWhatFor() throws SQLException {
        long database = connect(garden.withoutStructureChanges());
        age();
        Result.NeedsOwner needs = assertInstanceOf(Result.NeedsOwner.class, only().result());
        assertEquals(Optional.of(Garden.INSTALLER), needs.owner());
        assertTrue(needs.sentence().contains("garden on 127.0.0.1:" + server.postgres().port()), needs.sentence());
        assertTrue(needs.sentence().contains("Give the password of garden_installer"), needs.sentence());
        assertTrue(needs.sentence().contains("GRANT CREATE ON DATABASE \"garden\" TO \"garden_installer\";"),
                needs.sentence());
        Upgrade given = new SqlUpgrades(rpc).upgrade(database, Optional.of(owner(Garden.PASSWORD)));
        assertInstanceOf(Result.Done.class, given.result());
        assertFalse(rpc.databases().getFirst().needsUpgrade());
    }

    @Test
    void theWrongPasswordAndAMissingRightAreToldApart() throws SQLException {
        long database = connect(garden.withoutStructureChanges());
        age();
        Problem wrong = refusal(new SqlUpgrades(rpc).upgrade(database, Optional.of(owner("no-such-thing"))));
        assertTrue(wrong.summary().startsWith("Mathesar could not connect to garden on "), wrong.summary());
        assertFalse(wrong.toString().contains("no-such-thing"), wrong.toString());
        server.postgres().execute("REVOKE CREATE ON DATABASE garden FROM garden_installer");
        Problem missing = refusal(new SqlUpgrades(rpc).upgrade(database, Optional.of(owner(Garden.PASSWORD))));
        assertTrue(missing.advice().endsWith("GRANT CREATE ON DATABASE \"garden\" TO \"garden_installer\";"),
                missing.advice());
    }

    @Test
    void aDatabaseThatDoesNotAnswerHoldsUpNoOther() throws SQLException {
        connect(garden.full());
        server.postgres().createDatabase("orchard");
        Visitor visitor = server.administrator();
        visitor.result("databases.setup.connect_existing", Map.of("host", "localhost", "port",
                server.postgres().port(), "database", "orchard", "role", ThrowAwayPostgres.ROLE, "password",
                ThrowAwayPostgres.PASSWORD));
        long first = rpc.servers().getFirst().id();
        visitor.result("servers.configured.patch", Map.of("server_id", first, "patch", Map.of("port", 1)));
        age();
        List<Upgrade> told = new ArrayList<>();
        List<Upgrade> upgrades = new SqlUpgrades(rpc).upgradeAll(told::add);
        assertEquals(told, upgrades);
        assertInstanceOf(Result.NotReachable.class, upgrades.getFirst().result());
        assertInstanceOf(Result.Done.class, upgrades.getLast().result());
    }

    private static MathesarRpc.Owner owner(String password) {
        return new MathesarRpc.Owner(Garden.INSTALLER, new Secret(password));
    }

    private static Problem refusal(Upgrade upgrade) {
        return assertInstanceOf(Result.Refused.class, upgrade.result()).problem();
    }

    private Upgrade only() {
        List<Upgrade> upgrades = new SqlUpgrades(rpc).upgradeAll(_ -> {
        });
        assertEquals(1, upgrades.size());
        return upgrades.getFirst();
    }

    private long connect(WantedConnection wanted) {
        Outcome outcome = new Connector(rpc, rpc.administrator().orElseThrow(),
                DataDirectory.open(scratch.resolve("data"), false)).connect(wanted, _ -> {
                });
        return assertInstanceOf(Outcome.Done.class, outcome, outcome::toString).databaseId();
    }

    /** As if an earlier Mathesar had installed what is there. */
    private void age() throws SQLException {
        String table = switch (server.subject()) {
            case Subject.Sample _ -> "sample_database";
            case Subject.Real _ -> "mathesar_database";
        };
        server.postgres().executeIn(Release.DATABASE, "UPDATE " + table + " SET last_confirmed_sql_version = '0.1'");
    }
}
