package org.mathesar.launcher.claim;

import java.net.InetAddress;
import java.time.Duration;

/** Who owns this server: the first to prove it with the setup code, and nobody after. */
public interface ClaimGate {
    /** The cookie that holds the owner's token; for the wizard alone, never for Mathesar. */
    String COOKIE = "__Host-mathesar-owner";

    /** How an attempt ended. */
    sealed interface Attempt {
        /** This browser owns the server; {@code token} is the value of its cookie. */
        record Granted(String token) implements Attempt {}

        record WrongCode() implements Attempt {}

        /** Somebody has claimed it before; {@code mathesar-launcher code} gives the owner a new code. */
        record AlreadyClaimed() implements Attempt {}

        record Throttled(Duration retryAfter) implements Attempt {}
    }

    Attempt claim(String code, InetAddress peer);

    /** Whether the cookie's value belongs to the owner and has not expired. */
    boolean isOwner(String token);

    boolean isClaimed();
}
