package org.mathesar.launcher;

import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.Settings.GivenDatabase;
import org.mathesar.launcher.Settings.Key;
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
        if (url.isPresent() && host.isPresent()) {
            variables.complain("DATABASE_URL and POSTGRES_HOST are both set; keep one");
            return Optional.empty();
        }
        return url.isPresent() ? fromUrl(url.get()) : host.map(this::fromParts);
    }

    private GivenDatabase fromParts(String host) {
        return new GivenDatabase(host, variables.value(Key.POSTGRES_PORT, SettingSyntax::port).orElse(POSTGRES_PORT),
                required(Key.POSTGRES_DB), required(Key.POSTGRES_USER),
                new Secret(variables.text(Key.POSTGRES_PASSWORD).orElse("")),
                variables.value(Key.POSTGRES_SSLMODE, SettingSyntax::sslMode).orElse(SslMode.PREFER.libpq()));
    }

    private String required(Key key) {
        return variables.text(key).orElseGet(() -> {
            variables.complain(key.variable() + " is missing beside POSTGRES_HOST");
            return "";
        });
    }

    private Optional<GivenDatabase> fromUrl(String url) {
        return switch (ConnectionText.read(url)) {
            case Reading.Details(var host, var port, var name, var user, var password, var sslMode, _) -> {
                if (List.of(host, name, user).contains(Optional.<String>empty())) {
                    variables.complain("DATABASE_URL lacks a host, a database name or a user"
                            + " (postgres://user:password@host:5432/database)");
                    yield Optional.empty();
                }
                yield Optional.of(new GivenDatabase(host.get(), port.orElse(POSTGRES_PORT), name.get(), user.get(),
                        password.orElse(new Secret("")), sslMode.orElse(SslMode.PREFER).libpq()));
            }
            case Reading.Unreadable(String reason) -> {
                variables.complain("DATABASE_URL cannot be read: " + reason);
                yield Optional.empty();
            }
        };
    }
}
