package org.mathesar.launcher.setup;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Function;

/**
 * The talks about connections, one for each session of Mathesar, known by a digest of its cookie. They end after an hour
 * without a word, and the oldest makes room when there are many.
 */
final class Conversations implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofHours(1);
    private static final int MOST = 20;

    private static final Duration LOOK_EVERY = Duration.ofMinutes(1);

    private final InstantSource clock;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Thread sweeper;

    private record Entry(ConnectTalk talk, Instant last) {}

    Conversations(InstantSource clock) {
        this(clock, LOOK_EVERY);
    }

    /** @param every how often it looks for talks that have ended, whether or not anybody comes */
    Conversations(InstantSource clock, Duration every) {
        this.clock = clock;
        this.sweeper = Thread.ofVirtual().name("ended-conversations").start(() -> sweep(every));
    }

    /** What was typed must not wait for the next visitor to be forgotten. */
    private void sweep(Duration every) {
        try {
            while (true) {
                Thread.sleep(every);
                dropSilent(clock.instant());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The talk of this session; a new one where there is none. */
    synchronized ConnectTalk of(String session, Function<String, ConnectTalk> made) {
        Instant now = clock.instant();
        dropSilent(now);
        String key = digest(session);
        if (!entries.containsKey(key) && entries.size() >= MOST) {
            entries.entrySet().stream().min(Comparator.comparing(entry -> entry.getValue().last()))
                    .map(Map.Entry::getKey).ifPresent(this::end);
        }
        ConnectTalk talk = entries.containsKey(key) ? entries.get(key).talk() : made.apply(session);
        entries.put(key, new Entry(talk, now));
        return talk;
    }

    /** Ends the talk of this session. */
    synchronized void endOf(String session) {
        end(digest(session));
    }

    private void end(String key) {
        Entry ended = entries.remove(key);
        if (ended != null) {
            ended.talk().close();
        }
    }

    private synchronized void dropSilent(Instant now) {
        for (Iterator<Entry> left = entries.values().iterator(); left.hasNext();) {
            Entry entry = left.next();
            if (entry.last().plus(SILENCE).isBefore(now)) {
                entry.talk().close();
                left.remove();
            }
        }
    }

    private static String digest(String session) {
        try {
            return HexFormat.of().formatHex(
                    MessageDigest.getInstance("SHA-256").digest(session.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void close() {
        sweeper.interrupt();
        entries.values().forEach(entry -> entry.talk().close());
        entries.clear();
    }
}
