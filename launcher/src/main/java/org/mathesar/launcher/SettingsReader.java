package org.mathesar.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.mathesar.launcher.Settings.GivenAdministrator;
import org.mathesar.launcher.Settings.Key;
import org.mathesar.launcher.concierge.Declaration;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.PasswordRules;
import org.mathesar.launcher.storage.Secret;

/** Reads the environment once, complains about everything at once, and refuses what it does not know. */
final class SettingsReader {
    private final Map<String, String> environment;
    private final Variables variables;

    /** @param environment variables by name; flags of the command line have been written over them */
    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
        this.variables = new Variables(environment);
    }

    Settings read() {
        variables.refuseUnknown();
        Platform platform = value(Key.PLATFORM, SettingSyntax::platform)
                .orElseGet(() -> Platform.detect(environment));
        Settings settings = new Settings(platform,
                value(Key.DATA, Path::of).orElseGet(this::defaultData), value(Key.HTTPS_PORT, SettingSyntax::port),
                value(Key.HTTP_PORT, SettingSyntax::portOrNone),
                value(Key.PUBLIC_PORT, SettingSyntax::port), value(Key.BIND, SettingSyntax::listening).orElse("::"),
                variables.list(Key.HOSTS, SettingSyntax::host), CertificateSettings.read(variables, platform),
                value(Key.MATHESAR_HOME, Path::of),
                value(Key.SAMPLE, SettingSyntax::truth).orElse(false), value(Key.SAMPLE_APP, Path::of),
                value(Key.RELEASE_URL, SettingSyntax::url), value(Key.RELEASE_SHA256, SettingSyntax::sha256),
                value(Key.PYTHON, Path::of), value(Key.POSTGRES_BIN, Path::of), variables.text(Key.SYSTEM_USER),
                variables.text(Key.DATABASE_USER), value(Key.SETUP_CODE, SettingSyntax::setupCode),
                Set.copyOf(variables.list(Key.OPEN_PATHS, SettingSyntax::openedPath)),
                variables.list(Key.TRUSTED_PROXIES, SettingSyntax::network),
                value(Key.LOG, SettingSyntax::isJson).orElse(false), value(Key.WORKERS, SettingSyntax::workers),
                value(Key.SECRET_KEY, Secret::new), new DatabaseSettings(variables).read(), administrator(),
                declared(),
                PassedOn.of(environment));
        if (settings.sample() && settings.mathesarHome().isPresent()) {
            variables.complain(Key.SAMPLE.variable() + " and " + Key.MATHESAR_HOME.variable() + " exclude each other");
        }
        refuseIfWrong(variables.errors());
        return settings;
    }

    private static void refuseIfWrong(List<String> errors) {
        if (!errors.isEmpty()) {
            throw new ProblemException(new Problem.Fixable(
                    errors.size() == 1
                            ? "A setting is wrong: " + errors.getFirst() + "."
                            : errors.size() + " settings are wrong: " + String.join("; ", errors) + ".",
                    "Correct them and start again; `mathesar-launcher help settings` lists them all."));
        }
    }

    private <T> Optional<T> value(Key key, Function<String, T> parse) {
        return variables.value(key, parse);
    }

    private Optional<GivenAdministrator> administrator() {
        Optional<String> username = variables.text(Key.ADMIN_USERNAME);
        Optional<String> password = variables.text(Key.ADMIN_PASSWORD);
        if (username.isPresent() != password.isPresent()) {
            variables.complain((username.isPresent() ? Key.ADMIN_PASSWORD : Key.ADMIN_USERNAME).variable()
                    + " is missing; name and password go together");
            return Optional.empty();
        }
        if (username.isEmpty()) {
            return Optional.empty();
        }
        PasswordRules.check(username.get(), password.orElse("")).forEach(message -> variables.complain(
                (message.field().equals("username") ? Key.ADMIN_USERNAME : Key.ADMIN_PASSWORD).variable() + ": "
                        + message.text()));
        return Optional.of(new GivenAdministrator(username.get(), new Secret(password.orElse(""))));
    }

    private Declaration declared() {
        Optional<Secret> url = value(Key.CONNECT_URL, Secret::new);
        Optional<Path> file = value(Key.CONNECT_FILE, Path::of);
        if (url.isPresent() && file.isPresent()) {
            variables.complain(Key.CONNECT_URL.variable() + " and " + Key.CONNECT_FILE.variable()
                    + " are both set; keep one");
        }
        Optional<ConnectFile.Result> read = file.map(ConnectFile::read)
                .or(() -> url.map(text -> ConnectFile.readUrl(text.reveal())));
        String name = file.map(path -> Key.CONNECT_FILE.variable() + " (" + path + ") ")
                .orElse(Key.CONNECT_URL.variable() + " ");
        read.ifPresent(result -> result.mistakes().forEach(mistake -> variables.complain(name + mistake)));
        return read.map(ConnectFile.Result::declaration).orElse(Declaration.NONE);
    }

    private Path defaultData() {
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/lib/mathesar-launcher");
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path share = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(xdg);
        return share.resolve("mathesar-launcher");
    }
}
