package org.mathesar.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import org.mathesar.launcher.address.AddressBook;
import org.mathesar.launcher.address.DomainName;
import org.mathesar.launcher.problem.ExitStatus;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Lease;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Asks the running launcher to use a domain, and tells how far it has come. */
@Command(name = "domain", description = {"Use a domain name, and say how far it has come.",
        "Without NAME, says how the domain stands. 0 when it is served."})
final class DomainCommand extends Main.ServerOptions implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "e.g. mathesar.example.org")
    private String name;

    @Option(names = "--vouch", description = "go on though it cannot be verified from here that the name leads here")
    private boolean vouch;

    @Option(names = "--forget", description = "give the domain up")
    private boolean forget;

    @Option(names = "--wait", paramLabel = "MINUTES", defaultValue = "10", description = "how long to watch; default: ${DEFAULT-VALUE}")
    private int minutes;

    private final PrintStream out = System.out;
    private final Set<String> told = new HashSet<>();

    @Override
    public Integer call() throws InterruptedException {
        Settings settings = new SettingsReader(environment()).read();
        DataDirectory data = DataDirectory.existing(settings.data());
        AddressBook book = new AddressBook(data, InstantSource.system());
        // The environment of this command is rarely the launcher's.
        Properties live = ServerReport.live(data);
        Optional<DomainName> fixed = settings.certificates().domain()
                .or(() -> Optional.ofNullable(live.getProperty(ServerReport.FIXED)).map(DomainName::new));
        if (forget) {
            refuseIfFixed(fixed);
            book.forgetDomain();
            out.println("The domain is given up; the server is reached by its address from now on.");
            return ExitStatus.CLEAN.code();
        }
        Optional<DomainName> wanted = Optional.ofNullable(name).map(
                typed -> read(typed, settings.certificates().authority().isEmpty()
                        && !"own".equals(live.getProperty(ServerReport.AUTHORITY))));
        if (wanted.isPresent() || vouch) {
            refuseOtherModes(live);
        }
        wanted.ifPresent(domain -> {
            refuseIfFixed(fixed.filter(name -> !name.equals(domain)));
            book.wantDomain(domain, vouch);
        });
        if (vouch && wanted.isEmpty()) {
            book.vouch();
        }
        Optional<String> asked = wanted.map(DomainName::unicode).or(() -> known(book));
        if (asked.isEmpty()) {
            out.println("No domain is asked for. 'mathesar-launcher domain NAME' asks for one.");
            return ExitStatus.PASSING.code();
        }
        if (!Lease.isHeld(data)) {
            out.println("The launcher is not running; it will check " + asked.get() + " when it is started.");
            return ExitStatus.PASSING.code();
        }
        return (wanted.isPresent() || vouch ? watch(data, asked.get()) : tell(data, asked.get())).code();
    }

    private static DomainName read(String typed, boolean publicAuthority) {
        try {
            return DomainName.typed(typed, publicAuthority);
        } catch (IllegalArgumentException e) {
            throw ProblemException.fixable(e.getMessage(), "Give the name alone, e.g. mathesar.example.org.");
        }
    }

    private static void refuseIfFixed(Optional<DomainName> fixed) {
        fixed.ifPresent(name -> {
            throw ProblemException.fixable("The domain is fixed by the setting " + Settings.Key.DOMAIN.variable()
                    + " (" + name.unicode() + ").", "Change it there.");
        });
    }

    /** Nothing would come of it, however long somebody watches. */
    private static void refuseOtherModes(Properties live) {
        if (!live.getProperty(ServerReport.MODE, Addresses.Mode.AUTO.name()).equals(Addresses.Mode.AUTO.name())) {
            throw ProblemException.fixable("The running launcher orders no certificates for domains.",
                    "Set " + Settings.Key.TLS.variable() + "=auto for it and start it again.");
        }
    }

    private static Optional<String> known(AddressBook book) {
        AddressBook.Entry entry = book.read();
        return entry.wanted().map(AddressBook.Wanted::name).or(entry::current).map(DomainName::unicode);
    }

    /** Tells each new line until the name is served or the time is over. */
    private ExitStatus watch(DataDirectory data, String domain) throws InterruptedException {
        out.println("The launcher checks " + domain + " and goes on by itself; you may stop watching with Ctrl-C.");
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        while (System.nanoTime() < end) {
            Optional<DomainStory> story = DomainStory.read(data).filter(told -> told.name().equals(domain));
            story.ifPresent(this::print);
            if (story.filter(now -> now.stage() == DomainStory.Stage.SERVED).isPresent()) {
                return ExitStatus.CLEAN;
            }
            Thread.sleep(LOOK_EVERY);
        }
        out.println("Not done yet; 'mathesar-launcher domain' says how far it has come.");
        return ExitStatus.PASSING;
    }

    private ExitStatus tell(DataDirectory data, String domain) {
        Optional<DomainStory> story = DomainStory.read(data).filter(told -> told.name().equals(domain));
        out.println(domain);
        story.ifPresent(this::print);
        return story.filter(now -> now.stage() == DomainStory.Stage.SERVED).isPresent()
                ? ExitStatus.CLEAN
                : ExitStatus.PASSING;
    }

    private void print(DomainStory story) {
        story.lines().stream().filter(told::add).forEach(line -> out.println("  " + line));
        if (story.stage() == DomainStory.Stage.UNSURE && told.add(DomainStory.Stage.UNSURE.name())) {
            out.println("  If the name does lead here from outside: mathesar-launcher domain " + story.name()
                    + " --vouch");
        }
    }
}
