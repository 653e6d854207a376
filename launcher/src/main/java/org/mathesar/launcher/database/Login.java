package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * How a connection is made.
 *
 * @param login how long all of it may take, from the name look-up to the accepted password
 * @param answer how long any later statement may wait for the server
 */
public record Login(Duration login, Duration answer) {
    private static final String HOST = "[\\p{L}\\p{N}._:%-]+";
    /** No catalog is that large; a server that never ends must not fill our memory. */
    private static final String LARGEST_ANSWER = "64M";

    Connection open(Database database) throws SQLException {
        return open(database, database.name(), database.user(), database.password().reveal());
    }

    /** Connects to this one of the server's addresses. */
    Connection open(Database database, InetAddress address) throws SQLException {
        PGSimpleDataSource source = source(database, database.name());
        source.setSocketFactory(PinnedSockets.class.getName());
        source.setSocketFactoryArg(address.getHostAddress());
        return source.getConnection(database.user(), database.password().reveal());
    }

    /** Connects to the same server as another user or to another of its databases. */
    Connection open(Database server, String name, String user, String password) throws SQLException {
        return source(server, name).getConnection(user, password);
    }

    /** The driver makes an address of it in which other characters would begin its settings, such as classes to load. */
    private static void refuseSettings(String host) throws SQLException {
        if (!host.matches(HOST)) {
            throw new SQLException("not the name or address of a host", "08001");
        }
    }

    private PGSimpleDataSource source(Database server, String name) throws SQLException {
        refuseSettings(server.host());
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[]{server.host().contains(":") ? "[" + server.host() + "]" : server.host()});
        source.setPortNumbers(new int[]{server.port()});
        source.setDatabaseName(name);
        source.setSslmode(server.sslMode().libpq());
        server.authorities().ifPresent(file -> source.setSslRootCert(file.toString()));
        source.setLoginTimeout(seconds(login));
        source.setConnectTimeout(seconds(login));
        source.setSocketTimeout(seconds(answer));
        source.setGssEncMode("disable");
        source.setTcpKeepAlive(true);
        source.setMaxResultBuffer(LARGEST_ANSWER);
        source.setApplicationName("mathesar-launcher");
        return source;
    }

    /** At least one, since pgjdbc takes 0 for "for ever". */
    private static int seconds(Duration duration) {
        return Math.toIntExact(Math.max(1, duration.plusMillis(999).toSeconds()));
    }
}
