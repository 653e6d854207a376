package org.mathesar.launcher.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.mathesar.launcher.storage.Secret;

/** Where Mathesar keeps its own data, with all that is needed to connect. */
public sealed interface Database {

    String host();

    int port();

    /** Name of the database on the server. */
    String name();

    String user();

    Secret password();

    SslMode sslMode();

    /** The file of authorities that a server's certificate is judged by; empty where it is not judged. */
    Optional<Path> authorities();

    /** A PostgreSQL that the launcher runs on this machine. */
    record Bundled(int port, Secret password) implements Database {
        public static final String NAME = "mathesar_django";
        public static final String USER = "mathesar";

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String user() {
            return USER;
        }

        @Override
        public SslMode sslMode() {
            return SslMode.DISABLE;
        }

        @Override
        public Optional<Path> authorities() {
            return Optional.empty();
        }
    }

    /**
     * A server that exists already.
     *
     * @param host name or address
     * @param authority file of the authority that signed the server's certificate; empty for those the system knows
     */
    record External(String host, int port, String name, String user, Secret password, SslMode sslMode,
            Optional<Path> authority) implements Database {
        public External {
            host = host.strip();
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            Objects.requireNonNull(name);
            Objects.requireNonNull(user);
            Objects.requireNonNull(password);
            Objects.requireNonNull(sslMode);
            Objects.requireNonNull(authority);
        }

        public External(String host, int port, String name, String user, Secret password, SslMode sslMode) {
            this(host, port, name, user, password, sslMode, Optional.empty());
        }

        /** The same place, protected in another way. */
        public External with(SslMode mode, Optional<Path> judge) {
            return new External(host, port, name, user, password, mode, judge);
        }

        @Override
        public Optional<Path> authorities() {
            if (!sslMode.checksCertificate()) {
                return Optional.empty();
            }
            return authority.or(Anchors::systemFile);
        }
    }

    /**
     * The variables that make Mathesar use this database. TLS is set in libpq's own variables, since Mathesar reads
     * POSTGRES_SSLMODE and then does not use it; PGSSLROOTCERT is one for all databases and so is not this one's.
     */
    default Map<String, String> environment() {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("POSTGRES_HOST", host());
        variables.put("POSTGRES_PORT", Integer.toString(port()));
        variables.put("POSTGRES_DB", name());
        variables.put("POSTGRES_USER", user());
        variables.put("POSTGRES_PASSWORD", password().reveal());
        variables.put("PGCONNECT_TIMEOUT", "10");
        if (this instanceof External) {
            variables.put("PGSSLMODE", sslMode().libpq());
        }
        return variables;
    }

    /** A new connection within 10 s, on which no statement waits longer than a minute for the server. */
    default Connection connect() throws SQLException {
        return connect(new Login(Duration.ofSeconds(10), Duration.ofSeconds(60)));
    }

    /** A new connection within the given times. */
    default Connection connect(Login login) throws SQLException {
        return login.open(this);
    }

    /**
     * A new connection only for looking: it writes nothing, and finds no functions and operators but PostgreSQL's own,
     * since a stranger's would run with the rights of this role. All of it is one transaction.
     */
    default Connection connectToLook() throws SQLException {
        Connection connection = connect();
        try (Statement statement = connection.createStatement()) {
            connection.setReadOnly(true);
            connection.setAutoCommit(false);
            statement.execute("SET LOCAL search_path = pg_catalog");
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /** Host, port and name as a person reads them. */
    default String display() {
        return name() + " on " + host() + ":" + port();
    }
}
