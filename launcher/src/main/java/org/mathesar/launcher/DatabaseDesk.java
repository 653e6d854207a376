package org.mathesar.launcher;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mathesar.launcher.concierge.Declaration;
import org.mathesar.launcher.database.Diagnosis;
import org.mathesar.launcher.database.OwnHome;
import org.mathesar.launcher.mathesar.Application;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.SuperuserSession;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Aftercare;
import org.mathesar.launcher.setup.DatabaseQuestion;
import org.mathesar.launcher.setup.Databases;
import org.mathesar.launcher.setup.DeclaredChore;
import org.mathesar.launcher.setup.EncryptionChore;
import org.mathesar.launcher.setup.InstallersChore;
import org.mathesar.launcher.setup.LiveDatabases;
import org.mathesar.launcher.setup.Services;
import org.mathesar.launcher.setup.Setup;
import org.mathesar.launcher.setup.UpgradeChore;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secrets;

/** Composes what is done for databases: examining them, connecting them, and looking after those that are connected. */
final class DatabaseDesk implements AutoCloseable {
    private final DatabaseQuestion question;
    private final LiveDatabases databases;
    private final Aftercare aftercare;

    /**
     * @param declared what the environment asks for
     * @param egress the addresses under which others see this machine
     */
    DatabaseDesk(DataDirectory data, Setup setup, Services services, Declaration declared,
            Supplier<List<InetAddress>> egress) {
        Diagnosis diagnosis = Diagnosis.here(services::database, egress);
        question = new DatabaseQuestion(diagnosis, administrator -> new OwnHome(
                new Secrets(data).madeOnce("installation", Optional.empty()).fingerprint()).make(administrator));
        aftercare = new Aftercare(setup, new Running(services), List.of(new InstallersChore(data, this::isConnecting),
                new DeclaredChore(declared, diagnosis, services.authorities(), data),
                new EncryptionChore(services.authorities(), services::database),
                new UpgradeChore(data, () -> services.application().map(Application::version))));
        databases = LiveDatabases.of(services::rpc, diagnosis, services.authorities(), data, aftercare::wake,
                InstantSource.system());
        setup.onChange(aftercare::wake);
    }

    /** The Mathesar that runs here. */
    private record Running(Services services) implements Aftercare.Mathesar {
        @Override
        public boolean isUp() {
            try {
                return services.upstream().isPresent() && services.client().isReady();
            } catch (ProblemException _) {
                return false;
            }
        }

        @Override
        public Aftercare.Administration administration() throws InterruptedException {
            SuperuserSession session = services.superuserSession();
            Optional<MathesarRpc> rpc = services.rpc(session.credentials());
            if (rpc.isEmpty()) {
                session.close();
                throw ProblemException.fixable("Mathesar does not run.", "Wait until it does.");
            }
            return new ShortSession(session, rpc.get());
        }
    }

    private record ShortSession(SuperuserSession session, MathesarRpc rpc) implements Aftercare.Administration {
        @Override
        public MathesarRpc.User user() {
            return session.user();
        }

        @Override
        public void close() {
            rpc.close();
            session.close();
        }
    }

    private boolean isConnecting() {
        return databases.isConnecting();
    }

    void start() {
        aftercare.start();
    }

    DatabaseQuestion question() {
        return question;
    }

    Databases databases() {
        return databases;
    }

    /** What is left to do in connected databases, one sentence each. */
    List<String> lines() {
        return aftercare.remaining();
    }

    @Override
    public void close() {
        question.close();
        databases.close();
        aftercare.close();
    }
}
