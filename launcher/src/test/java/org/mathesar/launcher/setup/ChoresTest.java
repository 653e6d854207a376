package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Connector;
import org.mathesar.launcher.concierge.Outcome;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WantedConnection.WorkingRole;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.TestPostgres;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

/** Upgrades of connected databases, and installers that are to be forgotten. */
@Timeout(60)
class ChoresTest {
    private static final RpcException REFUSAL = new RpcException("something", -31000, "Exception: no");

    @TempDir
    Path directory;

    private final HandmadeMathesar mathesar = new HandmadeMathesar();
    private final MathesarRpc rpc = mathesar.as("ada");
    private DataDirectory data;

    @BeforeEach
    void open() {
        data = DataDirectory.open(directory, false);
    }

    private UpgradeChore upgrade(String version) {
        return new UpgradeChore(data, () -> Optional.of(version));
    }

    private Chore.Result worked(Chore chore) throws InterruptedException {
        return chore.work(rpc, HandmadeMathesar.ADA);
    }

    /** A database that needs an upgrade, on a port where somebody listens or not. */
    private void older(long id, int port) {
        mathesar.servers.add(new MathesarRpc.Server(id, "127.0.0.1", Optional.of(port), "prefer"));
        mathesar.databases.add(new MathesarRpc.ConnectedDatabase(id, "garden" + id, id, "0.1", true, Optional.empty()));
    }

    @Test
    void eachVersionIsLookedForOnce() throws Exception {
        assertFalse(new UpgradeChore(data, Optional::empty).isDue());
        assertTrue(upgrade("0.11.0").isDue());
        assertEquals(Chore.Result.DONE, worked(upgrade("0.11.0")));
        assertFalse(upgrade("0.11.0").isDue());
        assertTrue(upgrade("0.12.0").isDue());
        assertTrue(upgrade("0.12.0").isDue(), "looking is not doing");
    }

    @Test
    void whatNeedsItsOwnerStaysDueUntilItIsUpgraded() throws Exception {
        older(1, TestPostgres.shared().port());
        Chore.Result result = worked(upgrade("0.12.0"));
        assertFalse(result.again());
        String sentence = result.remaining().getFirst();
        assertTrue(sentence.startsWith("People cannot work in garden1 on 127.0.0.1:"), sentence);
        assertTrue(sentence.contains("belong to the role owner"), sentence);
        assertTrue(upgrade("0.12.0").isDue());
        rpc.upgradeSql(1, Optional.of(new MathesarRpc.Owner("owner", new Secret("secret"))));
        assertEquals(Chore.Result.DONE, worked(upgrade("0.12.0")));
        assertFalse(upgrade("0.12.0").isDue());
    }

    @Test
    void whatDoesNotAnswerOrRefusesIsTriedAgainAndHoldsUpNoOther() throws Exception {
        older(1, TestPostgres.freePort());
        older(2, TestPostgres.shared().port());
        older(3, TestPostgres.shared().port());
        rpc.addRole(3, "owner", new Secret("secret"));
        mathesar.failing.put("upgrade_sql 1",
                new RpcException("databases.upgrade_sql", HandmadeMathesar.NO_CONNECTION, "OperationalError: "));
        mathesar.failing.put("upgrade_sql 2", REFUSAL);
        Chore.Result result = worked(upgrade("0.12.0"));
        assertTrue(result.again());
        assertEquals(2, result.remaining().size());
        assertTrue(result.remaining().getFirst().contains("does not answer now"), result.remaining()::toString);
        assertTrue(result.remaining().getLast().startsWith("Mathesar refused this step."),
                result.remaining()::toString);
        assertEquals(List.of(true, true, false),
                mathesar.databases.stream().map(MathesarRpc.ConnectedDatabase::needsUpgrade).toList());
        assertTrue(upgrade("0.12.0").isDue());
    }

    @Test
    void anInstallerWhoseConnectionWasCutShortIsForgottenLater() throws Exception {
        AtomicBoolean connecting = new AtomicBoolean();
        InstallersChore chore = new InstallersChore(data, connecting::get);
        assertFalse(chore.isDue());
        Database.External garden = TestPostgres.shared().createDatabase("secret");
        mathesar.failing.put("collaborators", REFUSAL);
        mathesar.failing.put("delete_role", REFUSAL);
        assertInstanceOf(Outcome.Failed.class, new Connector(rpc, HandmadeMathesar.ADA, data).connect(
                new WantedConnection(garden, Optional.empty(), Access.NO_STRUCTURE_CHANGES,
                        List.of(new WorkingRole("reader", new Secret("readers"))), List.of()),
                _ -> {}));
        assertEquals(List.of(garden.user(), "reader"), mathesar.storedRoles());
        connecting.set(true);
        assertFalse(chore.isDue());
        connecting.set(false);
        assertTrue(chore.isDue());
        Chore.Result first = worked(chore);
        assertTrue(first.again());
        assertTrue(first.remaining().getFirst().contains("may still store the password of the role " + garden.user()));
        mathesar.failing.clear();
        assertEquals(Chore.Result.DONE, worked(chore));
        assertEquals(List.of("reader"), mathesar.storedRoles());
        assertFalse(chore.isDue());
    }
}
