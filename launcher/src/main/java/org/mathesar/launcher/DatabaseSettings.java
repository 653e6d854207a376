package org.mathesar.launcher;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.mathesar.launcher.Settings.GivenDatabase;
import org.mathesar.launcher.Settings.Key;
import org.mathesar.launcher.database.AuthorityPem;
import org.mathesar.launcher.database.ConnectionText;
import org.mathesar.launcher.database.ConnectionText.Reading;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.storage.Secret;

/** The database that the environment names, either as one address or as single values. */
final class DatabaseSettings {
    private static final int POSTGRES_PORT = 5432;
    private static final Pattern ROOT_CERTIFICATE = Pattern.compile("[?&\\s]sslrootcert=([^&\\s]+)");

    private final Variables variables;

    DatabaseSettings(Variables variables) {
        this.variables = variables;
    }

    Optional<GivenDatabase> read() {
        Optional<String> url = variables.text(Key.DATABASE_URL);
        Optional<String> host = variables.text(Key.POSTGRES_HOST);
        Optional<AuthorityPem> authority = variables.value(Key.DATABASE_CA_FILE,
                file -> SettingSyntax.authority(Path.of(file)));
        if (url.isPresent() && host.isPresent()) {
            variables.complain("DATABASE_URL and POSTGRES_HOST are both set; keep one");
            return Optional.empty();
        }
        if (url.isEmpty() && host.isEmpty() && variables.text(Key.DATABASE_CA_FILE).isPresent()) {
            variables.complain(Key.DATABASE_CA_FILE.variable() + " is set, but neither DATABASE_URL nor POSTGRES_HOST");
        }
        return url.isPresent() ? fromUrl(url.get(), authority) : host.map(name -> fromParts(name, authority));
    }

    private GivenDatabase fromParts(String host, Optional<AuthorityPem> authority) {
        return new GivenDatabase(host, variables.value(Key.POSTGRES_PORT, SettingSyntax::port).orElse(POSTGRES_PORT),
                required(Key.POSTGRES_DB), required(Key.POSTGRES_USER),
                new Secret(variables.text(Key.POSTGRES_PASSWORD).orElse("")),
                mode(variables.value(Key.POSTGRES_SSLMODE, SettingSyntax::sslMode).flatMap(SslMode::parse), authority),
                authority);
    }

    private String required(Key key) {
        return variables.text(key).orElseGet(() -> {
            variables.complain(key.variable() + " is missing beside POSTGRES_HOST");
            return "";
        });
    }

    private Optional<GivenDatabase> fromUrl(String url, Optional<AuthorityPem> named) {
        return switch (ConnectionText.read(url)) {
            case Reading.Details(var host, var port, var name, var user, var password, var sslMode, _) -> {
                if (List.of(host, name, user).contains(Optional.<String>empty())) {
                    variables.complain("DATABASE_URL lacks a host, a database name or a user"
                            + " (postgres://user:password@host:5432/database)");
                    yield Optional.empty();
                }
                Optional<AuthorityPem> authority = named.or(() -> inUrl(url));
                yield Optional.of(new GivenDatabase(host.get(), port.orElse(POSTGRES_PORT), name.get(), user.get(),
                        password.orElse(new Secret("")),
                        ROOT_CERTIFICATE.matcher(url).find() && sslMode.isEmpty()
                                ? SslMode.VERIFY_FULL.libpq()
                                : mode(sslMode, authority),
                        authority));
            }
            case Reading.Unreadable(String reason) -> {
                variables.complain("DATABASE_URL cannot be read: " + reason);
                yield Optional.empty();
            }
        };
    }

    /** In libpq's own words a file, or {@code system}. */
    private Optional<AuthorityPem> inUrl(String url) {
        Matcher named = ROOT_CERTIFICATE.matcher(url);
        if (!named.find() || named.group(1).equals("system")) {
            return Optional.empty();
        }
        try {
            return Optional.of(SettingSyntax.authority(
                    Path.of(URLDecoder.decode(named.group(1).replace("+", "%2B"),
                            StandardCharsets.UTF_8))));
        } catch (IllegalArgumentException e) {
            variables.complain("DATABASE_URL: sslrootcert " + e.getMessage());
            return Optional.empty();
        }
    }

    private String mode(Optional<SslMode> asked, Optional<AuthorityPem> authority) {
        if (authority.isEmpty()) {
            return asked.orElse(SslMode.PREFER).libpq();
        }
        return SslMode.withAuthority(asked).map(SslMode::libpq).orElseGet(() -> {
            variables.complain("an authority is given for the database, which sslmode "
                    + asked.orElseThrow().libpq() + " does not look at; choose verify-full, verify-ca or require");
            return SslMode.VERIFY_FULL.libpq();
        });
    }
}
