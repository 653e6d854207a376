package org.mathesar.launcher.tls;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.mathesar.launcher.problem.Problem;

/** What came of reading a certificate and key that the owner got elsewhere. No message ever holds any of the key. */
public sealed interface OwnCertificate {

    /** The longest text that is looked at, in characters. */
    int LONGEST = 256 * 1024;

    /** Which of the two texts a problem is about. */
    enum Field {
        CERTIFICATE,
        KEY
    }

    /**
     * It can be served.
     *
     * @param names the hosts that it is for, as {@link HostCertificate#names} writes them; never empty
     * @param warnings sentences for the owner about what may not work everywhere
     */
    record Usable(HostCertificate certificate, List<String> names, List<String> warnings) implements OwnCertificate {
        public Usable {
            Objects.requireNonNull(certificate);
            names = List.copyOf(names);
            warnings = List.copyOf(warnings);
        }
    }

    /** It cannot be served, or browsers would refuse it. */
    record Unusable(Field field, Problem problem) implements OwnCertificate {
        public Unusable {
            Objects.requireNonNull(field);
            Objects.requireNonNull(problem);
        }
    }

    /**
     * Reads a certificate with its chain and its key, in PEM. The order does not matter, both may be in either text, and
     * what does not belong is left out. Unusable when it is expired or not yet valid at {@code now}.
     */
    static OwnCertificate read(String chainPem, String keyPem, Instant now) {
        return switch (PairReading.atAnyTime(chainPem, keyPem)) {
            case Usable usable -> Validity.refusal(usable.certificate(), now)
                    .<OwnCertificate>map(problem -> new Unusable(Field.CERTIFICATE, problem)).orElse(usable);
            case Unusable unusable -> unusable;
        };
    }
}
