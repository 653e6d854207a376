package org.mathesar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Declaration;
import org.mathesar.launcher.concierge.Declaration.NewUser;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.concierge.WantedConnection.Collaborator;
import org.mathesar.launcher.concierge.WantedConnection.WorkingRole;
import org.mathesar.launcher.database.ConnectionText;
import org.mathesar.launcher.database.ConnectionText.Reading;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.setup.PasswordRules;
import org.mathesar.launcher.storage.Secret;

/** Reads the file that docs/connect-file.md describes; every mistake in it is named, with its line. */
final class ConnectFile {

    private final Map<Integer, List<String>> mistakes = new TreeMap<>();

    /** @param mistakes one sentence each, in the order of the file, without a full stop; the declaration is whole without them */
    record Result(Declaration declaration, List<String> mistakes) {}

    static Result read(Path file) {
        try {
            return new ConnectFile().read(Files.readString(file), file.toAbsolutePath().getParent());
        } catch (IOException _) {
            return new Result(Declaration.NONE, List.of("cannot be read"));
        }
    }

    /** One database with full access. */
    static Result readUrl(String url) {
        Written.Mapping mapping = new Written.Mapping(1, Map.of("url", new Written.Text(1, url)), Map.of("url", 1));
        ConnectFile reader = new ConnectFile();
        Optional<WantedConnection> wanted = reader.connection(new Entry(mapping, Path.of(""), reader::complain));
        return new Result(new Declaration(wanted.stream().toList(), List.of()),
                reader.mistakes.values().stream().flatMap(List::stream)
                        .map(each -> each.replaceFirst("^url ", "")).toList());
    }

    private Result read(String text, Path directory) {
        try {
            if (!(Written.read(text) instanceof Written.Mapping top)) {
                return new Result(Declaration.NONE,
                        List.of("line 1: the file begins with a key, connections or users"));
            }
            Entry file = new Entry(top, directory, this::complain).knowing("connections", "users");
            List<NewUser> users = file.list("users").stream().map(this::user).toList();
            refuseTwins(file.list("users"), "username");
            List<WantedConnection> connections = new ArrayList<>();
            Set<String> places = new HashSet<>();
            for (Entry entry : file.list("connections")) {
                connection(entry).ifPresent(wanted -> {
                    if (!places.add(wanted.installer().display())) {
                        entry.complain("url", "this database is there twice; put all its roles into one entry");
                    }
                    connections.add(wanted);
                });
            }
            return new Result(new Declaration(connections, users), told());
        } catch (Written.UnreadableException e) {
            return new Result(Declaration.NONE, List.of(e.getMessage()));
        }
    }

    private List<String> told() {
        return mistakes.entrySet().stream()
                .flatMap(line -> line.getValue().stream().map(each -> "line " + line.getKey() + ": " + each)).toList();
    }

    private void complain(int line, String sentence) {
        mistakes.computeIfAbsent(line, _ -> new ArrayList<>()).add(sentence);
    }

    private Optional<WantedConnection> connection(Entry entry) {
        entry.knowing("url", "url_file", "password", "password_file", "nickname", "access", "sslmode", "authority",
                "roles", "collaborators");
        Access access = entry.value("access", ConnectFile::access).orElse(Access.FULL);
        List<WorkingRole> roles = entry.list("roles").stream().map(this::role).toList();
        refuseTwins(entry.list("roles"), "name");
        if (access == Access.NO_STRUCTURE_CHANGES && roles.isEmpty()) {
            entry.complain("access", "without structure changes people need roles to work as; list them under roles");
        }
        Optional<Database.External> installer = installer(entry);
        Set<String> known = Stream.concat(roles.stream().map(WorkingRole::name),
                access == Access.FULL ? installer.map(Database.External::user).stream() : Stream.empty())
                .collect(Collectors.toSet());
        List<Collaborator> collaborators = entry.list("collaborators").stream()
                .map(each -> collaborator(each, installer.isPresent() ? known : Set.of())).toList();
        refuseTwins(entry.list("collaborators"), "user");
        return installer.map(place -> new WantedConnection(place, entry.text("nickname"), access, roles,
                collaborators));
    }

    private Optional<Database.External> installer(Entry entry) {
        Protection wish = Protection.read(entry);
        Optional<Secret> url = entry.secret("url");
        Optional<Secret> password = entry.secret("password");
        if (url.isEmpty()) {
            if (entry.text("url_file").isEmpty()) {
                entry.complain("url", "url is missing");
            }
            return Optional.empty();
        }
        String key = entry.text("url_file").isPresent() ? "url_file" : "url";
        return switch (ConnectionText.read(url.get().reveal())) {
            case Reading.Unreadable(String reason) -> {
                entry.complain(key, "url cannot be read: " + reason);
                yield Optional.empty();
            }
            case Reading.Details details -> installer(entry, key, details, password, wish);
        };
    }

    private Optional<Database.External> installer(Entry entry, String key, Reading.Details read,
            Optional<Secret> password, Protection wish) {
        if (List.of(read.host(), read.database(), read.user()).contains(Optional.<String>empty())) {
            entry.complain(key, "url lacks a host, a database name or a user"
                    + " (postgres://user@host:5432/database)");
            return Optional.empty();
        }
        if (password.isPresent() && read.password().isPresent()) {
            entry.complain(key, "url holds a password, and password or password_file gives one too; keep one");
        }
        if (read.authorityFile().isPresent()) {
            entry.complain(key, "url names a file with sslrootcert; give that file as authority");
        }
        Optional<SslMode> asked = wish.mode().or(read::sslMode);
        Optional<SslMode> mode = wish.authority().isPresent()
                ? SslMode.withAuthority(asked)
                : Optional.of(asked.orElse(SslMode.PREFER));
        if (mode.isEmpty()) {
            entry.complain("sslmode", "with an authority, sslmode is verify-full, verify-ca or require");
        }
        return Optional.of(new Database.External(read.host().get(), read.port().orElse(5432), read.database().get(),
                read.user().get(), password.or(read::password).orElse(new Secret("")),
                mode.orElse(SslMode.VERIFY_FULL), wish.authority()));
    }

    /** How far the connection is to be protected, as far as the keys of the entry say. */
    private record Protection(Optional<SslMode> mode, Optional<Path> authority) {
        static Protection read(Entry entry) {
            return new Protection(entry.value("sslmode", SettingSyntax::sslMode).flatMap(SslMode::parse),
                    entry.value("authority", name -> {
                        SettingSyntax.authority(entry.path(name));
                        return entry.path(name);
                    }));
        }
    }

    private static Access access(String text) {
        return switch (text) {
            case "full" -> Access.FULL;
            case "no-structure-changes" -> Access.NO_STRUCTURE_CHANGES;
            default -> throw new IllegalArgumentException("is neither full nor no-structure-changes");
        };
    }

    private WorkingRole role(Entry entry) {
        entry.knowing("name", "password", "password_file");
        String name = entry.required("name");
        return new WorkingRole(name, password(entry));
    }

    private Collaborator collaborator(Entry entry, Set<String> roles) {
        entry.knowing("user", "role");
        Collaborator collaborator = new Collaborator(entry.required("user"), entry.required("role"));
        if (!collaborator.role().isEmpty() && !roles.isEmpty() && !roles.contains(collaborator.role())) {
            entry.complain("role", "the role " + collaborator.role() + " is none of this database’s roles ("
                    + roles.stream().sorted().collect(Collectors.joining(", ")) + ")");
        }
        return collaborator;
    }

    private NewUser user(Entry entry) {
        entry.knowing("username", "password", "password_file", "full_name", "email");
        String name = entry.required("username");
        Secret password = password(entry);
        if (!name.isEmpty() && !password.isEmpty()) {
            PasswordRules.check(name, password.reveal()).forEach(message -> entry.complain(
                    message.field().equals("username") ? "username" : passwordKey(entry), message.text()));
        }
        return new NewUser(name, password, entry.text("full_name"), entry.text("email"));
    }

    private static Secret password(Entry entry) {
        return entry.secret("password").orElseGet(() -> {
            if (entry.text("password_file").isEmpty()) {
                entry.complain("password", "password_file is missing");
            }
            return new Secret("");
        });
    }

    private static String passwordKey(Entry entry) {
        return entry.text("password_file").isPresent() ? "password_file" : "password";
    }

    private static void refuseTwins(List<Entry> entries, String key) {
        Set<String> seen = new HashSet<>();
        for (Entry entry : entries) {
            Optional<String> name = entry.mapping().entries().get(key) instanceof Written.Text(_, String value)
                    ? Optional.of(value.strip()).filter(text -> !text.isEmpty())
                    : Optional.empty();
            name.filter(each -> !seen.add(each)).ifPresent(each -> entry.complain(key, key + " " + each
                    + " is there twice"));
        }
    }
}
