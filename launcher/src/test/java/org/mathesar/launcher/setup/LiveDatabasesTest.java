package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Diagnosis;
import org.mathesar.launcher.database.Step;
import org.mathesar.launcher.database.TestPostgres;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.mathesar.Credentials;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.setup.Databases.Entry;
import org.mathesar.launcher.setup.Databases.Looked;
import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.storage.DataDirectory;

/** What an administrator does with databases of a real server. The cookie of each visitor is their name. */
@Timeout(120)
class LiveDatabasesTest {
    private static final String OWNERS = "owners-secret-5";

    @TempDir
    Path directory;

    private final HandmadeMathesar mathesar = new HandmadeMathesar();
    private final AtomicInteger changes = new AtomicInteger();
    private volatile boolean running = true;
    private TestPostgres postgres;
    private Database.External garden;
    private LiveDatabases databases;

    @BeforeEach
    void open() throws Exception {
        postgres = TestPostgres.shared();
        garden = postgres.createDatabase(OWNERS);
        run("CREATE TABLE plants (name text)", "ALTER TABLE plants OWNER TO " + garden.user());
        DataDirectory data = DataDirectory.open(directory, false);
        databases = LiveDatabases.of(
                credentials -> Optional.of(credentials).filter(_ -> running).map(Credentials.Session.class::cast)
                        .map(session -> mathesar.as(session.cookie().reveal())),
                new Diagnosis(false, Optional::empty, List::of), new TrustedAuthorities(data, InstantSource.system()),
                data, changes::incrementAndGet, InstantSource.system());
    }

    @AfterEach
    void close() {
        databases.close();
    }

    private void run(String... statements) throws SQLException {
        try (Connection connection = postgres.superuser(garden.name());
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private Outcome examine(String password, Access access) {
        return databases.examine("ada", "postgres://" + garden.user() + ":" + password + "@127.0.0.1:" + garden.port()
                + "/" + garden.name(), DatabaseFields.EMPTY, " Garden ", access);
    }

    private <C extends Conversation> C await(Class<C> kind) {
        while (databases.conversation("ada") instanceof Conversation.Examining
                || databases.conversation("ada") instanceof Conversation.Working) {
            Thread.onSpinWait();
        }
        return assertInstanceOf(kind, databases.conversation("ada"), () -> databases.conversation("ada").toString());
    }

    /** Connects with all rights; its number in Mathesar. */
    private long connected() {
        assertEquals(new Outcome.Accepted(), examine(OWNERS, Access.FULL));
        await(Conversation.Planned.class);
        assertEquals(new Outcome.Accepted(), databases.confirm("ada"));
        await(Conversation.Done.class);
        while (!changes.compareAndSet(1, 0)) {
            Thread.onSpinWait();
        }
        return databases.connected("ada").getFirst().id();
    }

    @Test
    void onlyAnAdministratorMayBeHere() {
        assertEquals(new Entry.Administrator("ada"), databases.entry(Optional.of("ada")));
        assertEquals(new Entry.NotAdministrator(), databases.entry(Optional.of("bo")));
        assertEquals(new Entry.NotSignedIn(), databases.entry(Optional.of("a stranger")));
        assertEquals(new Entry.NotSignedIn(), databases.entry(Optional.empty()));
        mathesar.failing.put("administrator", new RpcException("users.list", -30193, "OperationalError: "));
        assertEquals(new Entry.NotRunning(), databases.entry(Optional.of("ada")));
        running = false;
        assertEquals(new Entry.NotRunning(), databases.entry(Optional.of("ada")));
    }

    @Test
    void aDatabaseIsConnectedWithAllRights() {
        long id = connected();
        Databases.Connected shown = databases.connected("ada").getFirst();
        assertEquals(new Databases.Connected(id, "Garden", garden.display(), List.of(garden.user()), Optional.empty()),
                shown);
        assertEquals(1, await(Conversation.Done.class).rows().size());
        assertEquals(new Conversation.Asking(), databases.conversation("bo"));
    }

    @Test
    void aDatabaseIsConnectedWithoutStructureChangesAndItsInstallerForgotten() throws Exception {
        examine(OWNERS, Access.NO_STRUCTURE_CHANGES);
        Conversation.Planned planned = await(Conversation.Planned.class);
        run(planned.preparation().orElseThrow().working());
        assertEquals(new Outcome.Accepted(),
                databases.giveRole("ada", planned.preparation().get().workingRole(), "", List.of("bo")));
        Conversation.Planned checked = await(Conversation.Planned.class);
        assertTrue(checked.isComplete(), checked.roles()::toString);
        assertTrue(checked.roles().getFirst().rows().isPresent());
        assertEquals(new Outcome.Accepted(), databases.confirm("ada"));
        Conversation.Done done = await(Conversation.Done.class);
        assertEquals(List.of("mathesar_editor"), mathesar.storedRoles());
        assertEquals(2, mathesar.collaborators.size());
        assertEquals(1, done.rows().size());
        assertFalse(done.toString().contains(OWNERS));
    }

    @Test
    void aRoleThatIsNoGoodIsNamedAndNothingIsConnected() throws Exception {
        examine(OWNERS, Access.NO_STRUCTURE_CHANGES);
        await(Conversation.Planned.class);
        databases.giveRole("ada", "nobody_at_all", "wrong", List.of());
        Databases.RoleCheck check = await(Conversation.Planned.class).roles().getFirst();
        assertEquals(Step.LOGIN, check.findings().getLast().step());
        assertFalse(check.isGood());
        assertEquals(new Outcome.Stale(), databases.confirm("ada"));
        assertFalse(mathesar.called.contains("connect_existing"));
    }

    @Test
    void whatCannotBeUsedIsRefusedWithItsReason() {
        examine("wrong", Access.FULL);
        assertEquals(Step.LOGIN, await(Conversation.Refused.class).report().findings().getLast().step());
        running = false;
        examine(OWNERS, Access.FULL);
        assertEquals("Mathesar does not run at this moment.",
                await(Conversation.Refused.class).report().problem().orElseThrow().summary());
        running = true;
        mathesar.failing.put("users", new RpcException("users.list", HandmadeMathesar.NOT_ALLOWED, "no"));
        examine(OWNERS, Access.FULL);
        assertTrue(await(Conversation.Refused.class).report().problem().orElseThrow().advice().startsWith("Sign in"));
    }

    @Test
    void mistakesInTheFormAreTold() {
        assertEquals("nickname", field(databases.examine("ada", "", DatabaseFields.EMPTY, "x".repeat(129),
                Access.FULL)));
        assertEquals("host", field(databases.examine("ada", "", DatabaseFields.EMPTY, "", Access.FULL)));
        assertEquals(new Conversation.Asking(), databases.conversation("ada"));
    }

    private static String field(Outcome outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).messages().getFirst().field();
    }

    @Test
    void whoStartsOverBeginsAnew() {
        examine(OWNERS, Access.FULL);
        await(Conversation.Planned.class);
        assertEquals(new Outcome.Accepted(), databases.startOver("ada"));
        assertEquals(new Conversation.Asking(), databases.conversation("ada"));
        assertEquals(new Outcome.Stale(), databases.confirm("ada"));
    }

    @Test
    void anUpgradeAsksForTheOwnerWhereNoneIsStoredAndIsTold() {
        long id = connected();
        mathesar.becomesNewer();
        mathesar.roles.clear();
        assertTrue(databases.connected("ada").getFirst().needsUpgrade().orElseThrow().contains("version 0.1"));
        assertEquals("role", field(databases.upgrade("ada", id, " ", "")));
        assertEquals(0, changes.get());
        assertEquals(new Outcome.Accepted(), databases.upgrade("ada", id, garden.user(), OWNERS));
        assertEquals(1, changes.get());
        assertEquals(Optional.empty(), databases.connected("ada").getFirst().needsUpgrade());
        assertInstanceOf(Outcome.Failed.class, databases.upgrade("ada", id + 1000, "", ""));
        assertInstanceOf(Outcome.Failed.class, databases.upgrade("bo", id, garden.user(), OWNERS));
    }

    @Test
    void whatIsInADatabaseIsSeenWithTheGivenRole() {
        long id = connected();
        assertEquals("role", field(not(databases.rowSecurity("ada", id, " ", ""))));
        assertInstanceOf(Outcome.Failed.class, not(databases.rowSecurity("ada", id, garden.user(), "wrong")));
        assertInstanceOf(Outcome.Failed.class, not(databases.rowSecurity("ada", id + 1000, garden.user(), OWNERS)));
        assertInstanceOf(Looked.Seen.class, databases.rowSecurity("ada", id, garden.user(), OWNERS));
        assertEquals("role", field(not(databases.dependents("ada", id, "", ""))));
        assertInstanceOf(Looked.Seen.class, databases.dependents("ada", id, garden.user(), OWNERS));
        running = false;
        assertInstanceOf(Outcome.Failed.class, not(databases.dependents("ada", id, garden.user(), OWNERS)));
    }

    private static Outcome not(Looked<?> looked) {
        return assertInstanceOf(Looked.Not.class, looked).why();
    }

    @Test
    void mathesarIsTakenOutAgainAndThatIsTold() throws Exception {
        long id = connected();
        assertEquals("role", field(databases.remove("ada", id, "", "")));
        assertInstanceOf(Outcome.Failed.class, databases.remove("ada", id, garden.user(), "wrong"));
        assertEquals(1, databases.connected("ada").size());
        changes.set(0);
        assertEquals(new Outcome.Accepted(), databases.remove("ada", id, garden.user(), OWNERS));
        assertEquals(List.of(), databases.connected("ada"));
        assertEquals(1, changes.get());
    }
}
