package org.mathesar.launcher.setup;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.database.TrustedAuthorities;
import org.mathesar.launcher.database.TrustedAuthorities.Settled;
import org.mathesar.launcher.mathesar.MathesarRpc;
import org.mathesar.launcher.mathesar.MathesarRpc.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps databases that were connected in Mathesar itself from losing their encryption once another database has its
 * certificate checked: from then on libpq would take {@code prefer} for plain text.
 */
public final class EncryptionChore implements Chore {
    private static final int USUAL_PORT = 5432;
    private static final Logger LOG = LoggerFactory.getLogger(EncryptionChore.class);

    private final TrustedAuthorities authorities;
    private final Supplier<Optional<Database>> own;

    /** @param own where Mathesar keeps its own data */
    public EncryptionChore(TrustedAuthorities authorities, Supplier<Optional<Database>> own) {
        this.authorities = authorities;
        this.own = own;
    }

    @Override
    public boolean isDue() {
        return Files.exists(authorities.file());
    }

    @Override
    public Result work(MathesarRpc rpc, MathesarRpc.User administrator) {
        List<String> remaining = new ArrayList<>();
        List<String> used = new ArrayList<>();
        own.get().ifPresent(database -> {
            used.add(TrustedAuthorities.place(database.host(), database.port()));
            // Its server may have a new certificate of its own making; its mode was set when Mathesar was started.
            authorities.settle(database.host(), database.port(), database.sslMode());
        });
        for (Server server : rpc.servers()) {
            int port = server.port().orElse(USUAL_PORT);
            used.add(TrustedAuthorities.place(server.host(), port));
            Optional<SslMode> mode = SslMode.parse(server.sslMode());
            mode.map(stored -> authorities.settle(server.host(), port, stored)).ifPresent(settled -> {
                tighten(rpc, server, settled);
                settled.problem().ifPresent(problem -> remaining.add("The databases on " + server.host()
                        + " cannot be reached by Mathesar: " + problem.summary() + " " + problem.advice()));
            });
        }
        authorities.keepOnly(used);
        return new Result(remaining, false);
    }

    private static void tighten(MathesarRpc rpc, Server server, Settled settled) {
        if (!settled.mode().libpq().equals(server.sslMode())) {
            rpc.setSslMode(server.id(), settled.mode().libpq());
            LOG.info("Mathesar now connects to {} with the TLS mode {} instead of {}, so that it never goes on in plain"
                    + " text", server.host(), settled.mode().libpq(), server.sslMode());
        }
    }
}
