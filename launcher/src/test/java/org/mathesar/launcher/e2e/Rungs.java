package org.mathesar.launcher.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Set;

/**
 * What a server presents to visitors of its address and of its domain.
 *
 * @param domain the same as the address's where the domain has none of its own
 */
record Rungs(Presented address, Presented domain) {
    private static final Duration SOON = Duration.ofSeconds(40);

    static Rungs now(SmallInternet internet) {
        return new Rungs(internet.stranger().looksAtCertificate(), internet.strangerByName().looksAtCertificate());
    }

    /** Waits until both are certified. */
    static Rungs awaitBoth(SmallInternet internet, LaunchedServer server) {
        await("both certificates", server, () -> now(internet).isTop(internet));
        return now(internet);
    }

    /** Waits until the address is certified. */
    static Rungs awaitAddress(SmallInternet internet, LaunchedServer server) {
        await("the address's certificate", server,
                () -> now(internet).address.isTrustedBy(internet.authority().root()));
        return now(internet);
    }

    /** Waits until the command {@code status} says this; it costs a start of Java each time. */
    static void awaitStatus(String text, Launch launch, LaunchedServer server) {
        await("the status says: " + text, server, () -> {
            KillChain.pause(Duration.ofSeconds(1));
            return Command.run(launch, "status").output().contains(text);
        });
    }

    static void await(String what, LaunchedServer server, java.util.concurrent.Callable<Boolean> condition) {
        try {
            Processes.await(what, SOON, condition);
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "; the log is\n" + server.log().text(), e);
        }
    }

    boolean isTop(SmallInternet internet) {
        return domain.names().equals(Set.of(SmallInternet.DOMAIN))
                && domain.isTrustedBy(internet.authority().root())
                && address.isTrustedBy(internet.authority().root());
    }

    void isSame(Rungs other) {
        assertEquals(other.address.fingerprint(), address.fingerprint(), this + " instead of " + other);
        assertEquals(other.domain.fingerprint(), domain.fingerprint(), this + " instead of " + other);
    }
}
