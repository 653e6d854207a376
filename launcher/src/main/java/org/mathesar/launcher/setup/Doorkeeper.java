package org.mathesar.launcher.setup;

import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Databases.Entry;

/**
 * Asks Mathesar whose session it is. Anybody may come with any session, so only a few are asked about at once: the others
 * are sent away and may come again, and nobody can take all threads by asking while Mathesar is slow.
 */
final class Doorkeeper {
    private static final int AT_ONCE = 8;

    private final Function<String, MathesarRpc> mathesar;
    private final Semaphore places = new Semaphore(AT_ONCE);

    /** @param mathesar as the user whose session it is given; throws a problem while it does not run */
    Doorkeeper(Function<String, MathesarRpc> mathesar) {
        this.mathesar = mathesar;
    }

    Entry entry(Optional<String> session) {
        if (session.isEmpty()) {
            return new Entry.NotSignedIn();
        }
        if (!places.tryAcquire()) {
            return new Entry.NotRunning();
        }
        try (MathesarRpc rpc = mathesar.apply(session.get())) {
            Optional<MathesarRpc.User> administrator = rpc.administrator();
            return administrator.<Entry>map(user -> new Entry.Administrator(user.username()))
                    .orElseGet(() -> isSignedIn(rpc) ? new Entry.NotAdministrator() : new Entry.NotSignedIn());
        } catch (ProblemException | RpcException _) {
            return new Entry.NotRunning();
        } finally {
            places.release();
        }
    }

    /** Every user may ask which databases there are. */
    private static boolean isSignedIn(MathesarRpc rpc) {
        try {
            rpc.databases();
            return true;
        } catch (RpcException _) {
            return false;
        }
    }
}
