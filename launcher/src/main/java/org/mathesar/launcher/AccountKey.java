package org.mathesar.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.mathesar.launcher.problem.ExitStatus;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.tls.AcmeIssuer;
import org.mathesar.launcher.tls.IssueFailed;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;

/**
 * Exchanges the key of the account with the certificate authority (RFC 8555 §7.3.5) when the owner asks for it, e.g.
 * since a backup was lost. The command leaves a wish in the data directory; the running launcher fulfils it.
 */
final class AccountKey {
    private static final Logger LOG = LoggerFactory.getLogger(AccountKey.class);

    private final Path wish;
    private final AcmeIssuer issuer;

    AccountKey(DataDirectory data, AcmeIssuer issuer) {
        this.wish = wish(data);
        this.issuer = issuer;
    }

    private static Path wish(DataDirectory data) {
        return data.path("acme", "new-account-key");
    }

    /** Blocks until the authority has decided; a wish that fails is given up, and the old key goes on. */
    void exchangeIfWished() {
        try {
            if (!Files.deleteIfExists(wish)) {
                return;
            }
            issuer.rollOver();
            LOG.info("the account with the certificate authority has a new key");
        } catch (IssueFailed e) {
            LOG.warn("the account with the certificate authority keeps its key: {} {}", e.problem().summary(),
                    e.problem().advice());
        } catch (IOException e) {
            LOG.warn("the wish for a new account key cannot be removed, so it is left alone: {}", e.getMessage());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Leaves the wish. */
    @Command(name = "account-key", description = "Exchange the key of the account with the certificate authority.")
    static final class Exchange extends Main.ServerOptions implements Callable<Integer> {
        @Override
        public Integer call() {
            DataDirectory data = DataDirectory.existing(new SettingsReader(environment()).read().data());
            data.write(wish(data), "");
            System.out.println(
                    "The launcher exchanges the key within a minute while it runs; its log says how it ended.");
            return ExitStatus.CLEAN.code();
        }
    }
}
