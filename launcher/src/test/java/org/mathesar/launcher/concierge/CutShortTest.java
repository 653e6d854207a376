package org.mathesar.launcher.concierge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mathesar.launcher.concierge.WantedConnection.WorkingRole;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.TestPostgres;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.ConfiguredRole;
import org.mathesar.launcher.mathesar.MathesarRpc.ConnectedDatabase;
import org.mathesar.launcher.mathesar.MathesarRpc.Server;
import org.mathesar.launcher.mathesar.MathesarRpc.User;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;

/** Mathesar goes on with a connection that we no longer wait for, and stores the installer's password at its end. */
class CutShortTest {
    private static final User ADMINISTRATOR = new User(1, "ada", true);

    @TempDir
    private Path directory;

    private DataDirectory data;
    private WantedConnection wanted;
    private RuntimeException failure;
    private boolean stored;

    @BeforeEach
    void start() throws Exception {
        data = DataDirectory.open(directory.resolve("data"), false);
        Database.External installer = TestPostgres.shared().createDatabase("installers");
        wanted = new WantedConnection(installer, Optional.empty(), Access.NO_STRUCTURE_CHANGES,
                List.of(new WorkingRole("editor", new Secret("editors"))), List.of());
    }

    @Test
    void whatIsStoredAfterWeStoppedWaitingIsForgottenTheNextTime() {
        failure = ProblemException.fixable("Mathesar did not finish.", "Wait.");
        assertInstanceOf(Outcome.Failed.class, connector().connect(wanted, _ -> {}));
        assertEquals(List.of(), connector().forgetInstallers());
        assertTrue(Connector.wasCutShort(data), "it may still be at it");
        stored = true;
        connector().forgetInstallers();
        assertFalse(stored);
        assertFalse(Connector.wasCutShort(data));
    }

    @Test
    void whatWasNotStoredAfterALongTimeNeverWill() {
        failure = ProblemException.fixable("Mathesar did not finish.", "Wait.");
        connector().connect(wanted, _ -> {});
        new Connector(mathesar(), ADMINISTRATOR, data, () -> Instant.now().plus(Duration.ofHours(1)))
                .forgetInstallers();
        assertFalse(Connector.wasCutShort(data));
    }

    @Test
    void whatMathesarRefusedLeavesNothingOpen() {
        failure = new RpcException("databases.setup.connect_existing", -30193, "no connection");
        connector().connect(wanted, _ -> {});
        assertFalse(Connector.wasCutShort(data));
    }

    private Connector connector() {
        return new Connector(mathesar(), ADMINISTRATOR, data);
    }

    private MathesarRpc mathesar() {
        Database.External place = wanted.installer();
        return (MathesarRpc) Proxy.newProxyInstance(MathesarRpc.class.getClassLoader(),
                new Class<?>[]{MathesarRpc.class}, (_, method, _) -> switch (method.getName()) {
                    case "users" -> List.of(ADMINISTRATOR);
                    case "servers" -> stored
                            ? List.of(new Server(1, place.host(), Optional.of(place.port()), "prefer"))
                            : List.of();
                    case "databases" -> stored
                            ? List.of(new ConnectedDatabase(1, place.name(), 1, "0.11.0", false, Optional.empty()))
                            : List.of();
                    case "roles" -> List.of(new ConfiguredRole(7, place.user(), 1));
                    case "collaborators" -> List.of();
                    case "connectExisting" -> throw failure;
                    case "deleteRole" -> {
                        stored = false;
                        yield null;
                    }
                    default -> throw new AssertionError(method);
                });
    }
}
