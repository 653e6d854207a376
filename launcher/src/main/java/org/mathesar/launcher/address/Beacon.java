package org.mathesar.launcher.address;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * How this server recognises itself from outside: {@code /-/here/<token>} answers a second random value that nobody else
 * knows, so that a server which only repeats what it is asked cannot pass for this one.
 */
public final class Beacon {
    /** Where it is asked, with the token behind it. */
    public static final String PATH = "/-/here/";

    private static final int MOST = 256;
    private static final Duration LIFE = Duration.ofMinutes(5);
    private static final int BYTES = 16;

    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Light> lights = new LinkedHashMap<>();

    private record Light(String value, Instant until) {}

    public Beacon(InstantSource clock) {
        this.clock = clock;
    }

    /** A new token, answered for five minutes; the oldest goes out when there are very many. */
    public synchronized String light() {
        forgetOld();
        if (lights.size() >= MOST) {
            lights.remove(lights.keySet().iterator().next());
        }
        String token = text();
        lights.put(token, new Light(text(), clock.instant().plus(LIFE)));
        return token;
    }

    /** What {@code /-/here/<token>} replies; empty for a token that was never given or is forgotten. */
    public synchronized Optional<String> answer(String token) {
        forgetOld();
        return Optional.ofNullable(lights.get(token)).map(Light::value);
    }

    /** Forgets the token. */
    synchronized void extinguish(String token) {
        lights.remove(token);
    }

    private void forgetOld() {
        Instant now = clock.instant();
        lights.values().removeIf(light -> !now.isBefore(light.until()));
    }

    private String text() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
