package org.mathesar.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
            case Reading.Details(var host, var port, var name, var user, var password, var sslMode, var file) -> {
                if (List.of(host, name, user).contains(Optional.<String>empty())) {
                    variables.complain("DATABASE_URL lacks a host, a database name or a user"
                            + " (postgres://user:password@host:5432/database)");
                    yield Optional.empty();
                }
                Optional<AuthorityPem> authority = named.or(() -> file.flatMap(this::inUrl));
                yield Optional.of(new GivenDatabase(host.get(), port.orElse(POSTGRES_PORT), name.get(), user.get(),
                        password.orElse(new Secret("")),
                        mode(sslMode, authority),
                        authority));
            }
            case Reading.Unreadable(String reason) -> {
                variables.complain("DATABASE_URL cannot be read: " + reason);
                yield Optional.empty();
            }
        };
    }

    private Optional<AuthorityPem> inUrl(String file) {
        try {
            return Optional.of(SettingSyntax.authority(Path.of(file)));
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
