package org.mathesar.launcher.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;

/**
 * One application under test: a PostgreSQL of its own, a copy of the release, its tables, and gunicorn serving it. Its
 * database can be put back to an earlier moment while it is being served, so that tests need not wait for another.
 */
final class ContractServer implements AutoCloseable {
    static final String ADMINISTRATOR = "ann";
    static final String PASSWORD = "correct-horse-7";
    private static final String INSTALLED = "as_installed";
    private static final String ADMINISTERED = "with_administrator";

    private final Subject subject;
    private final Path directory;
    private final ThrowAwayPostgres postgres;
    private final Release release;
    private final Gunicorn gunicorn;
    private boolean closed;

    private ContractServer(Subject subject) throws IOException, InterruptedException, SQLException {
        this.subject = subject;
        directory = Unprivileged.newDirectory();
        postgres = new ThrowAwayPostgres(directory.resolve("postgres"));
        postgres.createDatabase(Release.DATABASE);
        release = new Release(subject, postgres, directory);
        release.install(Map.of()).succeed();
        postgres.copy(Release.DATABASE, INSTALLED);
        release.manage(Map.of("DJANGO_SUPERUSER_USERNAME", ADMINISTRATOR, "DJANGO_SUPERUSER_PASSWORD", PASSWORD,
                "DJANGO_SUPERUSER_EMAIL", "ann@example.org"), "createsuperuser", "--noinput").succeed();
        postgres.copy(Release.DATABASE, ADMINISTERED);
        gunicorn = release.serve(Map.of());
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(this::close));
    }

    static ContractServer start(Subject subject) {
        try {
            return new ContractServer(subject);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    Subject subject() {
        return subject;
    }

    ThrowAwayPostgres postgres() {
        return postgres;
    }

    Release release() {
        return release;
    }

    /** Puts the application's database back to the moment after the installation. */
    void goBackToInstalled() throws SQLException {
        postgres.restore(Release.DATABASE, INSTALLED, Set.of(INSTALLED, ADMINISTERED));
    }

    /** Puts the application's database back to the moment when the first administrator had been made. */
    void goBackToAdministered() throws SQLException {
        postgres.restore(Release.DATABASE, ADMINISTERED, Set.of(INSTALLED, ADMINISTERED));
    }

    /** Where it is served. */
    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", gunicorn.port());
    }

    /** Somebody who has not been here before. */
    Visitor visitor() {
        return gunicorn.visitor();
    }

    /** Somebody signed in as the administrator. */
    Visitor administrator() {
        Visitor visitor = visitor();
        Answer answer = visitor.signIn(ADMINISTRATOR, PASSWORD);
        if (answer.status() != 302) {
            throw new AssertionError("The administrator cannot sign in: " + answer);
        }
        return visitor;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        gunicorn.close();
        postgres.close();
        try {
            FileTree.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return subject.toString();
    }
}
