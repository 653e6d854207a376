package org.mathesar.launcher;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.mathesar.launcher.Settings.Key;
import org.mathesar.launcher.problem.ExitStatus;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The program {@code mathesar-launcher}: its commands, and how they end. */
@Command(name = "mathesar-launcher", description = "Puts Mathesar on this server: claim it, answer, use it.", subcommands = {
        Main.Run.class, Main.Code.class, Main.Status.class, DomainCommand.class, DoctorCommand.class,
        AccountKey.Exchange.class,
        Main.Version.class, Main.Help.class})
public final class Main implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().usage(System.out);
        return ExitStatus.USAGE.code();
    }

    /** Runs the program and exits with the status of its command. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments, System.err));
    }

    static int execute(String[] arguments, PrintStream errors) {
        CommandLine line = new CommandLine(new Main());
        explainable(line);
        line.setParameterExceptionHandler((mistake, _) -> {
            errors.println(mistake.getMessage());
            errors.println("Try: mathesar-launcher help");
            return ExitStatus.USAGE.code();
        });
        line.setExecutionExceptionHandler((failure, _, _) -> explain(failure, errors));
        return line.execute(arguments);
    }

    /** Every command explains itself when it is asked with --help, as most people try first. */
    private static void explainable(CommandLine command) {
        command.getCommandSpec().addOption(OptionSpec.builder("-h", "--help").usageHelp(true)
                .description("explain this command").build());
        command.getSubcommands().values().forEach(Main::explainable);
    }

    private static int explain(Exception failure, PrintStream errors) {
        if (failure instanceof StartRefused refused) {
            print(refused.problem(), errors);
            return refused.status().code();
        }
        if (failure instanceof ProblemException known) {
            print(known.problem(), errors);
            return switch (known.problem()) {
                case Problem.Fixable _ -> ExitStatus.USAGE.code();
                case Problem.Passing _ -> ExitStatus.PASSING.code();
                case Problem.Unexpected _ -> ExitStatus.UNEXPECTED.code();
            };
        }
        errors.println("Something unexpected happened: " + failure);
        failure.printStackTrace(errors);
        return ExitStatus.UNEXPECTED.code();
    }

    private static void print(Problem problem, PrintStream errors) {
        errors.println(problem.summary());
        errors.println(problem.advice());
        if (!problem.detail().isBlank()) {
            errors.println("  " + problem.detail().strip().replace("\n", "\n  "));
        }
    }

    /** The option that every command about one server has. */
    static class ServerOptions {
        @Option(names = "--data", paramLabel = "DIR", description = "the data directory")
        private Path data;

        Map<String, String> environment() {
            Map<String, String> environment = new HashMap<>(System.getenv());
            Optional.ofNullable(data).ifPresent(path -> environment.put(Key.DATA.variable(), path.toString()));
            return environment;
        }
    }

    /** Serves until it is told to stop. */
    @Command(name = "run", description = "Run Mathesar behind HTTPS until a signal says stop.")
    static final class Run extends ServerOptions implements Callable<Integer> {
        @Option(names = "--port", paramLabel = "N", description = "port of the HTTPS door")
        private String port;

        @Option(names = "--mathesar", paramLabel = "DIR", description = "an unpacked Mathesar release")
        private Path mathesar;

        @Option(names = "--sample", description = "run the sample application instead of Mathesar")
        private boolean sample;

        @Override
        public Integer call() {
            Map<String, String> environment = environment();
            Optional.ofNullable(port).ifPresent(number -> environment.put(Key.HTTPS_PORT.variable(), number));
            Optional.ofNullable(mathesar)
                    .ifPresent(home -> environment.put(Key.MATHESAR_HOME.variable(), home.toString()));
            if (sample) {
                environment.put(Key.SAMPLE.variable(), "true");
            }
            Settings settings = new SettingsReader(environment).read();
            LogLines.install(System.out, settings.jsonLog(), false);
            return new Launcher(settings).run().code();
        }
    }

    /** Shows the setup code again. */
    @Command(name = "code", description = "Print the setup code and the address to use it at.")
    static final class Code extends ServerOptions implements Callable<Integer> {
        @Override
        public Integer call() {
            return new ServerReport(new SettingsReader(environment()).read().data(), System.out).code().code();
        }
    }

    /** Tells how the server is. */
    @Command(name = "status", description = "Say whether the server runs and is set up; 0 when it is ready.")
    static final class Status extends ServerOptions implements Callable<Integer> {
        @Override
        public Integer call() {
            return new ServerReport(new SettingsReader(environment()).read().data(), System.out).status().code();
        }
    }

    /** Names the version. */
    @Command(name = "version", description = "Print the version.")
    static final class Version implements Callable<Integer> {
        @Override
        public Integer call() {
            System.out.println("mathesar-launcher " + Versions.read().launcher());
            return ExitStatus.CLEAN.code();
        }
    }

    /** Explains the commands and the settings. */
    @Command(name = "help", description = "Explain the commands, or with 'settings' every setting.")
    static final class Help implements Callable<Integer> {
        @CommandLine.Parameters(arity = "0..1", paramLabel = "TOPIC", description = "a command, or 'settings'")
        private String topic;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() {
            CommandLine all = spec.parent().commandLine();
            if (topic == null) {
                all.usage(System.out);
            } else if (topic.equals("settings")) {
                System.out.print(SettingsTable.markdown());
            } else if (all.getSubcommands().containsKey(topic)) {
                CommandLine asked = all.getSubcommands().get(topic);
                asked.usage(System.out);
                asked.getSubcommands().values().forEach(part -> part.usage(System.out));
            } else {
                throw ProblemException.fixable("There is no command " + topic + ".",
                        "Commands: " + String.join(", ", all.getSubcommands().keySet()) + "; or 'help settings'.");
            }
            return ExitStatus.CLEAN.code();
        }
    }
}
