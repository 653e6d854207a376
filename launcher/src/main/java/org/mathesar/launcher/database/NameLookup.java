package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What the name service says about a host name. */
sealed interface NameLookup {
    record Found(List<InetAddress> addresses) implements NameLookup {}

    /** It says that there is no such name. */
    record NoSuchName() implements NameLookup {}

    /** The name exists but has no address of a kind that this machine could use. */
    record WithoutAddress() implements NameLookup {}

    /** It cannot be asked. */
    record NoAnswer(String detail) implements NameLookup {}

    /** Asks once. */
    static NameLookup make(Resolver resolver, String host, Duration limit) throws InterruptedException {
        try {
            List<InetAddress> addresses = TimeLimit.within(limit, "lookup", () -> resolver.addresses(host));
            return addresses.isEmpty() ? new WithoutAddress() : new Found(List.copyOf(addresses));
        } catch (TimeoutException _) {
            return new NoAnswer("No answer within " + limit.toSeconds() + " s.");
        } catch (ExecutionException e) {
            return e.getCause() instanceof UnknownHostException unknown
                    ? of(unknown)
                    : new NoAnswer(e.getCause().toString());
        }
    }

    /** The JDK keeps getaddrinfo's reason as text only; these are glibc's and musl's. */
    private static NameLookup of(UnknownHostException unknown) {
        String text = String.valueOf(unknown.getMessage());
        if (contains(text, "Temporary failure", "Try again", "Non-recoverable", "Unrecoverable")) {
            return new NoAnswer(text);
        }
        return contains(text, "No address associated", "has no usable address")
                ? new WithoutAddress()
                : new NoSuchName();
    }

    private static boolean contains(String text, String... parts) {
        return Stream.of(parts).anyMatch(text::contains);
    }
}
