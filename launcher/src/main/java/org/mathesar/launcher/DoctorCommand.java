package org.mathesar.launcher;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.mathesar.launcher.database.ConnectionText;
import org.mathesar.launcher.database.ConnectionText.Reading;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.Diagnosis;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Purpose;
import org.mathesar.launcher.database.Report;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.problem.ExitStatus;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.StoredDatabase;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what is wrong, in a terminal. */
@Command(name = "doctor", description = "Say exactly what is wrong: with a database.", subcommands = DoctorCommand.OfDatabase.class)
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return ExitStatus.USAGE.code();
    }

    /** The diagnosis that the wizard makes, for one database. */
    @Command(name = "database", description = {"Try a database step by step and say why Mathesar could not use it.",
            "Nothing is changed there. Exit status: 0 usable, 69 not usable as it is, 75 not now, 64 wrong usage or details that"
                    + " cannot be read."})
    static final class OfDatabase extends Main.ServerOptions implements Callable<Integer> {
        private static final String STDIN = "-";

        @Parameters(arity = "0..1", paramLabel = "URL", description = {
                "postgres://role@host/database, or anything else that a hoster shows to be copied; - reads it from"
                        + " standard input. Without it, Mathesar's own database is tried.",
                "A missing password is taken from PGPASSWORD, or asked for."})
        private String text;

        @Option(names = "--for", paramLabel = "PURPOSE", description = "connect (people work in it; the default for a"
                + " URL), work (as a role without rights to create) or own-data (Mathesar's own tables)")
        private String purpose;

        @Option(names = "--ca", paramLabel = "FILE", description = "certificates of the authority that signed the"
                + " server's, PEM")
        private Path authority;

        @Option(names = "--json", description = "one JSON object on standard output")
        private boolean json;

        @Override
        public Integer call() throws InterruptedException {
            if (text == null && authority != null) {
                throw ProblemException.fixable("--ca goes with a connection string; for Mathesar's own database the"
                        + " authority is known.", "Leave --ca out, or give a connection string.");
            }
            Optional<Database> own = own();
            Database.External candidate = text == null ? external(own) : typed();
            Purpose asked = purpose == null
                    ? text == null ? Purpose.OWN_DATA : Purpose.CONNECT
                    : purpose();
            DoctorText plain = new DoctorText(System.out);
            if (!json) {
                plain.begins(candidate);
            }
            Report report = Diagnosis.here(() -> own, List::of).check(candidate, asked,
                    json ? _ -> {} : plain::tell);
            if (json) {
                System.out.println(DoctorText.json(candidate, asked, report));
            } else {
                plain.ends(candidate, report);
            }
            return status(report).code();
        }

        private static ExitStatus status(Report report) {
            return report.problem().map(problem -> switch (problem) {
                case Problem.Fixable _ -> ExitStatus.UNAVAILABLE;
                case Problem.Passing _ -> ExitStatus.PASSING;
                case Problem.Unexpected _ -> ExitStatus.UNEXPECTED;
            }).orElse(ExitStatus.CLEAN);
        }

        /** The one of the data directory, where there is one on this machine that we may read. */
        private Optional<Database> own() {
            Path directory = new SettingsReader(environment()).read().data();
            try {
                return StoredDatabase.of(DataDirectory.existing(directory));
            } catch (ProblemException e) {
                if (text == null) {
                    throw e;
                }
                return Optional.empty();
            }
        }

        private Database.External external(Optional<Database> own) {
            Database database = own.orElseThrow(() -> ProblemException.fixable("No database was chosen yet.",
                    "Give a connection string: mathesar-launcher doctor database postgres://role@host/database"));
            return switch (database) {
                case Database.External external -> external;
                case Database.Bundled bundled -> new Database.External(bundled.host(), bundled.port(), bundled.name(),
                        bundled.user(), bundled.password(), bundled.sslMode());
            };
        }

        private Purpose purpose() {
            return switch (purpose) {
                case "connect" -> Purpose.CONNECT;
                case "work" -> Purpose.WORK;
                case "own-data" -> Purpose.OWN_DATA;
                default -> throw ProblemException.fixable("“" + purpose + "” is no purpose.",
                        "Use --for with connect, work or own-data.");
            };
        }

        private Database.External typed() {
            return switch (ConnectionText.read(text.equals(STDIN) ? fromInput() : text)) {
                case Reading.Unreadable(String message) -> throw ProblemException.fixable(message,
                        "Give it as postgres://role@host:5432/database, in quotes.");
                case Reading.Details details -> database(details);
            };
        }

        private Database.External database(Reading.Details details) {
            Function<String, ProblemException> lacks = what -> ProblemException
                    .fixable("The connection string lacks " + what + ".", "It looks like"
                            + " postgres://role@host:5432/database.");
            Optional<Path> trusted = trusted(details);
            String user = details.user().orElseThrow(() -> lacks.apply("a role"));
            return new Database.External(details.host().orElseThrow(() -> lacks.apply("a host")),
                    details.port().orElse(5432), details.database().orElseThrow(() -> lacks.apply("a database name")),
                    user, details.password().orElseGet(() -> password(user)),
                    details.sslMode().orElse(trusted.isPresent() ? SslMode.VERIFY_FULL : SslMode.PREFER), trusted);
        }

        /** As everywhere in the launcher, whoever names an authority wants the server checked by it. */
        private Optional<Path> trusted(Reading.Details details) {
            Optional<Path> file = Optional.ofNullable(authority)
                    .or(() -> details.authorityFile().filter(name -> !name.equals("system")).map(Path::of));
            file.filter(path -> !Files.isReadable(path)).ifPresent(path -> {
                throw ProblemException.fixable("The file " + path + " cannot be read.",
                        "Give --ca the path of a PEM file with the authority's certificate.");
            });
            return file;
        }

        private static Secret password(String user) {
            String given = System.getenv("PGPASSWORD");
            if (given != null) {
                return new Secret(given);
            }
            Console console = System.console();
            return new Secret(console != null && console.isTerminal()
                    ? new String(console.readPassword("Password of %s: ", user))
                    : "");
        }

        private static String fromInput() {
            try {
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()));
                return String.join("\n", input.readAllLines());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
