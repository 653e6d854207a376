package org.mathesar.launcher.claim;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.storage.DataDirectory;
import org.mathesar.launcher.storage.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The claim as two files: {@code claim/code} holds the outstanding setup code, {@code claim/owner.properties} the hash
 * of the owner's cookie and of every code that was used. A code counts once: the owner file that is written by a claim
 * names it as used in the same atomic step.
 */
public final class StoredClaim implements ClaimGate {
    /** An owner who goes to lunch, or home, finds the wizard open. */
    static final Duration SESSION = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(StoredClaim.class);

    private final DataDirectory data;
    private final InstantSource clock;
    private final Throttle throttle;
    private final SecureRandom random = new SecureRandom();

    /** A claim that was recorded: hashes only, and until when the owner's cookie counts. */
    private record Owner(String tokenHash, List<String> usedCodes, Instant expires) {}

    public StoredClaim(DataDirectory data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
        this.throttle = new Throttle(clock);
    }

    /**
     * Makes sure that an unclaimed server has a code: the given one, else the stored one, else a new one. A given code
     * that was used already changes nothing.
     */
    public synchronized void open(Optional<Secret> given) {
        if (given.isPresent()) {
            if (!isUsed(SetupCode.canonical(given.get().reveal()))) {
                data.write(codeFile(), given.get().reveal() + "\n");
            }
        } else if (!isClaimed() && code().isEmpty()) {
            data.write(codeFile(), SetupCode.generate(random).reveal() + "\n");
        }
    }

    /** The outstanding code; empty when the server is claimed and no new code was asked for. */
    public synchronized Optional<Secret> code() {
        return data.read(codeFile()).map(text -> new Secret(text.strip()))
                .filter(code -> SetupCode.isLongEnough(code.reveal()))
                .filter(code -> !isUsed(SetupCode.canonical(code.reveal())));
    }

    /** A code for an owner who lost the cookie: the outstanding one or a new one. Only who can write here can ask. */
    public synchronized Secret renewedCode() {
        Optional<Secret> outstanding = code();
        if (outstanding.isPresent()) {
            return outstanding.get();
        }
        Secret made = SetupCode.generate(random);
        data.write(codeFile(), made.reveal() + "\n");
        return made;
    }

    @Override
    public synchronized Attempt claim(String typed, InetAddress peer) {
        Optional<Duration> wait = throttle.attempt(peer);
        if (wait.isPresent()) {
            LOG.debug("too many setup codes were tried from {}; refused for {} s", peer.getHostAddress(),
                    wait.get().toSeconds() + 1);
            return new Attempt.Throttled(wait.get());
        }
        Optional<Secret> outstanding = code();
        if (outstanding.isEmpty()) {
            return new Attempt.AlreadyClaimed();
        }
        Secret canonical = SetupCode.canonical(typed);
        if (!canonical.equals(SetupCode.canonical(outstanding.get().reveal()))) {
            LOG.warn("a wrong setup code was tried from {}", peer.getHostAddress());
            return new Attempt.WrongCode();
        }
        return new Attempt.Granted(grant(canonical));
    }

    private String grant(Secret code) {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        Secret token = new Secret(HexFormat.of().formatHex(bytes));
        List<String> used = Stream.concat(owner().stream().flatMap(owner -> owner.usedCodes().stream()),
                Stream.of(code.sha256())).toList();
        data.write(ownerFile(), "token-sha256=" + token.sha256() + "\ncode-sha256=" + String.join(",", used)
                + "\nexpires=" + clock.instant().plus(SESSION) + "\n");
        try {
            Files.deleteIfExists(codeFile());
        } catch (IOException e) {
            LOG.warn("{} could not be deleted; it counts as used all the same", codeFile(), e);
        }
        LOG.info("this server has been claimed");
        return token.reveal();
    }

    @Override
    public synchronized boolean isOwner(String token) {
        return owner().filter(owner -> clock.instant().isBefore(owner.expires()))
                .map(owner -> new Secret(owner.tokenHash()).equals(new Secret(new Secret(token).sha256())))
                .orElse(false);
    }

    @Override
    public synchronized boolean isClaimed() {
        return owner().isPresent();
    }

    private boolean isUsed(Secret canonical) {
        return owner().map(owner -> owner.usedCodes().contains(canonical.sha256())).orElse(false);
    }

    private Optional<Owner> owner() {
        return data.readProperties(ownerFile()).map(this::owner);
    }

    private Owner owner(Properties properties) {
        try {
            return new Owner(hash(properties.getProperty("token-sha256", "")),
                    Stream.of(properties.getProperty("code-sha256", "").split(",")).map(StoredClaim::hash).toList(),
                    Instant.parse(properties.getProperty("expires", "")));
        } catch (IllegalArgumentException | DateTimeException _) {
            throw ProblemException.fixable("The file " + ownerFile() + " is damaged.",
                    "Restore it from a backup; without it anyone with an old code could claim the server again.");
        }
    }

    private static String hash(String text) {
        if (!text.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("no SHA-256");
        }
        return text;
    }

    private Path codeFile() {
        return data.path("claim", "code");
    }

    private Path ownerFile() {
        return data.path("claim", "owner.properties");
    }
}
