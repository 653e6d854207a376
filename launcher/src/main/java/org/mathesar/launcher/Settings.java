package org.mathesar.launcher;

import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.concierge.Declaration;
import org.mathesar.launcher.database.AuthorityPem;
import org.mathesar.launcher.storage.Secret;

/**
 * Everything that can be set from outside, typed and checked; {@link SettingsReader} is the only reader of the
 * environment.
 *
 * @param platform where we run; decides the defaults
 * @param httpsPort wanted port, empty for the platform's default
 * @param httpPort wanted port, empty for the platform's default
 * @param publicPort the HTTPS port that visitors use, where it is another than ours
 * @param hosts names people use for this server beyond those the launcher finds itself
 * @param openedPaths refused paths that the owner opened
 * @param systemUser who runs the application when the launcher is root
 * @param databaseUser who runs PostgreSQL when the launcher is root
 * @param database a whole plan's database, from {@code DATABASE_URL} or {@code POSTGRES_*}
 * @param administrator name and password of the first user
 * @param declared databases that people work in, and users, to be there once Mathesar runs
 * @param passThrough Mathesar's own variables and what its programs need of the surroundings
 */
public record Settings(Platform platform, Path data, Optional<Integer> httpsPort, Optional<Integer> httpPort,
        Optional<Integer> publicPort, String bind, List<String> hosts, CertificateSettings certificates,
        Optional<Path> mathesarHome, boolean sample, Optional<Path> sampleApp,
        Optional<URI> releaseUrl, Optional<String> releaseSha256, Optional<Path> python, Optional<Path> postgresBin,
        Optional<String> systemUser, Optional<String> databaseUser, Optional<Secret> setupCode,
        Set<String> openedPaths, List<String> trustedProxies, boolean jsonLog, Optional<Integer> workers,
        Optional<Secret> secretKey, Optional<GivenDatabase> database, Optional<GivenAdministrator> administrator,
        Declaration declared,
        Map<String, String> passThrough) {

    /** A database named by the environment; the authority is empty where no file of it is named. */
    public record GivenDatabase(String host, int port, String name, String user, Secret password, String sslMode,
            Optional<AuthorityPem> authority) {}

    /** The first user, named by the environment. */
    public record GivenAdministrator(String username, Secret password) {}

    /** Every setting by name. The table of docs/settings.md is made from this list. */
    public enum Key {
        DATA("MATHESAR_LAUNCHER_DATA", "root: /var/lib/mathesar-launcher, else ~/.local/share/mathesar-launcher",
                "directory that holds everything that must survive (--data)"),
        HTTPS_PORT("MATHESAR_LAUNCHER_HTTPS_PORT", "by platform: 8443 or 443",
                "port of the HTTPS door (--port); a free one if the default is taken on a local machine"),
        HTTP_PORT("MATHESAR_LAUNCHER_HTTP_PORT", "by platform: 8080 or 80",
                "port that redirects to HTTPS and answers certificate authorities; 0 for none"),
        PUBLIC_PORT("MATHESAR_LAUNCHER_PUBLIC_PORT", "the HTTPS port",
                "the HTTPS port that visitors use, where something in front maps it to ours"),
        BIND("MATHESAR_LAUNCHER_BIND", "::", "address to listen on"),
        HOSTS("MATHESAR_LAUNCHER_HOSTS", "none",
                "further names of this server, comma-separated; requests for unknown names are refused"),
        PLATFORM("MATHESAR_LAUNCHER_PLATFORM", "detected", "where we run: local, machine or container"),
        TLS("MATHESAR_LAUNCHER_TLS", "auto; self-signed on a local machine",
                "who makes the certificate: auto (authorities), files, self-signed or platform (plain HTTP here)"),
        DOMAIN("MATHESAR_LAUNCHER_DOMAIN", "asked", "the domain name people use, e.g. mathesar.example.org"),
        PUBLIC_ADDRESS("MATHESAR_LAUNCHER_PUBLIC_ADDRESS", "found",
                "the IP addresses under which the internet reaches this server, comma-separated"),
        CERTIFICATE_FILE("MATHESAR_LAUNCHER_CERTIFICATE_FILE", "none",
                "your own certificate with its chain, PEM; read again when it changes"),
        KEY_FILE("MATHESAR_LAUNCHER_KEY_FILE", "none", "its private key, PEM, not encrypted"),
        ACME_DIRECTORY("MATHESAR_LAUNCHER_ACME_DIRECTORY", "Let's Encrypt",
                "directory URL of another certificate authority (ACME, RFC 8555)"),
        ACME_STAGING_DIRECTORY("MATHESAR_LAUNCHER_ACME_STAGING_DIRECTORY", "Let's Encrypt's for Let's Encrypt",
                "directory URL to rehearse a domain's first order on"),
        ACME_CA_FILE("MATHESAR_LAUNCHER_ACME_CA_FILE", "none",
                "further root certificates to trust the directory with, PEM"),
        ACME_EAB_KID("MATHESAR_LAUNCHER_ACME_EAB_KID", "none", "key id of an external account at the authority"),
        ACME_EAB_KEY("MATHESAR_LAUNCHER_ACME_EAB_KEY", "none", "its key, base64url", true),
        HSTS("MATHESAR_LAUNCHER_HSTS", "auto",
                "Strict-Transport-Security: auto (a domain that has held for a week), always or never"),
        DNS_RESOLVERS("MATHESAR_LAUNCHER_DNS_RESOLVERS", "the system's, 1.1.1.1, 8.8.8.8, 9.9.9.9",
                "DNS servers to ask about the domain, comma-separated, as IP address or address:port"),
        SETUP_CODE("MATHESAR_SETUP_CODE", "generated", "the code that proves ownership, 12 characters or more", true),
        MATHESAR_HOME("MATHESAR_HOME", "none", "an unpacked Mathesar release with its Python environment (--mathesar)"),
        SAMPLE("MATHESAR_LAUNCHER_SAMPLE", "false", "run the sample application instead of Mathesar (--sample)"),
        SAMPLE_APP("MATHESAR_LAUNCHER_SAMPLE_APP", "none", "directory of the sample application"),
        RELEASE_URL("MATHESAR_LAUNCHER_RELEASE_URL", "the pinned official release",
                "where to download Mathesar's release"),
        RELEASE_SHA256("MATHESAR_LAUNCHER_RELEASE_SHA256", "pinned where known", "its SHA-256 as 64 hex digits"),
        PYTHON("MATHESAR_LAUNCHER_PYTHON", "/usr/bin/python3", "the Python to make Mathesar's environment with"),
        POSTGRES_BIN("MATHESAR_LAUNCHER_POSTGRES_BIN", "found", "directory with PostgreSQL's server programs"),
        SYSTEM_USER("MATHESAR_LAUNCHER_USER", "mathesar", "system user for Mathesar when the launcher is root"),
        DATABASE_USER("MATHESAR_LAUNCHER_DATABASE_USER", "mathesar-db",
                "system user for PostgreSQL when the launcher is root"),
        OPEN_PATHS("MATHESAR_LAUNCHER_OPEN_PATHS", "none",
                "refused paths to open, comma-separated: /admin/, /media/, /auth/signup/"),
        TRUSTED_PROXIES("MATHESAR_LAUNCHER_TRUSTED_PROXIES", "none",
                "networks of proxies in front of us whose X-Forwarded headers count, e.g. 10.0.0.0/8"),
        WORKERS("MATHESAR_LAUNCHER_WORKERS", "by processors and memory", "gunicorn workers"),
        LOG("MATHESAR_LAUNCHER_LOG", "text", "text or json, one line per event on stdout"),
        ADMIN_USERNAME("MATHESAR_LAUNCHER_ADMIN_USERNAME", "asked", "first user's name, for set-up without a browser"),
        ADMIN_PASSWORD("MATHESAR_LAUNCHER_ADMIN_PASSWORD", "asked", "first user's password", true),
        SECRET_KEY("SECRET_KEY", "generated", "Mathesar's key; keep it with the database", true),
        DATABASE_URL("DATABASE_URL", "bundled PostgreSQL", "where Mathesar keeps its own data, as postgres://…", true),
        POSTGRES_HOST("POSTGRES_HOST", "none", "the same in single values: the server's name or address"),
        POSTGRES_PORT("POSTGRES_PORT", "5432", "its port"),
        POSTGRES_DB("POSTGRES_DB", "none", "the database's name"),
        POSTGRES_USER("POSTGRES_USER", "none", "the role that owns it"),
        POSTGRES_PASSWORD("POSTGRES_PASSWORD", "none", "that role's password", true),
        POSTGRES_SSLMODE("POSTGRES_SSLMODE", "prefer; verify-full with an authority",
                "disable, prefer, require, verify-ca or verify-full"),
        DATABASE_CA_FILE("MATHESAR_LAUNCHER_DATABASE_CA_FILE", "none",
                "certificate of the authority that signed that server's certificate, PEM (or sslrootcert= in the URL)"),
        CONNECT_URL("MATHESAR_LAUNCHER_CONNECT_URL", "none",
                "a database for people to work in, as postgres://…; connected once Mathesar runs", true),
        CONNECT_FILE("MATHESAR_LAUNCHER_CONNECT_FILE", "none",
                "the same for several databases, with roles and users; see [connect-file.md](connect-file.md)");

        private final String variable;
        private final String fallback;
        private final String help;
        private final boolean secret;

        Key(String variable, String fallback, String help) {
            this(variable, fallback, help, false);
        }

        Key(String variable, String fallback, String help, boolean secret) {
            this.variable = variable;
            this.fallback = fallback;
            this.help = help;
            this.secret = secret;
        }

        public String variable() {
            return variable;
        }

        /** What holds when it is not set, for people. */
        public String fallback() {
            return fallback;
        }

        public String help() {
            return help;
        }

        /** Whether its value may also come from the file named by {@code variable + "_FILE"}. */
        public boolean isSecret() {
            return secret;
        }
    }

    /** The defaults of a test or an embedding program: this platform, this directory, nothing else set. */
    static Settings of(Platform platform, Path data) {
        return new SettingsReader(new HashMap<>(Map.of(Key.DATA.variable(), data.toString(), Key.PLATFORM.variable(),
                platform.id()))).read();
    }
}
