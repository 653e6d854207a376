package org.mathesar.launcher.wizard;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.mathesar.launcher.claim.ClaimGate;

/** A gate in memory with one code at a time. */
final class FakeClaimGate implements ClaimGate {
    static final String CODE = "ABCD-EFGH-JKLM";

    private Optional<String> code = Optional.of(normal(CODE));
    private Optional<Duration> throttle = Optional.empty();
    private final Set<String> owners = new HashSet<>();
    private boolean claimed;
    private int attempts;

    synchronized void throttle(Duration duration) {
        throttle = Optional.of(duration);
    }

    synchronized void newCode(String other) {
        code = Optional.of(normal(other));
    }

    /** What an expired cookie means. */
    synchronized void endSessions() {
        owners.clear();
    }

    synchronized int attempts() {
        return attempts;
    }

    @Override
    public synchronized Attempt claim(String typed, InetAddress peer) {
        attempts++;
        if (throttle.isPresent()) {
            return new Attempt.Throttled(throttle.get());
        }
        if (code.isEmpty()) {
            return new Attempt.AlreadyClaimed();
        }
        if (!normal(typed).equals(code.get())) {
            return new Attempt.WrongCode();
        }
        code = Optional.empty();
        claimed = true;
        String token = "token" + attempts;
        owners.add(token);
        return new Attempt.Granted(token);
    }

    @Override
    public synchronized boolean isOwner(String token) {
        return owners.contains(token);
    }

    @Override
    public synchronized boolean isClaimed() {
        return claimed;
    }

    private static String normal(String text) {
        return text.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
    }
}
