package org.mathesar.launcher;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.mathesar.launcher.Settings.GivenAdministrator;
import org.mathesar.launcher.Settings.GivenDatabase;
import org.mathesar.launcher.Settings.Key;
import org.mathesar.launcher.claim.SetupCode;
import org.mathesar.launcher.database.ConnectionText;
import org.mathesar.launcher.database.ConnectionText.Reading;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.PasswordRules;
import org.mathesar.launcher.storage.Secret;

/** Reads the environment once, complains about everything at once, and refuses what it does not know. */
final class SettingsReader {
    private static final String PREFIX = "MATHESAR_LAUNCHER_";
    private static final Set<String> OURS = Set.of("MATHESAR_LAUNCHER_CHILD_OF", "MATHESAR_LAUNCHER_CHILD_NAME");
    private static final Set<String> OPENABLE = Set.of("/admin/", "/media/", "/auth/signup/");
    private static final Set<String> SSL_MODES = Set.of("disable", "allow", "prefer", "require", "verify-ca",
            "verify-full");

    /** What Mathesar's programs may see of our environment: its own variables and the way to the outside. */
    private static final List<String> PASSED_ON = List.of("SSO_CONFIG_DICT", "OIDC_CONFIG_DICT", "REQUIRE_SSO_LOGIN",
            "FILE_STORAGE_DICT", "DATA_FILES_STORAGE_BACKEND", "DATA_FILES_AZURE_CONTAINER",
            "DATA_FILES_AZURE_CONNECTION_STRING", "PER_USER_DATABASES_ENABLED", "DEBUG", "GUNICORN_CMD_ARGS", "TEST",
            "PATH", "LANG", "LC_ALL", "TZ", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE",
            "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "no_proxy", "PGSSLROOTCERT",
            "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_CERT", "PIP_FIND_LINKS", "PIP_DEFAULT_TIMEOUT",
            "SAMPLE_APP_VERSION");

    private final Map<String, String> environment;
    private final List<String> errors = new ArrayList<>();

    /** @param environment variables by name; flags of the command line have been written over them */
    SettingsReader(Map<String, String> environment) {
        this.environment = environment;
    }

    Settings read() {
        refuseUnknown();
        Platform platform = value(Key.PLATFORM, text -> Platform.named(text)
                .orElseThrow(() -> new IllegalArgumentException("is none of " + Platform.names())))
                .orElseGet(() -> Platform.detect(environment));
        Settings settings = new Settings(platform, value(Key.DATA, Path::of).orElseGet(this::defaultData),
                value(Key.HTTPS_PORT, text -> port(text, 1)), value(Key.HTTP_PORT, text -> port(text, 0)),
                text(Key.BIND).orElse("::"), list(Key.HOSTS), value(Key.MATHESAR_HOME, Path::of),
                value(Key.SAMPLE, SettingsReader::truth).orElse(false), value(Key.SAMPLE_APP, Path::of),
                value(Key.RELEASE_URL, SettingsReader::url), value(Key.RELEASE_SHA256, SettingsReader::sha256),
                value(Key.PYTHON, Path::of), value(Key.POSTGRES_BIN, Path::of), text(Key.SYSTEM_USER),
                text(Key.DATABASE_USER), value(Key.SETUP_CODE, SettingsReader::setupCode), openedPaths(),
                list(Key.TRUSTED_PROXIES), value(Key.LOG, SettingsReader::isJson).orElse(false),
                value(Key.WORKERS, text -> number(text, 1, 64)), value(Key.SECRET_KEY, Secret::new), database(),
                administrator(), passThrough());
        if (settings.sample() && settings.mathesarHome().isPresent()) {
            errors.add(Key.SAMPLE.variable() + " and " + Key.MATHESAR_HOME.variable() + " exclude each other");
        }
        if (!errors.isEmpty()) {
            throw new ProblemException(new Problem.Fixable(
                    errors.size() == 1
                            ? "A setting is wrong: " + errors.getFirst() + "."
                            : errors.size() + " settings are wrong: " + String.join("; ", errors) + ".",
                    "Correct them and start again; `mathesar-launcher help settings` lists them all."));
        }
        return settings;
    }

    private void refuseUnknown() {
        Set<String> known = Arrays.stream(Key.values()).flatMap(key -> key.isSecret()
                ? List.of(key.variable(), key.variable() + "_FILE").stream()
                : List.of(key.variable()).stream())
                .collect(Collectors.toSet());
        environment.keySet().stream().sorted()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name) && !OURS.contains(name))
                .forEach(name -> errors.add(name + " is unknown; did you mean " + NearestName.to(name, known) + "?"));
    }

    private Optional<String> text(Key key) {
        String value = environment.get(key.variable());
        String file = key.isSecret() ? environment.get(key.variable() + "_FILE") : null;
        if (value != null && !value.isBlank() && file != null && !file.isBlank()) {
            errors.add(key.variable() + " and " + key.variable() + "_FILE are both set; keep one");
        }
        if (file != null && !file.isBlank()) {
            try {
                return Optional.of(Files.readString(Path.of(file)).strip());
            } catch (IOException | IllegalArgumentException _) {
                errors.add(key.variable() + "_FILE names " + file + ", which cannot be read");
                return Optional.empty();
            }
        }
        return Optional.ofNullable(value).map(String::strip).filter(text -> !text.isEmpty());
    }

    private <T> Optional<T> value(Key key, Function<String, T> parse) {
        try {
            return text(key).map(parse);
        } catch (IllegalArgumentException e) {
            errors.add(key.variable() + " " + (key.isSecret() ? "" : "(" + text(key).orElse("") + ") ")
                    + e.getMessage());
            return Optional.empty();
        }
    }

    private List<String> list(Key key) {
        return text(key).stream().flatMap(text -> Arrays.stream(text.split(","))).map(String::strip)
                .filter(item -> !item.isEmpty()).toList();
    }

    private Set<String> openedPaths() {
        List<String> wanted = list(Key.OPEN_PATHS);
        wanted.stream().filter(path -> !OPENABLE.contains(path)).forEach(path -> errors.add(Key.OPEN_PATHS.variable()
                + " names " + path + "; only " + String.join(", ", OPENABLE.stream().sorted().toList())
                + " can be opened"));
        return Set.copyOf(wanted);
    }

    private Optional<GivenDatabase> database() {
        Optional<String> url = text(Key.DATABASE_URL);
        Optional<String> host = text(Key.POSTGRES_HOST);
        if (url.isPresent() && host.isPresent()) {
            errors.add("DATABASE_URL and POSTGRES_HOST are both set; keep one");
            return Optional.empty();
        }
        if (url.isPresent()) {
            return fromUrl(url.get());
        }
        if (host.isEmpty()) {
            return Optional.empty();
        }
        for (Key key : List.of(Key.POSTGRES_DB, Key.POSTGRES_USER)) {
            if (text(key).isEmpty()) {
                errors.add(key.variable() + " is missing beside POSTGRES_HOST");
            }
        }
        return Optional.of(new GivenDatabase(host.get(),
                value(Key.POSTGRES_PORT, text -> port(text, 1)).orElse(5432), text(Key.POSTGRES_DB).orElse(""),
                text(Key.POSTGRES_USER).orElse(""), new Secret(text(Key.POSTGRES_PASSWORD).orElse("")),
                value(Key.POSTGRES_SSLMODE, SettingsReader::sslMode).orElse("prefer")));
    }

    private Optional<GivenDatabase> fromUrl(String url) {
        return switch (ConnectionText.read(url)) {
            case Reading.Details(var host, var port, var name, var user, var password, var sslMode) -> {
                if (host.isEmpty() || name.isEmpty() || user.isEmpty()) {
                    errors.add("DATABASE_URL lacks a host, a database name or a user"
                            + " (postgres://user:password@host:5432/database)");
                    yield Optional.empty();
                }
                yield Optional.of(new GivenDatabase(host.get(), port.orElse(5432), name.get(), user.get(),
                        password.orElse(new Secret("")), sslMode.orElse(SslMode.PREFER).libpq()));
            }
            case Reading.Unreadable(String reason) -> {
                errors.add("DATABASE_URL cannot be read: " + reason);
                yield Optional.empty();
            }
        };
    }

    private Optional<GivenAdministrator> administrator() {
        Optional<String> username = text(Key.ADMIN_USERNAME);
        Optional<String> password = text(Key.ADMIN_PASSWORD);
        if (username.isPresent() != password.isPresent()) {
            errors.add((username.isPresent() ? Key.ADMIN_PASSWORD : Key.ADMIN_USERNAME).variable()
                    + " is missing; name and password go together");
            return Optional.empty();
        }
        if (username.isEmpty()) {
            return Optional.empty();
        }
        PasswordRules.check(username.get(), password.orElse("")).forEach(message -> errors.add(
                (message.field().equals("username") ? Key.ADMIN_USERNAME : Key.ADMIN_PASSWORD).variable() + ": "
                        + message.text()));
        return Optional.of(new GivenAdministrator(username.get(), new Secret(password.orElse(""))));
    }

    private Map<String, String> passThrough() {
        Map<String, String> passed = new HashMap<>();
        environment.forEach((name, value) -> {
            boolean mathesars = name.startsWith("MATHESAR_") && !name.startsWith(PREFIX)
                    && !name.startsWith(Key.SETUP_CODE.variable()) && !name.equals(Key.MATHESAR_HOME.variable());
            if (mathesars || PASSED_ON.contains(name)) {
                passed.put(name, value);
            }
        });
        passed.putIfAbsent("PATH", "/usr/local/bin:/usr/bin:/bin");
        passed.putIfAbsent("LANG", "C.UTF-8");
        return passed;
    }

    private Path defaultData() {
        if ("root".equals(System.getProperty("user.name"))) {
            return Path.of("/var/lib/mathesar-launcher");
        }
        String xdg = environment.getOrDefault("XDG_DATA_HOME", "");
        Path share = xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".local", "share") : Path.of(xdg);
        return share.resolve("mathesar-launcher");
    }

    private static int port(String text, int lowest) {
        return number(text, lowest, 65_535);
    }

    private static int number(String text, int lowest, int highest) {
        try {
            int number = Integer.parseInt(text);
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Told below in the same words as a number out of range.
        }
        throw new IllegalArgumentException("is no whole number from " + lowest + " to " + highest);
    }

    private static boolean truth(String text) {
        return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "true", "yes", "1" -> true;
            case "false", "no", "0" -> false;
            default -> throw new IllegalArgumentException("is neither true nor false");
        };
    }

    private static boolean isJson(String text) {
        return switch (text) {
            case "json" -> true;
            case "text" -> false;
            default -> throw new IllegalArgumentException("is neither text nor json");
        };
    }

    private static URI url(String text) {
        URI uri = URI.create(text);
        if (uri.getHost() == null || !List.of("http", "https").contains(uri.getScheme())) {
            throw new IllegalArgumentException("is no http or https address");
        }
        return uri;
    }

    private static String sha256(String text) {
        if (!text.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("is not 64 hex digits");
        }
        return text;
    }

    private static String sslMode(String text) {
        if (!SSL_MODES.contains(text)) {
            throw new IllegalArgumentException("is none of " + SSL_MODES.stream().sorted().toList());
        }
        return text;
    }

    private static Secret setupCode(String text) {
        if (text.replaceAll("[^A-Za-z0-9]", "").length() < SetupCode.SHORTEST_GIVEN) {
            throw new IllegalArgumentException(
                    "has fewer than " + SetupCode.SHORTEST_GIVEN + " letters and digits, which could be guessed");
        }
        return new Secret(text);
    }
}
