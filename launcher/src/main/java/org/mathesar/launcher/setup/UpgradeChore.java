package org.mathesar.launcher.setup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mathesar.launcher.concierge.SqlUpgrades;
import org.mathesar.launcher.concierge.SqlUpgrades.Upgrade;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.storage.DataDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings Mathesar's schemas in the connected databases up to the version that runs. That version is written down once all
 * of them have it, so that nobody is asked again before the next one.
 */
public final class UpgradeChore implements Chore {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradeChore.class);

    private final DataDirectory data;
    private final Supplier<Optional<String>> version;

    /** @param version of the Mathesar that runs; empty while it is not known */
    public UpgradeChore(DataDirectory data, Supplier<Optional<String>> version) {
        this.data = data;
        this.version = version;
    }

    @Override
    public boolean isDue() {
        return version.get().isPresent() && !data.read(file()).map(String::strip).equals(version.get());
    }

    @Override
    public Result work(MathesarRpc rpc, MathesarRpc.User administrator) {
        List<String> remaining = new ArrayList<>();
        boolean again = false;
        for (Upgrade upgrade : new SqlUpgrades(rpc).upgradeAll(UpgradeChore::tell)) {
            switch (upgrade.result()) {
                case SqlUpgrades.Result.Done _ -> LOG.debug("{} is up to date", upgrade.place());
                case SqlUpgrades.Result.NeedsOwner(_, String sentence) -> remaining.add(sentence);
                case SqlUpgrades.Result.NotReachable(String sentence) -> {
                    remaining.add(sentence);
                    again = true;
                }
                case SqlUpgrades.Result.Refused(Problem problem) -> {
                    remaining.add(problem.summary() + " " + problem.advice());
                    again = true;
                }
            }
        }
        if (remaining.isEmpty()) {
            version.get().ifPresent(done -> data.write(file(), done + "\n"));
        }
        return new Result(remaining, again);
    }

    private static void tell(Upgrade upgrade) {
        if (upgrade.result() instanceof SqlUpgrades.Result.Done) {
            LOG.info("Mathesar's schemas in {} are up to date", upgrade.place());
        }
    }

    private Path file() {
        return data.path("application", "databases-upgraded-to");
    }
}
