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
import org.mathesar.launcher.setup.Databases.Conversation;

/**
 * The talks about connections, one for each session of Mathesar, known by a digest of its cookie. They end after an hour
 * without a word, and the oldest makes room when there are many.
 */
final class Conversations implements AutoCloseable {
    private static final Duration SILENCE = Duration.ofHours(1);
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final int MOST = 20;

    private final InstantSource clock;
    private final Map<String, Entry> entries = new HashMap<>();
    private final Thread watch = Thread.ofVirtual().name("conversations").unstarted(this::watch);

    private record Entry(ConnectTalk talk, Instant last) {}

    Conversations(InstantSource clock) {
        this.clock = clock;
        watch.start();
    }

    /** Passwords must not wait for the next visitor to be forgotten. */
    private void watch() {
        try {
            while (true) {
                Thread.sleep(LOOK);
                dropSilent();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The talk of this session; a new one where there is none. */
    synchronized ConnectTalk of(String session, Function<String, ConnectTalk> made) {
        dropSilent();
        Instant now = clock.instant();
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

    /** Whether something is being connected in any of them. */
    synchronized boolean isConnecting() {
        return entries.values().stream().anyMatch(entry -> entry.talk().conversation() instanceof Conversation.Working);
    }

    private void end(String key) {
        Entry ended = entries.remove(key);
        if (ended != null) {
            ended.talk().close();
        }
    }

    /** Ends the talks that have been silent for too long. */
    synchronized void dropSilent() {
        Instant now = clock.instant();
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
        watch.interrupt();
        entries.values().forEach(entry -> entry.talk().close());
        entries.clear();
    }
}
