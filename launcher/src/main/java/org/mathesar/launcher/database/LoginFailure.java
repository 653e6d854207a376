package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Why a server did not let us in; the only place that knows the codes and words for it. */
enum LoginFailure {
    WRONG_PASSWORD,
    /** The server wants a password, and there is none. */
    PASSWORD_MISSING,
    /** No line of pg_hba.conf fits this address, user, database and encryption, or one rejects it. */
    REFUSED_BY_HBA,
    /** The role does not exist, or may not log in. */
    ROLE_MAY_NOT_LOG_IN,
    /** A certificate of the client is demanded. */
    CLIENT_CERTIFICATE_DEMANDED,
    /** Kerberos, a system user, or whatever else is no password. */
    OTHER_LOGIN_METHOD,
    TLS_DEMANDED,
    UNKNOWN_DATABASE,
    NO_CONNECT_PRIVILEGE,
    TOO_MANY_CONNECTIONS,
    TOO_MANY_CONNECTIONS_OF_ROLE,
    TOO_MANY_CONNECTIONS_OF_DATABASE,
    STARTING_OR_STOPPING,
    /** A pooler answers, but not the server behind it. */
    SERVER_BEHIND_POOLER_GONE,
    UNTRUSTED_CERTIFICATE,
    CERTIFICATE_FOR_OTHER_NAME,
    TLS_FAILED,
    CONNECTION_LOST,
    UNKNOWN;

    private static final Pattern ADDRESS = Pattern
            .compile(
                    "(?<![\\w.:])(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7})(?![\\w.:])");

    static LoginFailure of(SQLException failure) {
        Optional<ServerErrorMessage> words = serverError(failure);
        if (words.isPresent()) {
            return of(words.get());
        }
        if (hasCause(failure, CertPathValidatorException.class) || hasCause(failure, CertificateException.class)) {
            return UNTRUSTED_CERTIFICATE;
        }
        if (hasCause(failure, SSLPeerUnverifiedException.class)
                || String.valueOf(failure.getMessage()).contains("could not be verified")) {
            return CERTIFICATE_FOR_OTHER_NAME;
        }
        if (hasCause(failure, SSLException.class)) {
            return TLS_FAILED;
        }
        return switch (String.valueOf(failure.getSQLState())) {
            case "08004" -> OTHER_LOGIN_METHOD;
            case "08001", "08003", "08006" -> CONNECTION_LOST;
            default -> UNKNOWN;
        };
    }

    /** What the server itself said; empty where the driver gave up by itself. */
    static Optional<String> serverWords(SQLException failure) {
        return serverError(failure).map(ServerErrorMessage::getMessage);
    }

    /** The address under which the server sees this machine, which pg_hba's refusals name in every language. */
    static Optional<InetAddress> seenAs(SQLException failure) {
        Matcher address = ADDRESS.matcher(serverWords(failure).orElse(""));
        try {
            return address.find() ? Optional.of(InetAddress.ofLiteral(address.group())) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static Optional<ServerErrorMessage> serverError(SQLException failure) {
        return failure instanceof PSQLException refused
                ? Optional.ofNullable(refused.getServerErrorMessage())
                : Optional.empty();
    }

    private static LoginFailure of(ServerErrorMessage error) {
        String text = String.valueOf(error.getMessage());
        return switch (String.valueOf(error.getSQLState())) {
            case "28P01" -> WRONG_PASSWORD;
            case "28000" -> invalidAuthorization(String.valueOf(error.getRoutine()), text);
            case "3D000" -> UNKNOWN_DATABASE;
            case "42501" -> NO_CONNECT_PRIVILEGE;
            case "53300" -> tooMany(String.valueOf(error.getRoutine()));
            case "57P01", "57P02", "57P03" -> STARTING_OR_STOPPING;
            case "08P01" -> poolerWords(text.toLowerCase(Locale.ROOT));
            default -> UNKNOWN;
        };
    }

    /** The routine tells what the text tells too, but in every language of the server. */
    private static LoginFailure invalidAuthorization(String routine, String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("ssl connection is required")) {
            return TLS_DEMANDED;
        }
        if (text.contains("pg_hba.conf") || routine.equals("ClientAuthentication") && ADDRESS.matcher(text).find()) {
            return REFUSED_BY_HBA;
        }
        return switch (routine) {
            case "ClientAuthentication" -> CLIENT_CERTIFICATE_DEMANDED;
            // LDAP, PAM and RADIUS judge passwords as well; only their names are the same in every language.
            case "auth_failed" -> Stream.of("ldap", "pam", "radius", "bsd").anyMatch(lower::contains)
                    ? WRONG_PASSWORD
                    : lower.contains("certificate") ? CLIENT_CERTIFICATE_DEMANDED : OTHER_LOGIN_METHOD;
            default -> ROLE_MAY_NOT_LOG_IN;
        };
    }

    private static LoginFailure tooMany(String routine) {
        return switch (routine) {
            case "InitializeSessionUserId" -> TOO_MANY_CONNECTIONS_OF_ROLE;
            case "CheckMyDatabase" -> TOO_MANY_CONNECTIONS_OF_DATABASE;
            default -> TOO_MANY_CONNECTIONS;
        };
    }

    /** PgBouncer has one code for nearly everything, and speaks English only. */
    private static LoginFailure poolerWords(String text) {
        if (text.contains("no such database")) {
            return UNKNOWN_DATABASE;
        }
        if (text.contains("ssl required") || text.contains("sslmode=require")) {
            return TLS_DEMANDED;
        }
        if (text.contains("no such user") || text.contains("authentication failed")
                || text.contains("wrong password")) {
            return WRONG_PASSWORD;
        }
        if (text.contains("no more connections allowed") || text.contains("too many")) {
            return TOO_MANY_CONNECTIONS;
        }
        return text.contains("server login") || text.contains("cannot connect to server")
                || text.contains("server_login_retry") || text.contains("query_wait_timeout")
                        ? SERVER_BEHIND_POOLER_GONE
                        : UNKNOWN;
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause).limit(20).anyMatch(type::isInstance);
    }
}
