package org.mathesar.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.setup.Administrator;
import org.mathesar.launcher.setup.Administrator.Consents;
import org.mathesar.launcher.setup.Plan;
import org.mathesar.launcher.setup.Plan.Address;
import org.mathesar.launcher.setup.Plan.DatabaseChoice;
import org.mathesar.launcher.setup.Services;
import org.mathesar.launcher.setup.Setup;
import org.mathesar.launcher.setup.SetupState;
import org.mathesar.launcher.setup.SetupStore;
import org.mathesar.launcher.setup.Task;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import org.mathesar.launcher.storage.Secrets;

class HeadlessTest {
    private static final Map<String, String> ADMINISTRATOR = Map.of("MATHESAR_LAUNCHER_ADMIN_USERNAME", "ada",
            "MATHESAR_LAUNCHER_ADMIN_PASSWORD", "correct horse");
    private static final Map<String, String> DATABASE = Map.of("DATABASE_URL", "postgres://ada:s3cret@db/sales");
    private static final Plan BUNDLED = new Plan(new Address.AsReached(), new DatabaseChoice.Bundled());
    private static final Plan EXTERNAL = new Plan(new Address.AsReached(),
            new DatabaseChoice.External("db", 5432, "sales", "ada", "prefer"));
    private static final Plan MISTYPED = new Plan(new Address.AsReached(),
            new DatabaseChoice.External("bd", 5432, "sales", "ada", "prefer"));
    private static final Problem PROBLEM = new Problem.Fixable("It stands.", "Start it.");

    @TempDir
    Path directory;

    private DataDirectory data;
    private Secrets secrets;

    @BeforeEach
    void openData() {
        data = DataDirectory.open(directory, false);
        secrets = new Secrets(data);
    }

    @Test
    void withoutAnAdministratorSomebodyHasToClaimTheServer() {
        assertEquals(new SetupState.Unclaimed(), headless(Map.of()).beginning());
        assertEquals(new SetupState.Unclaimed(), headless(DATABASE).beginning());
        assertEquals(Optional.empty(), headless(DATABASE).administrator());
    }

    @Test
    void withAnAdministratorTheInstallationBeginsAtOnce() {
        assertEquals(new SetupState.Installing(BUNDLED, Task.FETCH_APPLICATION),
                headless(ADMINISTRATOR).beginning());
        assertEquals(new SetupState.Installing(EXTERNAL, Task.FETCH_APPLICATION),
                headless(both()).beginning());
        assertEquals(Optional.of(new Administrator("ada", "correct horse", "en", Consents.NONE)),
                headless(ADMINISTRATOR).administrator());
    }

    @Test
    void aDatabaseAloneAnswersThatQuestion() {
        assertEquals(Optional.of(EXTERNAL.database()), headless(DATABASE).answeredDatabase());
        assertEquals(Optional.empty(), headless(ADMINISTRATOR).answeredDatabase());
    }

    @Test
    void thePasswordOfTheDatabaseInUseIsKeptAndFollowsTheEnvironment() {
        secrets.store(Services.EXTERNAL_PASSWORD, new Secret("old"));
        headless(both()).explain(new SetupState.Ready(EXTERNAL));
        assertEquals(Optional.of(new Secret("s3cret")), secrets.find(Services.EXTERNAL_PASSWORD));
    }

    @Test
    void thePasswordOfAnotherDatabaseIsIgnored() {
        secrets.store(Services.EXTERNAL_PASSWORD, new Secret("old"));
        headless(both()).explain(new SetupState.Ready(MISTYPED));
        headless(both()).explain(new SetupState.Ready(BUNDLED));
        assertEquals(Optional.of(new Secret("old")), secrets.find(Services.EXTERNAL_PASSWORD));
    }

    @Test
    void aStoppedSetUpIsTriedAgainAtARestart() {
        Setup setup = stored(new SetupState.Blocked(EXTERNAL, Task.MIGRATE, PROBLEM));
        headless(both()).goOn(setup);
        assertEquals(new SetupState.Installing(EXTERNAL, Task.MIGRATE), setup.state());
    }

    @Test
    void aCorrectedDatabaseTakesThePlaceOfAMistypedOne() {
        Setup setup = stored(new SetupState.Blocked(MISTYPED, Task.PREPARE_DATABASE, PROBLEM));
        headless(both()).goOn(setup);
        assertEquals(new SetupState.Installing(EXTERNAL, Task.FETCH_APPLICATION), setup.state());
    }

    @Test
    void aDatabaseInUseIsNotLeftForAnother() {
        for (SetupState state : new SetupState[]{new SetupState.Ready(MISTYPED), new SetupState.NeedsOwner(MISTYPED),
                new SetupState.Installing(MISTYPED, Task.MIGRATE)}) {
            Setup setup = stored(state);
            headless(both()).goOn(setup);
            assertEquals(state, setup.state());
        }
        Setup setup = stored(new SetupState.Blocked(MISTYPED, Task.MIGRATE, PROBLEM));
        headless(both()).goOn(setup);
        assertEquals(new SetupState.Installing(MISTYPED, Task.MIGRATE), setup.state());
    }

    @Test
    void anAdministratorWhoComesAtALaterStartNeedsNoBrowserEither() {
        Setup setup = stored(new SetupState.Unclaimed());
        headless(both()).goOn(setup);
        assertEquals(new SetupState.Installing(EXTERNAL, Task.FETCH_APPLICATION), setup.state());
    }

    @Test
    void whatAPersonIsDoingInABrowserIsLeftToThem() {
        SetupState.Asking asking = new SetupState.Asking(Plan.Draft.EMPTY);
        Setup setup = stored(asking);
        headless(both()).goOn(setup);
        assertEquals(asking, setup.state());

        SetupState.Blocked blocked = new SetupState.Blocked(MISTYPED, Task.PREPARE_DATABASE, PROBLEM);
        setup = stored(blocked);
        headless(DATABASE).goOn(setup);
        assertEquals(blocked, setup.state());
    }

    private Headless headless(Map<String, String> environment) {
        return new Headless(new SettingsReader(environment).read(), secrets,
                new TrustedAuthorities(data, InstantSource.system()));
    }

    private Setup stored(SetupState state) {
        SetupStore store = new SetupStore(data);
        store.save(state);
        return new Setup(store, new SetupState.Unclaimed());
    }

    private static Map<String, String> both() {
        Map<String, String> both = new HashMap<>(ADMINISTRATOR);
        both.putAll(DATABASE);
        return both;
    }
}
