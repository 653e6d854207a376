package org.mathesar.launcher.address;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Finds out whether a name leads to this server: fetches the beacon's value under the name, at addresses that are given, so
 * that neither this system's resolver nor its hosts file can mislead it.
 */
public final class Reachability {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Beacon beacon;
    private final Supplier<Set<String>> fingerprints;
    private final Ports ports;
    private final Duration patience;

    /** Where authorities and people knock: 80 and 443, except in tests. */
    public record Ports(int http, int https) {
        public static final Ports USUAL = new Ports(80, 443);
    }

    /** What came back from an address. */
    record Visits(InetAddress address, Visit http, Visit https, Ports ports) {

        boolean isHere() {
            return http instanceof Visit.Here || https instanceof Visit.Here;
        }

        boolean isSomeoneElse() {
            return !isHere() && (http instanceof Visit.SomeoneElse || https instanceof Visit.SomeoneElse);
        }

        /** Whether a proxy between ends the TLS connections. */
        boolean isProxied() {
            return http instanceof Visit.Here plain && plain.isProxied()
                    || https instanceof Visit.Here secure && secure.isProxied();
        }

        /** Whether nothing tells whose certificate it is. */
        boolean certificateIsUnknown() {
            return !(https instanceof Visit.Here(var own, _) && own.isPresent());
        }

        Optional<String> proxy() {
            return http instanceof Visit.Here(_, var name) && name.isPresent()
                    ? name
                    : https instanceof Visit.Here(_, var other) ? other : Optional.empty();
        }

        /** What the server that answered instead said. */
        String stranger() {
            return http instanceof Visit.SomeoneElse(String what, _)
                    ? what
                    : https instanceof Visit.SomeoneElse(String other, _) ? other : "";
        }

        List<String> lines() {
            String host = address instanceof Inet6Address
                    ? "[" + PublicAddresses.text(address) + "]"
                    : PublicAddresses.text(address);
            return List.of(host + " port " + ports.http() + ": " + http.words(),
                    host + " port " + ports.https() + ": " + https.words());
        }
    }

    /**
     * @param fingerprints of the certificates that are served now: SHA-256 in hex, with or without colons; empty when
     *        unknown
     */
    public Reachability(Beacon beacon, Supplier<Set<String>> fingerprints, Ports ports) {
        this(beacon, fingerprints, ports, PATIENCE);
    }

    Reachability(Beacon beacon, Supplier<Set<String>> fingerprints, Ports ports, Duration patience) {
        this.beacon = Objects.requireNonNull(beacon);
        this.fingerprints = Objects.requireNonNull(fingerprints);
        this.ports = Objects.requireNonNull(ports);
        this.patience = patience;
    }

    /** Knocks at both ports of the address under the name; takes five seconds at most. */
    Visits visit(DomainName name, InetAddress address) throws InterruptedException {
        try (ExecutorService both = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Visit> http = both.submit(knock(name, address, false));
            Future<Visit> https = both.submit(knock(name, address, true));
            long end = System.nanoTime() + patience.toNanos();
            try {
                Visit plain = result(http, end);
                Visit secure = result(https, end);
                return new Visits(address, throughRedirect(name, plain, secure), secure, ports);
            } finally {
                // An interrupted virtual thread closes the socket that it waits for.
                both.shutdownNow();
            }
        }
    }

    /** Authorities follow a redirect from HTTP to HTTPS of the same name. */
    private static Visit throughRedirect(DomainName name, Visit plain, Visit secure) {
        boolean sameName = plain instanceof Visit.SomeoneElse(_, Optional<String> goesOn) && goesOn
                .filter(to -> to.toLowerCase(Locale.ROOT).startsWith("https://" + name.ascii() + "/")).isPresent();
        return sameName && secure instanceof Visit.Here ? secure : plain;
    }

    private Callable<Visit> knock(DomainName name, InetAddress address, boolean tls) {
        return () -> {
            String token = beacon.light();
            try {
                String expected = beacon.answer(token).orElseThrow();
                return judged(new Knock(name.ascii(), address, tls ? ports.https() : ports.http(), tls, patience)
                        .fetch(Beacon.PATH + token), expected);
            } catch (IOException e) {
                return Knock.isAnswer(e)
                        ? new Visit.SomeoneElse("no HTTPS for this name: " + e.getMessage(), Optional.empty())
                        : new Visit.NoAnswer(Knock.reason(e));
            } finally {
                beacon.extinguish(token);
            }
        };
    }

    private Visit judged(Knock.Reply reply, String expected) {
        Optional<String> server = reply.header("server");
        boolean cloudflare = reply.header("cf-ray").isPresent()
                || server.filter(name -> name.equalsIgnoreCase("cloudflare")).isPresent();
        if (reply.status() == 200 && reply.body().contains(expected)) {
            Set<String> ours = fingerprints.get();
            Optional<Boolean> own = ours.isEmpty()
                    ? Optional.empty()
                    : reply.fingerprint().map(print -> ours.stream().map(each -> each.replace(":", ""))
                            .anyMatch(print::equalsIgnoreCase));
            return new Visit.Here(own, cloudflare ? Optional.of("Cloudflare") : Optional.empty());
        }
        String what = reply.status() == 0
                ? "it does not speak HTTP"
                : "HTTP status " + reply.status() + server.map(name -> ", " + name).orElse("");
        return new Visit.SomeoneElse(what,
                REDIRECTS.contains(reply.status()) ? reply.header("location") : Optional.empty());
    }

    private static Visit result(Future<Visit> future, long end) throws InterruptedException {
        try {
            return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return new Visit.NoAnswer("time ran out");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
