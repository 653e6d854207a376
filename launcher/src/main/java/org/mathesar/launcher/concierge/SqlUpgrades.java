package org.mathesar.launcher.concierge;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.problem.Problem;

/** Brings Mathesar's schemas in the connected databases up to date after Mathesar itself was upgraded. */
public final class SqlUpgrades {
    /** @param rpc Mathesar, as an administrator */
    public SqlUpgrades(MathesarRpc rpc) {}

    /** What became of one database. */
    public record Upgrade(MathesarRpc.ConnectedDatabase database, String place, Result result) {}

    /** How it ended. */
    public sealed interface Result {
        record Done() implements Result {}

        /** People cannot work in it until somebody gives the owner's password; {@code sentence} says which and what for. */
        record NeedsOwner(Optional<String> owner, String sentence) implements Result {}

        /** The database does not answer now; it is worth another try later. */
        record NotReachable(String sentence) implements Result {}

        record Refused(Problem problem) implements Result {}
    }

    /** Upgrades all that need it, one after the other; one that fails holds up no other. */
    public List<Upgrade> upgradeAll(Consumer<Upgrade> each) {
        throw new UnsupportedOperationException();
    }

    /** Upgrades one, whether or not it needs it, with the owner given or else the stored one. */
    public Upgrade upgrade(long databaseId, Optional<MathesarRpc.Owner> owner) {
        throw new UnsupportedOperationException();
    }
}
