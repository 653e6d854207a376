package org.mathesar.launcher.database;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.mathesar.launcher.problem.Problem;

/** The first half of a diagnosis: the way to the server, up to the moment when a name and a password are needed. */
final class Approach implements AutoCloseable {
    private static final Duration NAME_LIMIT = Duration.ofSeconds(4);
    private static final Duration REACH_LIMIT = Duration.ofSeconds(5);
    private static final Duration GREETING_LIMIT = Duration.ofSeconds(4);
    private static final Duration HANDSHAKE_LIMIT = Duration.ofSeconds(4);
    /** What must be left for signing in and looking around. */
    private static final Duration FOR_OTHERS = Duration.ofSeconds(3);

    private final Database.External candidate;
    private final NetworkRemedies remedies;
    private final Findings findings;
    private final Socket socket = new Socket();
    private List<InetAddress> addresses = List.of();
    private boolean offersTls;

    Approach(Database.External candidate, NetworkRemedies remedies, Findings findings) {
        this.candidate = candidate;
        this.remedies = remedies;
        this.findings = findings;
    }

    void details() throws Findings.Stopped {
        Optional<Problem> mistake = remedies.unusableDetails();
        if (mistake.isPresent()) {
            throw findings.bad(Step.DETAILS, mistake.get());
        }
        String whose = KnownHost.of(candidate).map(host -> " (" + host.title() + ")").orElse("");
        findings.good(Step.DETAILS, "The database " + candidate.display() + whose + ", as " + candidate.user()
                + ", with the TLS mode “" + candidate.sslMode().libpq() + "”.");
    }

    void name(Resolver resolver) throws Findings.Stopped, InterruptedException {
        addresses = switch (NameLookup.make(resolver, candidate.host(), findings.time(NAME_LIMIT, FOR_OTHERS))) {
            case NameLookup.Found(List<InetAddress> found) -> found;
            case NameLookup.NoSuchName _ -> throw findings.bad(Step.NAME, remedies.noSuchName());
            case NameLookup.WithoutAddress _ -> throw findings.bad(Step.NAME, remedies.withoutAddress());
            case NameLookup.NoAnswer silence -> throw findings.bad(Step.NAME, remedies.nameServiceSilent(silence));
        };
        String listed = addresses.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        findings.good(Step.NAME, addresses.size() == 1 && listed.equals(candidate.host())
                ? listed + " is an address."
                : candidate.host() + " is " + listed + ".");
    }

    /** The address that answers as PostgreSQL does. */
    InetAddress reach() throws Findings.Stopped, InterruptedException {
        Reach reach = Reach.make(addresses, candidate.port(), findings.time(REACH_LIMIT, FOR_OTHERS));
        Optional<Attempt> best = reach.best();
        if (best.isEmpty()) {
            throw findings.bad(Step.REACH, remedies.unreachable(reach));
        }
        InetAddress address = best.get().address();
        Duration limit = findings.time(GREETING_LIMIT, FOR_OTHERS);
        switch (greeting(address, limit)) {
            case Greeting.Answers(boolean tls) -> offersTls = tls;
            case Greeting.Mute _ -> throw findings.bad(Step.REACH, remedies.mute());
            case Greeting.HangsUp _ -> throw findings.bad(Step.REACH, remedies.hangsUp());
            case Greeting.Foreign(Optional<String> kind) ->
                throw findings.bad(Step.REACH, remedies.foreign(kind));
        }
        tellReached(reach, best.get());
        return address;
    }

    private Greeting greeting(InetAddress address, Duration limit) throws InterruptedException {
        try {
            return TimeLimit.within(limit, "greeting", () -> {
                int millis = Math.toIntExact(Math.max(1, limit.toMillis()));
                socket.connect(new InetSocketAddress(address, candidate.port()), millis);
                socket.setSoTimeout(millis);
                return Greeting.exchange(socket);
            });
        } catch (TimeoutException _) {
            return new Greeting.Mute();
        } catch (ExecutionException _) {
            return new Greeting.HangsUp();
        }
    }

    private void tellReached(Reach reach, Attempt best) {
        String answer = "Port " + candidate.port() + " answers by " + family(best.address()) + " within "
                + Math.max(1, best.took().toMillis()) + " ms.";
        List<Attempt> silent = reach.silent();
        if (silent.isEmpty()) {
            findings.good(Step.REACH, answer);
        } else {
            findings.note(Step.REACH, answer + " The address " + silent.getFirst().address().getHostAddress()
                    + " of the same name does not answer, which makes Mathesar wait at times: take it out of the name, or"
                    + " give the address that works.");
        }
    }

    private static String family(InetAddress address) {
        return address instanceof Inet4Address ? "IPv4" : "IPv6";
    }

    boolean offersTls() {
        return offersTls;
    }

    /** Shakes hands where that is asked for, and says how the connection will be protected. */
    void encryption(Instant now) throws Findings.Stopped, InterruptedException {
        Encryption encryption = new Encryption(candidate, remedies.isThisMachine(), findings);
        boolean wanted = switch (candidate.sslMode()) {
            case DISABLE, ALLOW -> false;
            case PREFER, REQUIRE, VERIFY_CA, VERIFY_FULL -> true;
        };
        if (!offersTls || !wanted) {
            encryption.without(offersTls);
            return;
        }
        encryption.with(handshake(findings.time(HANDSHAKE_LIMIT, FOR_OTHERS)), now);
    }

    private Handshake handshake(Duration limit) throws InterruptedException {
        try {
            return TimeLimit.within(limit, "handshake", () -> {
                socket.setSoTimeout(Math.toIntExact(Math.max(1, limit.toMillis())));
                return Handshake.make(socket, candidate.host());
            });
        } catch (TimeoutException _) {
            return new Handshake.Stalled();
        } catch (ExecutionException e) {
            return new Handshake.Failed(String.valueOf(e.getCause().getMessage()));
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException _) {
            // Nothing was to be said any more.
        }
    }
}
