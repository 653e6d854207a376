package org.mathesar.launcher.database;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;

/**
 * The port of the bundled server: chosen once and kept, because Mathesar writes it into its own tables beside every
 * database on that server.
 */
final class KeptPort {
    private static final int FIRST = 15432;
    private static final Duration AGAIN = Duration.ofSeconds(15);

    private final DataDirectory data;
    private final Path file;

    KeptPort(DataDirectory data) {
        this.data = data;
        this.file = data.path("postgres", "port");
    }

    /** The port chosen before, if there is one. */
    Optional<Integer> find() {
        return data.read(file).map(text -> {
            try {
                return Integer.valueOf(text.strip());
            } catch (NumberFormatException _) {
                throw ProblemException.fixable("The file " + file + " is damaged: it should hold a port number.",
                        "Write the port back that the database had, a number from " + FIRST + " on.");
            }
        });
    }

    /** The kept port, or a free one which is kept from now on. */
    int choose() {
        return find().orElseGet(() -> {
            // Anywhere in the range: two launchers on one machine must not choose the same in turns.
            int port = new SecureRandom().ints(1000, FIRST, FIRST + 1000).filter(KeptPort::isFree).findFirst()
                    .orElseThrow(() -> ProblemException.fixable("No port is free for the database.",
                            "Stop some of the programs that listen on 127.0.0.1, then start again."));
            data.write(file, port + "\n");
            return port;
        });
    }

    /** Refuses to go on when another program listens on the port. */
    static void refuseTaken(int port) {
        if (!isFree(port)) {
            throw new ProblemException(new Problem.Passing("Another program listens on port " + port
                    + ", which Mathesar's database has used so far; ss -ltnp 'sport = :" + port + "' names it.",
                    Instant.now().plus(AGAIN)));
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
