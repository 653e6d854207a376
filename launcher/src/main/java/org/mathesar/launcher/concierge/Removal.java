package org.mathesar.launcher.concierge;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.mathesar.launcher.concierge.Dependents.Dependent;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.ConnectedDatabase;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;

/** Takes Mathesar out of a database again, without losing anything of the owner's. */
public final class Removal {
    private static final List<String> TITLES = List.of("What depends on Mathesar’s schemas",
            "Drop msar, __msar and mathesar_types", "See that they are gone");
    private static final int NAMED = 3;

    /**
     * What outside Mathesar's three schemas depends on anything inside, as PostgreSQL records it. The text of functions
     * that are not written in standard SQL is not part of that record.
     *
     * @param owner the database, entered as the role that owns the schemas
     */
    public Dependents look(Database.External owner) throws SQLException {
        try (Connection connection = owner.connectToLook()) {
            return look(connection);
        }
    }

    private static Dependents look(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            // So that PostgreSQL writes every name with its schema.
            statement.execute("SET search_path = pg_catalog");
        }
        Remedy remedy = new Remedy(new Rows(connection), TypeWords.of(connection));
        List<Dependent> found = new ArrayList<>(DependencyQuery.strangers(connection));
        Set<String> remedies = new HashSet<>();
        for (DependencyQuery.Found one : DependencyQuery.found(connection)) {
            String statements = remedy.of(one);
            // A view is named once, however many of its columns depend on ours.
            if (statements.isEmpty() || remedies.add(statements)) {
                found.add(new Dependent(one.what(), one.uses(), statements));
            }
        }
        return new Dependents(found);
    }

    /** Drops the schemas and lets Mathesar forget the database; changes nothing where anything depends on them. */
    public Outcome remove(MathesarRpc rpc, long databaseId, Database.External owner,
            Consumer<List<WorkLine>> progress) {
        return work(databaseId, owner, progress, () -> {
            ConnectedDatabase database = known(rpc, databaseId, owner);
            boolean last = rpc.databases().stream().noneMatch(
                    other -> other.serverId() == database.serverId() && other.id() != databaseId);
            rpc.disconnect(databaseId, Optional.of(new MathesarRpc.Owner(owner.user(), owner.password())), last);
        });
    }

    /** Drops the schemas from a database that Mathesar has forgotten; changes nothing where anything depends on them. */
    public Outcome removeForgotten(Database.External owner, Consumer<List<WorkLine>> progress) {
        return work(0, owner, progress, () -> {
        });
    }

    private static Outcome work(long databaseId, Database.External owner, Consumer<List<WorkLine>> progress,
            Runnable disconnect) {
        WorkBoard board = new WorkBoard(TITLES, progress);
        try {
            board.next();
            boolean there = check(owner);
            board.done(there ? "Nothing does." : "The schemas are not there.");
            board.next();
            disconnect.run();
            // Mathesar passes over the schemas in silence when it cannot enter with what it has stored.
            dropWhatIsLeft(owner);
            board.done("They are dropped.");
            board.next();
            if (!schemas(owner).areNone()) {
                throw ProblemException.fixable("Mathesar’s schemas came back into " + owner.display() + ".",
                        "See whether another Mathesar uses this database, then try again.");
            }
            board.done("They are gone.");
            return new Outcome.Done(databaseId, there, List.of(), board.lines());
        } catch (RuntimeException | SQLException e) {
            Problem problem = Refusals.explained(e, owner);
            board.failed(problem);
            return new Outcome.Failed(problem, List.of(), board.lines());
        }
    }

    /** Whether there is anything to drop; refuses where it would cost the owner something or cannot work. */
    private static boolean check(Database.External owner) throws SQLException {
        try (Connection connection = owner.connectToLook()) {
            MathesarSchemas schemas = MathesarSchemas.in(connection);
            Optional<String> other = schemas.foreignTo(connection);
            if (other.isPresent()) {
                throw ProblemException.fixable("Mathesar’s schemas in " + owner.display() + " belong to the role "
                        + other.get() + ", not to " + owner.user() + ".",
                        "Give the name and password of " + other.get()
                                + ".");
            }
            Dependents dependents = look(connection);
            if (!dependents.areNone()) {
                throw new ProblemException(new Problem.Fixable(named(dependents) + " Mathesar’s schemas in "
                        + owner.display() + "; nothing was removed.",
                        "Free each of them first, with the statement shown beside it.",
                        dependents.found().stream().map(one -> one.what() + " uses " + one.uses())
                                .collect(Collectors.joining("\n"))));
            }
            return !schemas.areNone();
        }
    }

    private static String named(Dependents dependents) {
        List<String> names = dependents.found().stream().map(Dependent::what).toList();
        String first = String.join(", ", names.subList(0, Math.min(NAMED, names.size())));
        return Character.toUpperCase(first.charAt(0)) + first.substring(1)
                + (names.size() > NAMED
                        ? " and " + (names.size() - NAMED) + " more depend on"
                        : names.size() > 1 ? " depend on" : " depends on");
    }

    /** The password was given for one database; Mathesar must not be told to drop the schemas of another with it. */
    private static ConnectedDatabase known(MathesarRpc rpc, long databaseId, Database.External owner) {
        Connecting.Known known = Connecting.Known.look(rpc, owner);
        return known.database().filter(database -> database.id() == databaseId)
                .orElseThrow(() -> ProblemException.fixable("Mathesar no longer knows the database " + owner.display()
                        + " under that number.", "Look at the list of databases again."));
    }

    private static MathesarSchemas schemas(Database.External owner) throws SQLException {
        try (Connection connection = owner.connectToLook()) {
            return MathesarSchemas.in(connection);
        }
    }

    private static void dropWhatIsLeft(Database.External owner) throws SQLException {
        if (schemas(owner).areNone()) {
            return;
        }
        try (Connection connection = owner.connect()) {
            connection.setAutoCommit(false);
            new SchemaDrop(connection).run();
            connection.commit();
        }
    }
}
