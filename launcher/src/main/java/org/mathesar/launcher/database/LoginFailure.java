package org.mathesar.launcher.database;

import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Why a server did not let us in; the only place that knows PostgreSQL's codes for it. */
enum LoginFailure {
    WRONG_PASSWORD,
    /** No line of pg_hba.conf fits this address, user, database and encryption. */
    REFUSED_BY_HBA,
    /** The role does not exist, or may not log in. */
    ROLE_MAY_NOT_LOG_IN,
    OTHER_LOGIN_METHOD,
    UNKNOWN_DATABASE,
    NO_CONNECT_PRIVILEGE,
    TOO_MANY_CONNECTIONS,
    STARTING_OR_STOPPING,
    UNTRUSTED_CERTIFICATE,
    CERTIFICATE_FOR_OTHER_NAME,
    TLS_FAILED,
    CONNECTION_LOST,
    UNKNOWN;

    static LoginFailure of(SQLException failure) {
        if (failure instanceof PSQLException refused && refused.getServerErrorMessage() != null) {
            return of(refused.getServerErrorMessage());
        }
        if (hasCause(failure, CertPathValidatorException.class) || hasCause(failure, CertificateException.class)) {
            return UNTRUSTED_CERTIFICATE;
        }
        if (hasCause(failure, SSLPeerUnverifiedException.class)
                || failure.getMessage().contains("could not be verified")) {
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

    private static LoginFailure of(ServerErrorMessage error) {
        return switch (error.getSQLState()) {
            case "28P01" -> WRONG_PASSWORD;
            // The routine tells what the text tells too, but in every language of the server.
            case "28000" -> "ClientAuthentication".equals(error.getRoutine())
                    || String.valueOf(error.getMessage()).contains("pg_hba.conf")
                            ? REFUSED_BY_HBA
                            : ROLE_MAY_NOT_LOG_IN;
            case "3D000" -> UNKNOWN_DATABASE;
            case "42501" -> NO_CONNECT_PRIVILEGE;
            case "53300" -> TOO_MANY_CONNECTIONS;
            case "57P01", "57P02", "57P03" -> STARTING_OR_STOPPING;
            default -> UNKNOWN;
        };
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause).limit(20).anyMatch(type::isInstance);
    }
}
