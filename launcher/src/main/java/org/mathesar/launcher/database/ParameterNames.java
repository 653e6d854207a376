package org.mathesar.launcher.database;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names under which people and hosters know the parameters of a connection. */
final class ParameterNames {
    /** The name of a whole connection string inside a list; libpq has no such parameter. */
    static final String URL = "url";

    private static final Map<String, Set<String>> SYNONYMS = Map.of(
            "host",
            Set.of("host", "hostname", "host_name", "hostaddr", "server", "servername", "server_name", "address",
                    "endpoint", "endpoint_name", "writer_endpoint", "writer_endpoint_name", "ip_address",
                    "public_ip_address", "public_ip", "private_ip_address", "private_ip", "tcp_proxy_domain"),
            "port", Set.of("port", "port_number", "server_port", "tcp_proxy_port"),
            "dbname", Set.of("dbname", "db", "db_name", "database", "database_name", "databasename", "initial_catalog",
                    "database_pool", "default_database"),
            "user", Set.of("user", "username", "user_name", "user_id", "userid", "uid", "login", "role", "role_name",
                    "master_username", "master_user_name", "admin_username", "administrator_login"),
            "password", Set.of("password", "pass", "pwd", "passwd", "master_password", "admin_password"),
            "sslmode", Set.of("sslmode", "ssl_mode"), "ssl", Set.of("ssl", "require_ssl", "requiressl"),
            "sslrootcert", Set.of("sslrootcert", "ssl_root_cert", "root_certificate"),
            "instance", Set.of("connection_name", "instance_connection_name", "cloudsqlinstance"), URL,
            Set.of(URL, "uri", "dsn", "connection_string", "connection_uri", "connection_url", "jdbc_url",
                    "public_url", "private_url", "url_unpooled", "url_non_pooling", "direct_url", "direct_connection",
                    "session_pooler", "external_database_url", "internal_database_url", "psql_command"));
    private static final Map<String, String> NAMES = reversed();
    /** libpq's other parameters, those of pgjdbc, and what hosters add; they are understood and not needed. */
    private static final Set<String> NOT_NEEDED = Set.of("passfile", "require_auth", "channel_binding",
            "connect_timeout",
            "client_encoding", "options", "application_name", "fallback_application_name", "keepalives",
            "keepalives_idle", "keepalives_interval", "keepalives_count", "tcp_user_timeout", "replication",
            "gssencmode", "sslnegotiation", "sslcompression", "sslcert", "sslkey", "sslpassword", "sslcertmode",
            "sslcrl", "sslcrldir", "sslsni", "requirepeer", "ssl_min_protocol_version", "ssl_max_protocol_version",
            "krbsrvname", "gsslib", "gssdelegation", "service", "servicefile", "target_session_attrs",
            "load_balance_hosts", "min_protocol_version", "max_protocol_version", "scram_client_key",
            "scram_server_key", "pool_mode", "pgbouncer", "socketfactory", "sslfactory", "connection_limit", "schema",
            "currentschema", "preparethreshold", "iptypes", "enableiamauth", "trust_server_certificate",
            "pooling", "timeout", "command_timeout", "engine", "protocol", "sslkeylogfile", "oauth_issuer");
    private static final Pattern PREFIX = Pattern
            .compile(
                    "(?:pg|(?:postgres|postgresql|pgsql|db|database|rds|supabase_db|spring_datasource|datasource|jdbc|neon"
                            + "|quarkus_datasource|azure_postgresql|sqlalchemy_database|railway|heroku_postgresql_[a-z]+)_)(.+)");
    private static final Pattern VARIABLE = Pattern.compile("PG[A-Z]+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+");

    private ParameterNames() {}

    /** libpq's name for a parameter, or {@link #URL}; empty for what is none of the parameters that are needed. */
    static Optional<String> libpq(String label) {
        String name = normal(label);
        Matcher prefix = PREFIX.matcher(name);
        if (prefix.matches()) {
            String bare = prefix.group(1).equals("name") ? "dbname" : prefix.group(1);
            if (NAMES.containsKey(bare)) {
                return Optional.of(NAMES.get(bare));
            }
        }
        return Optional.ofNullable(NAMES.get(name));
    }

    /** Whether it is a parameter at all. */
    static boolean isKnown(String label) {
        return libpq(label).isPresent() || NOT_NEEDED.contains(normal(label));
    }

    /** Whether it is an environment variable that says by its name that it is about a database. */
    static boolean isVariable(String label) {
        return VARIABLE.matcher(label).matches();
    }

    static String normal(String label) {
        return label.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]++", "_").replaceAll("^_|_$", "");
    }

    private static Map<String, String> reversed() {
        Map<String, String> names = new HashMap<>();
        SYNONYMS.forEach((name, synonyms) -> synonyms.forEach(synonym -> names.put(synonym, name)));
        return Map.copyOf(names);
    }
}
