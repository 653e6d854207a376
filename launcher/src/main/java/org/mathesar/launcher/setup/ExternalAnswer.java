package org.mathesar.launcher.setup;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.database.AuthorityPem;
import org.mathesar.launcher.database.ConnectionText;
import org.mathesar.launcher.database.ConnectionText.Reading;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.setup.FirstBoot.DatabaseFields;
import org.mathesar.launcher.setup.FirstBoot.Message;
import org.mathesar.launcher.storage.Secret;

/** What the owner typed about an existing database: enough to try it, or what is missing. */
sealed interface ExternalAnswer {
    /** @param sslMode as it was written; the candidate's is the usual one where none was */
    record Complete(Database.External candidate, Optional<SslMode> sslMode) implements ExternalAnswer {}

    record Wrong(List<Message> messages) implements ExternalAnswer {}

    /** The field of the form that takes a whole connection string. */
    String TEXT_FIELD = "text";

    /** The field of the form that says how far the connection is protected. */
    String SSL_MODE_FIELD = "sslMode";

    /**
     * What was typed, either way; {@code sslMode} and {@code authority} of the form count beside a text too.
     *
     * @param authorities where a given authority is kept
     */
    static ExternalAnswer of(String text, DatabaseFields typed, TrustedAuthorities authorities, Instant now) {
        ExternalAnswer answer = text.isBlank() ? ofFields(typed) : ofText(text);
        List<Message> messages = new ArrayList<>();
        Optional<SslMode> asked = Optional.of(typed.sslMode()).filter(mode -> !mode.isBlank())
                .flatMap(mode -> SslMode.parse(mode).or(() -> {
                    messages.add(new Message(SSL_MODE_FIELD, "Choose one of the listed SSL modes."));
                    return Optional.empty();
                }));
        Optional<AuthorityPem> authority = authority(typed.authority(), now, messages);
        if (!(answer instanceof Complete(var candidate, var written))) {
            List<Message> all = new ArrayList<>(answer instanceof Wrong(var first) ? first : List.of());
            messages.stream().filter(message -> !all.contains(message)).forEach(all::add);
            return new Wrong(all);
        }
        Optional<SslMode> mode = asked.or(() -> written);
        if (authority.isPresent() && messages.isEmpty() && SslMode.withAuthority(mode).isEmpty()) {
            messages.add(new Message(SSL_MODE_FIELD, "With an authority’s certificate choose verify-full, verify-ca or"
                    + " require; the other modes do not look at it."));
        }
        if (!messages.isEmpty()) {
            return new Wrong(messages);
        }
        return new Complete(authority
                .map(each -> candidate.with(SslMode.withAuthority(mode).orElseThrow(),
                        Optional.of(authorities.offer(each))))
                .orElse(candidate.with(mode.orElse(SslMode.PREFER), Optional.empty())), mode);
    }

    private static Optional<AuthorityPem> authority(String text, Instant now, List<Message> messages) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        return switch (AuthorityPem.read(text, now)) {
            case AuthorityPem.Reading.Usable(var authority) -> Optional.of(authority);
            case AuthorityPem.Reading.Unusable(String sentence) -> {
                messages.add(new Message("authority", sentence));
                yield Optional.empty();
            }
        };
    }

    static ExternalAnswer ofText(String text) {
        return switch (ConnectionText.read(text)) {
            case Reading.Unreadable(String message) -> new Wrong(List.of(new Message(TEXT_FIELD, message)));
            case Reading.Details(var host, var port, var database, var user, var password, var sslMode, _) -> {
                List<String> missing = new ArrayList<>();
                host.ifPresentOrElse(_ -> {}, () -> missing.add("a host"));
                database.ifPresentOrElse(_ -> {}, () -> missing.add("a database name"));
                user.ifPresentOrElse(_ -> {}, () -> missing.add("a user"));
                if (!missing.isEmpty()) {
                    yield new Wrong(List.of(new Message(TEXT_FIELD, "The connection string lacks "
                            + String.join(" and ", missing)
                            + "; it looks like postgres://user:password@host:5432/database.")));
                }
                yield new Complete(new Database.External(host.get(), port.orElse(5432), database.get(), user.get(),
                        password.orElse(new Secret("")), sslMode.orElse(SslMode.PREFER)), sslMode);
            }
        };
    }

    static ExternalAnswer ofFields(DatabaseFields typed) {
        List<Message> messages = new ArrayList<>();
        require("host", typed.host(), "Type the server's name or address.", messages);
        require("database", typed.database(), "Type the name of the database.", messages);
        require("user", typed.user(), "Type the name of the database user.", messages);
        Optional<Integer> port = port(typed.port().strip());
        if (port.isEmpty()) {
            messages.add(new Message("port", "The port is a number from 1 to 65535, usually 5432."));
        }
        Optional<SslMode> sslMode = typed.sslMode().isBlank()
                ? Optional.of(SslMode.PREFER)
                : SslMode.parse(typed.sslMode());
        if (sslMode.isEmpty()) {
            messages.add(new Message(SSL_MODE_FIELD, "Choose one of the listed SSL modes."));
        }
        if (!messages.isEmpty()) {
            return new Wrong(messages);
        }
        return new Complete(new Database.External(typed.host().strip(), port.orElseThrow(), typed.database().strip(),
                typed.user().strip(), new Secret(typed.password()), sslMode.orElseThrow()),
                typed.sslMode().isBlank() ? Optional.empty() : sslMode);
    }

    private static void require(String field, String value, String text, List<Message> messages) {
        if (value.isBlank()) {
            messages.add(new Message(field, text));
        }
    }

    private static Optional<Integer> port(String text) {
        try {
            return Optional.of(text.isEmpty() ? 5432 : Integer.parseInt(text))
                    .filter(port -> port >= 1 && port <= 65_535);
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }
}
