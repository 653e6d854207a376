package org.mathesar.launcher.setup;

import java.util.Objects;
import java.util.Optional;

/** The confirmed answers; stored, so without any password. */
public record Plan(Address address, DatabaseChoice database) {

    /** That the owner has seen how people will reach this server, and went on. */
    public sealed interface Address {
        /**
         * Under the address that it has and every name it is given, now or later. Names and certificates are kept apart
         * from the plan, for they may change while everything else stays.
         */
        record AsReached() implements Address {}
    }

    /** Where Mathesar keeps its own data. */
    public sealed interface DatabaseChoice {
        /** A PostgreSQL that the launcher runs on this machine. */
        record Bundled() implements DatabaseChoice {}

        /**
         * A server that exists already; its password is kept among the secrets.
         *
         * @param host name, address or absolute socket directory
         * @param sslMode as libpq knows it: disable, prefer, require, verify-ca, verify-full
         */
        record External(String host, int port, String database, String user, String sslMode)
                implements
                    DatabaseChoice {
            public External {
                Objects.requireNonNull(host);
                Objects.requireNonNull(database);
                Objects.requireNonNull(user);
                Objects.requireNonNull(sslMode);
            }
        }
    }

    public Plan {
        Objects.requireNonNull(address);
        Objects.requireNonNull(database);
    }

    Draft draft() {
        return new Draft(Optional.of(address), Optional.of(database));
    }

    /** The answers given so far. */
    public record Draft(Optional<Address> address, Optional<DatabaseChoice> database) {
        public static final Draft EMPTY = new Draft(Optional.empty(), Optional.empty());

        public Draft with(Address chosen) {
            return new Draft(Optional.of(chosen), database);
        }

        public Draft with(DatabaseChoice chosen) {
            return new Draft(address, Optional.of(chosen));
        }

        /** The plan, once every question is answered. */
        public Optional<Plan> complete() {
            return address.flatMap(where -> database.map(what -> new Plan(where, what)));
        }
    }
}
