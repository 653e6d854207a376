package org.mathesar.launcher;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.mathesar.launcher.claim.StoredClaim;
import org.mathesar.launcher.database.BundledPostgres;
import org.mathesar.launcher.database.Continuity;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.http.Gateway;
import org.mathesar.launcher.http.Limits;
import org.mathesar.launcher.http.RefusedPaths;
import org.mathesar.launcher.http.Routes;
import org.mathesar.launcher.http.TrustedProxies;
import org.mathesar.launcher.http.UpstreamActivity;
import org.mathesar.launcher.mathesar.ApplicationSources;
import org.mathesar.launcher.mathesar.ApplicationSources.Release;
import org.mathesar.launcher.mathesar.ApplicationStore;
import org.mathesar.launcher.mathesar.MathesarHome;
import org.mathesar.launcher.mathesar.Workplace;
import org.mathesar.launcher.problem.ExitStatus;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.process.Children;
import org.mathesar.launcher.process.OneShot;
import org.mathesar.launcher.process.Supervisor;
import org.mathesar.launcher.setup.Installer;
import org.mathesar.launcher.setup.Interview;
import org.mathesar.launcher.setup.Services;
import org.mathesar.launcher.setup.Setup;
import org.mathesar.launcher.setup.SetupState;
import org.mathesar.launcher.setup.SetupStore;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Lease;
import org.mathesar.launcher.storage.Secrets;
import org.mathesar.launcher.wizard.Wizard;
import org.mathesar.launcher.wizard.WizardFacts;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Composes the program; {@link #run} reads as the story of a start, and closes in reverse what it opened. */
final class Launcher {
    private static final Logger LOG = LoggerFactory.getLogger(Launcher.class);
    private static final Duration ORPHAN_GRACE = Duration.ofSeconds(45);

    /** Left of the platform's grace for stopping Mathesar and PostgreSQL once the visitors are gone. */
    private static final Duration STOP_RESERVE = Duration.ofSeconds(5);

    private final Settings settings;
    private final Versions versions = Versions.read();

    Launcher(Settings settings) {
        this.settings = settings;
    }

    /** Serves until a signal says stop. */
    ExitStatus run() {
        settings.mathesarHome().ifPresent(MathesarHome::check);
        SystemUsers users = SystemUsers.of(settings);
        DataDirectory data = dataOrRefuse(() -> DataDirectory.open(settings.data(), users.areSeparate()));
        try (StopSignal stop = new StopSignal(settings.platform().stopGrace().plusSeconds(30));
                Lease _ = dataOrRefuse(() -> Lease.take(data))) {
            Children children = new Children(data.root());
            children.endOrphans(ORPHAN_GRACE);
            serve(data, users, children, stop);
            LOG.info("stopped");
            return ExitStatus.CLEAN;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return ExitStatus.CLEAN;
        }
    }

    private void serve(DataDirectory data, SystemUsers users, Children children, StopSignal stop)
            throws InterruptedException {
        Secrets secrets = new Secrets(data);
        OneShot oneShot = new OneShot(children);
        TrustedAuthorities authorities = new TrustedAuthorities(data, InstantSource.system());
        Headless headless = new Headless(settings, secrets, authorities);
        SetupStore store = new SetupStore(data);
        Setup setup = dataOrRefuse(() -> new Setup(store, headless.beginning()));
        headless.goOn(setup);
        headless.explain(setup.state());

        StoredClaim claim = new StoredClaim(data, InstantSource.system());
        dataOrRefuse(() -> openClaim(claim, setup));

        Workplace workplace = new Workplace(oneShot, users.application(), settings.passThrough());
        ApplicationStore applications = new ApplicationStore(data, sources(), workplace);
        BundledPostgres postgres = new BundledPostgres(data, secrets, oneShot, settings.postgresBin(),
                users.database());
        UpstreamActivity activity = new UpstreamActivity();
        Continuity.Key key = dataOrRefuse(() -> secretKey(data, secrets));

        try (Supervisor supervisor = new Supervisor(children)) {
            Services services = new Services(
                    new Services.Surroundings(data, secrets, authorities, applications, postgres,
                            workplace, key, configuration(), settings.workers()),
                    supervisor, activity::bytes);
            try (Installer installer = new Installer(setup, services, InstantSource.system(), headless.administrator(),
                    headless.database());
                    Certificates certificates = new Certificates(settings, data, new HostNames(settings.hosts()),
                            () -> !(setup.state() instanceof SetupState.Unclaimed), versions);
                    DatabaseDesk desk = new DatabaseDesk(data, setup, services, settings.declared(),
                            () -> certificates.addresses().now().here().all());
                    Watch watch = new Watch(data, setup, services, installer, certificates, desk::lines);
                    FrontDoor door = openDoor(certificates, headless, setup, claim, applications, services, installer,
                            desk, watch, activity)) {
                certificates.start(door.port());
                setup.onChange(certificates::wake);
                announce(certificates, setup, claim);
                watch.start();
                desk.start();
                // Said again when the work that prints most is over, for whoever looks at the last lines only.
                installer.start(() -> announce(certificates, setup, claim));
                stop.await();
                LOG.info("stopping");
            }
        }
    }

    private FrontDoor openDoor(Certificates certificates, Headless headless, Setup setup, StoredClaim claim,
            ApplicationStore applications,
            Services services, Installer installer, DatabaseDesk desk, Watch watch, UpstreamActivity activity) {
        Interview interview = new Interview(setup, installer, services, desk.question(),
                headless.answeredDatabase());
        WizardFacts facts = new WizardFacts(
                () -> applications.isSample() ? Optional.of("Sample application — not Mathesar") : Optional.empty(),
                settings.certificates().ordersFromLetsEncrypt(), versions.launcher());
        Wizard wizard = new Wizard(interview, certificates.addresses(), desk.databases(), claim, facts);
        Routes routes = new Routes(watch::door, watch::readiness, certificates.proofs(), wizard,
                certificates::hosts, RefusedPaths.exceptOpened(settings.openedPaths()),
                TrustedProxies.of(settings.trustedProxies()), activity, certificates::strictTransport,
                Limits.standard());
        return FrontDoor.open(settings, certificates.key(), wizard, routes,
                settings.platform().stopGrace().minus(STOP_RESERVE));
    }

    private ApplicationSources sources() {
        Release pinned = versions.release();
        // A checksum belongs to the address it was published for.
        Optional<String> checksum = settings.releaseSha256()
                .or(() -> settings.releaseUrl().isPresent() ? Optional.empty() : pinned.sha256());
        Release release = new Release(pinned.version(), settings.releaseUrl().orElse(pinned.url()), checksum);
        return new ApplicationSources(settings.mathesarHome(), release, settings.sampleApp(), settings.sample(),
                settings.python());
    }

    /** Mathesar's variables that do not depend on its database. */
    private Map<String, String> configuration() {
        Map<String, String> variables = new HashMap<>(settings.passThrough());
        // The front door refuses unknown hosts before Mathesar sees them, and knows when an address changes.
        variables.put("ALLOWED_HOSTS", "*");
        return variables;
    }

    private Continuity.Key secretKey(DataDirectory data, Secrets secrets) {
        boolean installed = data.read(data.path("continuity.properties")).isPresent();
        return settings.secretKey().<Continuity.Key>map(Continuity.Key.Given::new)
                .orElseGet(() -> new Continuity.Key.Made(secrets.madeOnce("secret-key",
                        installed ? Optional.of("the data of this Mathesar") : Optional.empty())));
    }

    private Void openClaim(StoredClaim claim, Setup setup) {
        if (setup.state() instanceof SetupState.Unclaimed) {
            claim.open(settings.setupCode());
            if (claim.isClaimed()) {
                setup.advance(SetupState.Unclaimed.class, SetupState.Unclaimed::claim);
            }
        }
        return null;
    }

    private static void announce(Certificates certificates, Setup setup, StoredClaim claim) {
        LOG.info("serving {} (certificate SHA-256 {})", certificates.url(),
                certificates.key().fallback().fingerprint());
        if (setup.state() instanceof SetupState.Unclaimed) {
            claim.code().ifPresent(code -> certificates.urls().forEach(
                    url -> LOG.info("to set up this server, open {}", ServerReport.claimUrl(url, code))));
        }
    }

    private static <T> T dataOrRefuse(Supplier<T> step) {
        try {
            return step.get();
        } catch (ProblemException e) {
            throw new StartRefused(ExitStatus.DATA_REFUSED, e);
        }
    }
}
