package org.mathesar.launcher.tls;

import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The limits of Let's Encrypt (<a href="https://letsencrypt.org/docs/rate-limits/">Rate Limits</a>, as published in
 * June 2025), kept towards every authority since most have the like. Let's Encrypt refills bit by bit; we count whole
 * windows, which is never more than that allows. The last try of each limit is left for a person with another tool.
 */
enum Limit {
    CERTIFICATES_PER_SET(5, Duration.ofDays(7), 1, "certificates for exactly these names in seven days"),
    CERTIFICATES_PER_DOMAIN(50, Duration.ofDays(7), 1, "certificates below this domain in seven days"),
    /** An attempt may need two orders: a failed challenge spoils its order, so that the other one begins a new. */
    ORDERS_PER_ACCOUNT(300, Duration.ofHours(3), 2, "orders in three hours"),
    /** Two for the same reason. */
    FAILED_AUTHORIZATIONS(5, Duration.ofHours(1), 2, "failed checks of a name in an hour");

    private final int count;
    private final Duration window;
    private final int cost;
    private final String what;

    Limit(int count, Duration window, int cost, String what) {
        this.count = count;
        this.window = window;
        this.cost = cost;
        this.what = what;
    }

    int count() {
        return count;
    }

    Duration window() {
        return window;
    }

    /** What is held back, for the owner. */
    String why() {
        return "The certificate authority allows " + count + " " + what + "; the last one is kept back.";
    }

    /**
     * When one more attempt fits.
     *
     * @return empty when it does now
     */
    Optional<Instant> next(List<Attempt> attempts, URI directory, Subject subject, Instant now) {
        return switch (this) {
            case CERTIFICATES_PER_SET ->
                fits(certificates(attempts.stream().filter(each -> each.isFor(directory, subject)).toList()), now);
            case CERTIFICATES_PER_DOMAIN -> subject.identifiers().stream().map(Limit::registered).distinct()
                    .flatMap(domain -> fits(certificates(attempts.stream().filter(each -> each.isAt(directory))
                            .filter(each -> each.identifiers().stream().map(Limit::registered)
                                    .anyMatch(domain::equals))
                            .toList()), now).stream())
                    .max(Instant::compareTo);
            case ORDERS_PER_ACCOUNT ->
                fits(attempts.stream().filter(each -> each.isAt(directory)).map(Attempt::at), now);
            case FAILED_AUTHORIZATIONS -> subject.identifiers().stream()
                    .flatMap(identifier -> fits(attempts.stream().filter(each -> each.isAt(directory))
                            .filter(each -> each.mayHaveFailed(identifier)).map(Attempt::last), now).stream())
                    .max(Instant::compareTo);
        };
    }

    /**
     * The moments at which a certificate was or may have been given. Attempts in a row that were killed or could not be
     * kept went on with the same order, so that they are one certificate at most.
     */
    private static Stream<Instant> certificates(List<Attempt> attempts) {
        return IntStream.range(0, attempts.size())
                .filter(i -> mayBeCertificate(attempts.get(i))
                        && !(goesOn(attempts.get(i)) && i + 1 < attempts.size() && goesOn(attempts.get(i + 1))))
                .mapToObj(i -> attempts.get(i).last());
    }

    private static boolean mayBeCertificate(Attempt attempt) {
        return switch (attempt.outcome()) {
            case Attempt.Open _,Attempt.Succeeded _ -> true;
            case Attempt.Failed failed -> switch (failed.kind()) {
                case STORAGE, UNEXPECTED -> true;
                case UNREACHABLE, RATE_LIMITED, VALIDATION, REFUSED -> false;
            };
        };
    }

    private static boolean goesOn(Attempt attempt) {
        return switch (attempt.outcome()) {
            case Attempt.Open _ -> true;
            case Attempt.Succeeded _ -> false;
            case Attempt.Failed failed -> failed.kind() == IssueFailed.Kind.STORAGE;
        };
    }

    private Optional<Instant> fits(Stream<Instant> moments, Instant now) {
        List<Instant> spent = moments.filter(at -> at.plus(window).isAfter(now)).sorted().toList();
        int tooMany = spent.size() - (count - 1) / cost + 1;
        return tooMany <= 0 ? Optional.empty() : Optional.of(spent.get(tooMany - 1).plus(window));
    }

    /**
     * What the authority counts certificates by: the domain as it was registered, an IPv4 address, an IPv6 network of 64
     * bits. We take the last two labels, which counts too many rather than too few.
     */
    static String registered(String identifier) {
        try {
            byte[] address = InetAddress.ofLiteral(identifier).getAddress();
            return Arrays.toString(address.length == 4 ? address : Arrays.copyOf(address, 8));
        } catch (IllegalArgumentException _) {
            String[] labels = identifier.split("\\.");
            return String.join(".", List.of(labels).subList(Math.max(0, labels.length - 2), labels.length));
        }
    }
}
