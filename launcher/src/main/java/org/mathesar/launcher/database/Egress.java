package org.mathesar.launcher.database;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** The addresses under which others see this machine, as words of a remedy. */
final class Egress {
    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Supplier<List<InetAddress>> supplier;

    Egress(Supplier<List<InetAddress>> supplier) {
        this.supplier = supplier;
    }

    /** The addresses; none where they cannot be told at once. */
    List<InetAddress> addresses() {
        try {
            return TimeLimit.within(LIMIT, "egress", supplier::get);
        } catch (TimeoutException | ExecutionException _) {
            return List.of();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    /** "this machine", with its addresses where they are known. */
    String machine() {
        List<InetAddress> known = addresses();
        return known.isEmpty()
                ? "this machine"
                : "this machine (" + known.stream().map(InetAddress::getHostAddress)
                        .collect(Collectors.joining(" and ")) + ")";
    }
}
