package org.mathesar.launcher.database;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.problem.Problem;

/** The sentences of {@link Diagnosis}: what is wrong and what to do about it. */
final class Remedies {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "::1");

    private final Database.External candidate;
    private final boolean insideContainer;

    Remedies(Database.External candidate, boolean insideContainer) {
        this.candidate = candidate;
        this.insideContainer = insideContainer;
    }

    /** What can be said without asking anyone. */
    Optional<Problem> unusableParameters() {
        if (candidate.host().startsWith("/")) {
            return Optional.of(fixable("A socket directory such as " + candidate.host() + " cannot be used here.",
                    "Give the server's host name or address instead."));
        }
        if (!candidate.host().matches("[\\p{L}\\p{N}._:%-]+")) {
            return Optional.of(fixable("“" + candidate.host() + "” is not a host name.",
                    "Give only the name or address of the server, without port or other parts."));
        }
        if (candidate.port() < 1 || candidate.port() > 65_535) {
            return Optional.of(fixable(candidate.port() + " is not a port.", "PostgreSQL's usual port is 5432."));
        }
        if (candidate.sslMode().checksCertificate() && candidate.authorities().isEmpty()) {
            return Optional.of(fixable("This machine has no list of certificate authorities.",
                    "Install the package ca-certificates, or choose the TLS mode “require”."));
        }
        return Optional.empty();
    }

    Problem unknownHost() {
        return fixable("The host name " + candidate.host() + " is not known here.",
                "Check its spelling. If it is a private name, use one that this machine can look up, or the address.");
    }

    Problem refused() {
        return fixable("Nothing listens on port " + candidate.port() + " of " + candidate.host() + ".",
                localhostHint().orElse("Check host and port, and that PostgreSQL runs and listens on the network"
                        + " (listen_addresses)."));
    }

    Problem unreachable(String detail) {
        return new Problem.Fixable(candidate.host() + " does not answer on port " + candidate.port() + ".",
                localhostHint().orElse("Check host and port, and let this machine through the firewall, security group"
                        + " or list of trusted sources in front of the database."),
                detail);
    }

    Problem mute() {
        return fixable(
                "Port " + candidate.port() + " of " + candidate.host() + " accepts connections but says nothing.",
                "Check that the port is PostgreSQL's; if it is, the server or a proxy in front of it hangs: restart it.");
    }

    Problem foreign() {
        return fixable("What listens on port " + candidate.port() + " of " + candidate.host() + " is not PostgreSQL.",
                "Check the port; PostgreSQL's usual port is 5432.");
    }

    Problem noTls() {
        return fixable(candidate.host() + " does not offer TLS, which the mode “" + candidate.sslMode().libpq()
                + "” demands.",
                "Turn TLS on at the server, or choose “prefer” if the network between is private.");
    }

    Problem tlsRequired() {
        return fixable(candidate.host() + " accepts only connections with TLS.", "Choose the TLS mode “require”.");
    }

    Problem tooOld(String version) {
        return fixable("The server runs PostgreSQL " + version + ", but Mathesar needs 14 or newer.",
                "Upgrade it, or choose another server.");
    }

    Problem readOnly() {
        return fixable("The database " + candidate.name() + " can only be read; this looks like a replica.",
                "Give the host of the primary server.");
    }

    Problem missingPrivilege(Optional<String> schemaOwner) {
        String database = Sql.identifier(candidate.name());
        String role = Sql.identifier(candidate.user());
        String sql = "ALTER DATABASE " + database + " OWNER TO " + role + ";";
        if (schemaOwner.isEmpty()) {
            sql += " CREATE SCHEMA public AUTHORIZATION " + role + ";";
        } else if (!schemaOwner.get().equals("pg_database_owner")) {
            sql += " GRANT ALL ON SCHEMA public TO " + role + ";";
        }
        return fixable("The role " + candidate.user() + " may not create tables in the database " + candidate.name()
                + ".", "As an administrator, connected to the database " + candidate.name() + ", run: " + sql);
    }

    /** The sentence for a login that failed. */
    Problem of(LoginFailure failure, SQLException cause) {
        String user = candidate.user();
        String name = candidate.name();
        return switch (failure) {
            case WRONG_PASSWORD -> fixable("The server does not accept the user " + user + " with this password.",
                    "Check both. To set a new password, run as an administrator: \\password "
                            + Sql.identifier(user));
            case REFUSED_BY_HBA -> fixable("The server does not let " + user + " connect to " + name
                    + " from this machine.",
                    "Add this machine's address to the server's pg_hba.conf or its list of trusted sources.", cause);
            case ROLE_MAY_NOT_LOG_IN -> fixable("The role " + user + " does not exist on the server or may not log in.",
                    "Check its spelling, or run as an administrator: CREATE ROLE " + Sql.identifier(user)
                            + " LOGIN; \\password " + Sql.identifier(user),
                    cause);
            case OTHER_LOGIN_METHOD -> fixable("The server asks " + user + " for another proof than a password.",
                    "Let this user log in with scram-sha-256 (pg_hba.conf), or choose another user.", cause);
            case UNKNOWN_DATABASE -> fixable("There is no database " + name + " on " + candidate.host() + ".",
                    "Check its spelling, or run as an administrator: CREATE DATABASE " + Sql.identifier(name)
                            + " OWNER " + Sql.identifier(user) + ";");
            case NO_CONNECT_PRIVILEGE -> fixable("The role " + user + " may not connect to the database " + name + ".",
                    "As an administrator, run: ALTER DATABASE " + Sql.identifier(name) + " OWNER TO "
                            + Sql.identifier(user) + "; GRANT CONNECT ON DATABASE " + Sql.identifier(name) + " TO "
                            + Sql.identifier(user) + ";");
            case TOO_MANY_CONNECTIONS -> passing("All connections of " + candidate.host() + " are in use.", cause);
            case STARTING_OR_STOPPING -> passing("The server on " + candidate.host() + " is just starting or stopping.",
                    cause);
            case UNTRUSTED_CERTIFICATE -> fixable("The certificate of " + candidate.host()
                    + " is not signed by an authority known here.",
                    "Add its authority to this machine's list, or choose the TLS mode “require”, which encrypts"
                            + " without checking the certificate.",
                    cause);
            case CERTIFICATE_FOR_OTHER_NAME -> fixable("The certificate of the server is not for the name "
                    + candidate.host() + ".",
                    "Give the name that is in the certificate, or choose the TLS mode “verify-ca”.", cause);
            case TLS_FAILED -> fixable("No encrypted connection to " + candidate.host() + " could be agreed on.",
                    "Check the server's TLS settings: TLS 1.2 or newer is needed.", cause);
            case CONNECTION_LOST -> passing(candidate.host() + " broke the connection off or took too long to answer.",
                    cause);
            case UNKNOWN -> fixable("The server on " + candidate.host() + " refused the connection.",
                    "Read its own words below, or ask whoever runs it.", cause);
        };
    }

    private Optional<String> localhostHint() {
        return insideContainer && THIS_MACHINE.contains(candidate.host().toLowerCase(Locale.ROOT))
                ? Optional.of("In a container " + candidate.host() + " is the container itself. Give the database's"
                        + " own host name, or host.docker.internal for a server on the machine outside.")
                : Optional.empty();
    }

    private static Problem fixable(String summary, String action) {
        return new Problem.Fixable(summary, action);
    }

    private Problem fixable(String summary, String action, SQLException cause) {
        return new Problem.Fixable(summary, action, detail(cause));
    }

    private Problem passing(String summary, SQLException cause) {
        return new Problem.Passing(summary, Instant.now().plus(SOON), detail(cause));
    }

    /** The driver's and the server's own words. Neither quotes a password, but what is shown is made sure of. */
    private String detail(SQLException cause) {
        String text = String.valueOf(cause.getMessage());
        String password = candidate.password().reveal();
        return password.isEmpty() ? text : text.replace(password, "***");
    }
}
