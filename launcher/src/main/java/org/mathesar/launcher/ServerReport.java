package org.mathesar.launcher;

import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Properties;
import org.mathesar.launcher.claim.StoredClaim;
import org.mathesar.launcher.problem.ExitStatus;
import org.mathesar.launcher.setup.SetupState;
import org.mathesar.launcher.setup.SetupStore;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Lease;
import org.mathesar.launcher.storage.Secret;

/** What the owner's commands say about a server, read from its data directory while it may be running. */
final class ServerReport {
    /** Tells whether the certificate authority is one that everybody trusts. */
    static final String AUTHORITY = "authority";
    /** Who makes the certificates, a {@link org.mathesar.launcher.setup.Addresses.Mode}. */
    static final String MODE = "tls";
    /** The domain that a setting of the running launcher names. */
    static final String FIXED = "domain.fixed";

    private final DataDirectory data;
    private final PrintStream out;

    ServerReport(Path directory, PrintStream out) {
        this.data = DataDirectory.existing(directory);
        this.out = out;
    }

    /** Prints the setup code with its full address; a new code when the old one was used and set-up is not finished. */
    ExitStatus code() {
        if (new SetupStore(data).load().filter(SetupState.Ready.class::isInstance).isPresent()) {
            out.println("This server is set up. Sign in at " + url());
            return ExitStatus.CLEAN;
        }
        Secret code = new StoredClaim(data, InstantSource.system()).renewedCode();
        out.println(code.reveal());
        out.println(claimUrl(url(), code));
        if (!Lease.isHeld(data)) {
            out.println("The launcher is not running; start it before you open this address.");
        }
        return ExitStatus.CLEAN;
    }

    /** Prints how the server is; clean only when it is ready for use. */
    ExitStatus status() {
        boolean running = Lease.isHeld(data);
        Optional<SetupState> state = new SetupStore(data).load();
        Properties live = data.readProperties(data.path("run", "status.properties")).orElseGet(Properties::new);
        String ready = running ? live.getProperty("ready", "starting") : "not running";
        out.println("running: " + (running ? "yes" : "no"));
        out.println("address: " + url());
        out.println("set-up: " + state.map(ServerReport::describe).orElse("not begun"));
        out.println("ready: " + ready);
        for (int i = 0; live.containsKey("certificate." + i); i++) {
            out.println(live.getProperty("certificate." + i));
        }
        for (int i = 0; live.containsKey("database." + i); i++) {
            out.println("database: " + live.getProperty("database." + i));
        }
        Optional.ofNullable(live.getProperty("application")).ifPresent(name -> out.println("application: " + name));
        return running && ready.equals("yes") ? ExitStatus.CLEAN : ExitStatus.PASSING;
    }

    /** What the running launcher says of itself; nothing when none runs. */
    static Properties live(DataDirectory data) {
        return Lease.isHeld(data)
                ? data.readProperties(data.path("run", "status.properties")).orElseGet(Properties::new)
                : new Properties();
    }

    static URI claimUrl(URI base, Secret code) {
        return base.resolve("/-/setup/claim?code=" + code.reveal());
    }

    private URI url() {
        return data.readProperties(data.path("run", "status.properties"))
                .map(live -> live.getProperty("url")).map(URI::create)
                .orElse(URI.create("https://localhost:" + Platform.LOCAL.httpsPort() + "/"));
    }

    private static String describe(SetupState state) {
        return switch (state) {
            case SetupState.Unclaimed _ -> "waiting to be claimed (mathesar-launcher code)";
            case SetupState.Asking _ -> "waiting for the owner's answers";
            case SetupState.Installing(_, var task) -> task.title();
            case SetupState.Blocked(_, var task, var problem) -> "stopped at: " + task.title() + " – "
                    + problem.summary() + " " + problem.advice();
            case SetupState.NeedsOwner _ -> "waiting for the administrator's name and password";
            case SetupState.Ready _ -> "complete";
        };
    }
}
