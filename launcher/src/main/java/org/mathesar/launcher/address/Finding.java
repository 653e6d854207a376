package org.mathesar.launcher.address;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What one step of a domain's check found.
 *
 * @param sentence what was found and what to do, for the owner
 * @param remedy the DNS record to create or change, where that helps
 * @param said the technical text below: what each resolver or port answered, a line each
 */
public record Finding(Step step, Verdict verdict, String sentence, Optional<DnsRecord> remedy, List<String> said) {

    /** The steps in their order; a later one is taken only when those before are not {@link Verdict#BAD}. */
    public enum Step {
        /** The name has A or AAAA records, and they are this server's. */
        RECORDS,
        /** A random token fetched through the name comes from here. */
        LEADS_HERE,
        /** CAA (RFC 8659) lets the certificate authority issue. */
        PERMISSION
    }

    /** How it ended. */
    public enum Verdict {
        GOOD,
        /** Could not be verified from here, e.g. from inside NAT; the owner may go on. */
        UNSURE,
        /** A certificate would be refused; something must change. */
        BAD
    }

    /**
     * A record for the owner to copy.
     *
     * @param name the owner name, fully qualified, e.g. {@code mathesar.example.org}
     * @param type A, AAAA or CAA
     * @param value the exact value
     * @param action create, change or delete
     */
    public record DnsRecord(Action action, String name, String type, String value) {
        /** What to do with it. */
        public enum Action {
            CREATE,
            CHANGE,
            DELETE
        }

        public DnsRecord {
            Objects.requireNonNull(action);
            Objects.requireNonNull(name);
            Objects.requireNonNull(type);
            Objects.requireNonNull(value);
        }
    }

    public Finding {
        Objects.requireNonNull(step);
        Objects.requireNonNull(verdict);
        Objects.requireNonNull(sentence);
        Objects.requireNonNull(remedy);
        said = List.copyOf(said);
    }
}
