package org.mathesar.launcher.concierge;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.EmbeddedPostgres;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.database.TestPostgres;
import org.mathesar.launcher.storage.Secret;

/**
 * A real PostgreSQL with the roles, schemas and default privileges of a Supabase project: {@code postgres} owns the
 * database and what is in schema public, skips row-level security and may create roles, but is no superuser. What
 * Supabase's extension supautils forbids it is forbidden here by the grants alone.
 */
public final class SupabaseLike implements AutoCloseable {
    private static final String[] ROLES = {
            "CREATE ROLE postgres LOGIN CREATEDB CREATEROLE REPLICATION BYPASSRLS PASSWORD 'secret-postgres'",
            "CREATE ROLE anon NOLOGIN", "CREATE ROLE authenticated NOLOGIN",
            "CREATE ROLE service_role NOLOGIN BYPASSRLS",
            "CREATE ROLE authenticator LOGIN NOINHERIT PASSWORD 'secret-authenticator'",
            "GRANT anon, authenticated, service_role TO authenticator",
            "CREATE ROLE dashboard_user NOLOGIN CREATEDB CREATEROLE REPLICATION",
            "CREATE ROLE supabase_auth_admin LOGIN NOINHERIT CREATEROLE PASSWORD 'secret-supabase_auth_admin'",
            "CREATE ROLE supabase_storage_admin LOGIN NOINHERIT CREATEROLE PASSWORD 'secret-supabase_storage_admin'",
            "CREATE ROLE supabase_read_only_user LOGIN BYPASSRLS PASSWORD 'secret-supabase_read_only_user'",
            "GRANT pg_read_all_data TO supabase_read_only_user",
            "ALTER ROLE postgres SET search_path TO \"$user\", public, extensions"};
    private static final String[] SCHEMAS = {"ALTER DATABASE postgres OWNER TO postgres",
            "GRANT ALL ON DATABASE postgres TO dashboard_user", "CREATE SCHEMA extensions",
            "CREATE SCHEMA graphql_public",
            "CREATE SCHEMA auth AUTHORIZATION supabase_auth_admin",
            "CREATE SCHEMA storage AUTHORIZATION supabase_storage_admin", "CREATE SCHEMA realtime",
            "CREATE SCHEMA vault",
            "GRANT USAGE ON SCHEMA public, extensions, graphql_public, auth, storage, realtime"
                    + " TO postgres, anon, authenticated, service_role",
            "CREATE TABLE auth.users (id uuid PRIMARY KEY, email text UNIQUE, encrypted_password text)",
            "ALTER TABLE auth.users ENABLE ROW LEVEL SECURITY", "ALTER TABLE auth.users OWNER TO supabase_auth_admin",
            "GRANT ALL ON auth.users TO postgres, dashboard_user",
            "CREATE TABLE storage.objects (id uuid PRIMARY KEY, bucket text, name text, owner uuid)",
            "ALTER TABLE storage.objects ENABLE ROW LEVEL SECURITY",
            "ALTER TABLE storage.objects OWNER TO supabase_storage_admin",
            "GRANT ALL ON storage.objects TO postgres, anon, authenticated, service_role",
            "CREATE TABLE realtime.subscription (id bigint PRIMARY KEY, entity text)",
            "CREATE TABLE vault.secrets (id uuid PRIMARY KEY, secret text)"};
    /** What a request's token says; NULL where there was no request, as on every direct connection. */
    private static final String[] FUNCTIONS = {"""
            CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS $$
                SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb $$""", """
            CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS $$
                SELECT (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid $$""", """
            CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS $$
                SELECT nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role' $$"""};

    private final AutoCloseable server;
    private final Database.External place;
    private final int major;

    private SupabaseLike(AutoCloseable server, Database.External place, int major) {
        this.server = server;
        this.place = place;
        this.major = major;
    }

    /** On the system's PostgreSQL, as a server of its own; close it. */
    public static SupabaseLike start() throws IOException, InterruptedException, SQLException {
        TestPostgres server = TestPostgres.start();
        try (Connection root = server.superuser()) {
            run(root, "CREATE ROLE passing SUPERUSER LOGIN PASSWORD 'secret-passing'");
        }
        return on(server.external("postgres", "passing", "secret-passing"), "postgres", server);
    }

    /** On another version of PostgreSQL; only in the suite {@code databases}. */
    public static SupabaseLike start(int major) throws IOException, InterruptedException, SQLException {
        EmbeddedPostgres server = EmbeddedPostgres.start(major);
        server.execute("postgres", "CREATE ROLE passing SUPERUSER LOGIN PASSWORD 'secret-passing'");
        return on(server.external("postgres", "passing", "secret-passing"), "postgres", server);
    }

    /**
     * On any server that is there for this alone.
     *
     * @param superuser somebody other than the superuser that initdb made
     * @param initial the superuser that initdb made; it becomes {@code supabase_admin}
     * @param server closed with this
     */
    public static SupabaseLike on(Database.External superuser, String initial, AutoCloseable server)
            throws SQLException {
        try (Connection root = superuser.connect()) {
            int major = root.getMetaData().getDatabaseMajorVersion();
            run(root, "ALTER ROLE \"" + initial + "\" RENAME TO supabase_admin",
                    "ALTER ROLE supabase_admin PASSWORD 'secret-supabase_admin'");
            run(root, ROLES);
            run(root, SCHEMAS);
            run(root, FUNCTIONS);
            for (String owner : new String[]{"postgres", "supabase_admin"}) {
                for (String kind : new String[]{"TABLES", "FUNCTIONS", "SEQUENCES"}) {
                    run(root, "ALTER DEFAULT PRIVILEGES FOR ROLE " + owner + " IN SCHEMA public GRANT ALL ON " + kind
                            + " TO postgres, anon, authenticated, service_role");
                }
            }
            if (major < 15) {
                run(root, "ALTER SCHEMA public OWNER TO postgres");
            }
            if (major >= 16) {
                run(root, "GRANT anon, authenticated, service_role TO postgres WITH ADMIN OPTION");
            } else {
                run(root, "GRANT anon, authenticated, service_role TO postgres");
            }
            return new SupabaseLike(server, superuser, major);
        }
    }

    /** The same server's other database; closing it closes nothing. */
    public SupabaseLike in(String database) {
        return new SupabaseLike(() -> {
        }, new Database.External(place.host(), place.port(), database, place.user(), place.password(),
                place.sslMode()), major);
    }

    /** The server's version. */
    public int major() {
        return major;
    }

    /** How one of the fixture's roles that may sign in does so. */
    public Database.External as(String role) {
        return external(role, "secret-" + role);
    }

    /** The project's database for any role. */
    public Database.External external(String role, String password) {
        return new Database.External(place.host(), place.port(), place.name(), role, new Secret(password),
                SslMode.PREFER);
    }

    /** Runs statements as a role that may sign in, as in Supabase's SQL editor for {@code postgres}. */
    public void run(String role, String... statements) throws SQLException {
        try (Connection connection = as(role).connect()) {
            run(connection, statements);
        }
    }

    /** A connection that acts as any role, also one that may not sign in. */
    public Connection acting(String role) throws SQLException {
        Connection connection = as("supabase_admin").connect();
        run(connection, "SET ROLE \"" + role + "\"");
        return connection;
    }

    /** How many rows the role sees; throws what PostgreSQL throws. */
    public long count(String role, String relation) throws SQLException {
        try (Connection connection = acting(role);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT count(*) FROM " + relation)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Runs them one after the other. */
    public static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }
}
