package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/** The sentences of {@link Diagnosis} about a login that failed. */
final class LoginRemedies {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Database.External candidate;
    private final HostWords words;
    private final Egress egress;

    LoginRemedies(Database.External candidate, Egress egress) {
        this.candidate = candidate;
        this.words = HostWords.of(candidate);
        this.egress = egress;
    }

    /** The hoster's own meaning of the words where there is one, else PostgreSQL's. */
    Problem of(LoginFailure failure, SQLException cause) {
        return LoginFailure.serverWords(cause).flatMap(words::ofServerWords)
                .orElseGet(() -> said(failure, cause));
    }

    private Problem said(LoginFailure failure, SQLException cause) {
        String host = candidate.host();
        String user = candidate.user();
        String name = candidate.name();
        String role = Sql.identifier(words.roleInside());
        String database = Sql.identifier(name);
        String asAdministrator = "As an administrator, run: ";
        return switch (failure) {
            case WRONG_PASSWORD -> fixable("The server does not accept the user " + user + " with this password.",
                    words.wrongPassword()
                            .orElse("Check both. To set a new password, run in psql as an administrator: \\password "
                                    + role),
                    cause);
            case PASSWORD_MISSING -> fixable("The server wants a password of " + user + ", and none was given.",
                    "Give the password.", cause);
            case REFUSED_BY_HBA -> fixable("The server does not let " + user + " connect to " + name
                    + " from this machine.", allow(cause), cause);
            case ROLE_MAY_NOT_LOG_IN -> fixable("The role " + user + " does not exist on the server or may not log in.",
                    "Check its spelling, or run as an administrator: CREATE ROLE " + role + " LOGIN; or ALTER ROLE "
                            + role + " LOGIN; then \\password " + role,
                    cause);
            case CLIENT_CERTIFICATE_DEMANDED -> fixable("The server demands a certificate of the client " + user + ".",
                    "Mathesar signs in by password only: let this user log in without a certificate (clientcert in"
                            + " pg_hba.conf), or choose another user.",
                    cause);
            case OTHER_LOGIN_METHOD -> fixable("The server asks " + user + " for another proof than a password.",
                    "Let this user log in with scram-sha-256 (pg_hba.conf), or choose another user.", cause);
            case TLS_DEMANDED -> fixable(host + " accepts only connections with TLS.", "Choose the TLS mode “require”.",
                    cause);
            case UNKNOWN_DATABASE -> fixable("There is no database " + name + " on " + host + ".",
                    "Check its spelling, or run as an administrator: CREATE DATABASE " + database + " OWNER " + role
                            + ";",
                    cause);
            case NO_CONNECT_PRIVILEGE -> fixable("The role " + user + " may not connect to the database " + name + ".",
                    asAdministrator + "ALTER DATABASE " + database + " OWNER TO " + role
                            + "; GRANT CONNECT ON DATABASE " + database + " TO " + role + ";",
                    cause);
            case TOO_MANY_CONNECTIONS -> passing("All connections of " + host + " are in use: close programs that hold"
                    + " some, or raise max_connections at the server.", cause);
            case TOO_MANY_CONNECTIONS_OF_ROLE -> fixable("All connections that " + user + " may have are in use.",
                    asAdministrator + "ALTER ROLE " + role + " CONNECTION LIMIT -1;", cause);
            case TOO_MANY_CONNECTIONS_OF_DATABASE -> fixable("All connections that the database " + name
                    + " may have are in use.", asAdministrator + "ALTER DATABASE " + database + " CONNECTION LIMIT -1;",
                    cause);
            case STARTING_OR_STOPPING -> passing("The server on " + host + " is just starting or stopping.", cause);
            case SERVER_BEHIND_POOLER_GONE -> fixable("A pooler answers on " + host
                    + ", but cannot sign in to the server behind it.",
                    "Check that the server runs, and that the pooler knows the password of " + user + ".", cause);
            case UNTRUSTED_CERTIFICATE -> fixable("The certificate of " + host
                    + " is not signed by an authority known here.",
                    words.certificateAuthority().orElse("Upload the certificate of its authority, or choose the TLS"
                            + " mode “require”, which encrypts without checking the certificate."),
                    cause);
            case CERTIFICATE_FOR_OTHER_NAME -> fixable("The certificate of the server is not for the name " + host
                    + ".", "Give the name that is in the certificate, or choose the TLS mode “verify-ca”.", cause);
            case TLS_FAILED -> fixable("No encrypted connection to " + host + " could be agreed on.",
                    "Check the server's TLS settings: TLS 1.2 or newer is needed.", cause);
            case CONNECTION_LOST -> passing(host + " broke the connection off or took too long to answer.", cause);
            case UNKNOWN -> fixable("The server on " + host + " refused the connection.",
                    "Read its own words below, or ask whoever runs it.", cause);
        };
    }

    /** The server knows best under which address it sees this machine. */
    private String allow(SQLException cause) {
        Optional<InetAddress> seen = LoginFailure.seenAs(cause);
        List<InetAddress> addresses = seen.map(List::of).orElseGet(egress::addresses);
        String line = (candidate.sslMode().needsTls() ? "hostssl " : "host ") + Sql.identifier(candidate.name()) + " "
                + Sql.identifier(candidate.user()) + " ";
        return words.whereToAllow(addresses).orElseGet(() -> addresses.isEmpty()
                ? "Add this machine's address to the server's pg_hba.conf or its list of trusted sources."
                : "Let " + addresses.getFirst().getHostAddress() + " in, by the list of trusted sources or, in the"
                        + " server's pg_hba.conf, above lines that reject: " + line
                        + addresses.getFirst().getHostAddress()
                        + (addresses.getFirst().getAddress().length == 4 ? "/32" : "/128") + " scram-sha-256");
    }

    /** A question after the login was not answered; poolers refuse logins as late as that. */
    Problem inside(SQLException cause) {
        LoginFailure failure = LoginFailure.of(cause);
        return switch (failure) {
            case NO_CONNECT_PRIVILEGE, UNKNOWN -> LoginFailure.serverWords(cause).flatMap(words::ofServerWords)
                    .orElseGet(() -> fixable("The server on " + candidate.host()
                            + " let " + candidate.user() + " in, but refused a question about the database.",
                            "Read its own words below, or ask whoever runs it.", cause));
            case WRONG_PASSWORD, PASSWORD_MISSING, REFUSED_BY_HBA, ROLE_MAY_NOT_LOG_IN, CLIENT_CERTIFICATE_DEMANDED,
                    OTHER_LOGIN_METHOD, TLS_DEMANDED, UNKNOWN_DATABASE, TOO_MANY_CONNECTIONS,
                    TOO_MANY_CONNECTIONS_OF_ROLE, TOO_MANY_CONNECTIONS_OF_DATABASE, STARTING_OR_STOPPING,
                    SERVER_BEHIND_POOLER_GONE, UNTRUSTED_CERTIFICATE, CERTIFICATE_FOR_OTHER_NAME, TLS_FAILED,
                    CONNECTION_LOST ->
                of(failure, cause);
        };
    }

    Problem tookTooLong(String detail) {
        return new Problem.Passing(candidate.host() + " broke the connection off or took too long to answer.",
                Instant.now().plus(SOON), detail);
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
        return Sql.shortened(password.isEmpty() ? text : text.replace(password, "***"));
    }
}
