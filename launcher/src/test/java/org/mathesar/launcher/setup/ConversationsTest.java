package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.storage.Secret;

@Timeout(30)
class ConversationsTest {
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private final Conversations conversations = new Conversations(() -> now);

    @AfterEach
    void close() {
        conversations.close();
    }

    private final HandmadeWork work = new HandmadeWork();

    private ConnectTalk of(String session) {
        return conversations.of(session, _ -> new ConnectTalk(work, () -> {}));
    }

    /** A talk that has come to a plan, and so holds a password. */
    private ConnectTalk begun(String session) {
        ConnectTalk talk = of(session);
        talk.examine(new Database.External("one", 5432, "garden", "owner", new Secret("secret"), SslMode.PREFER),
                Optional.empty(), Access.FULL);
        while (!(talk.conversation() instanceof Conversation.Planned)) {
            Thread.onSpinWait();
        }
        return talk;
    }

    @Test
    void eachSessionHasATalkOfItsOwn() {
        ConnectTalk first = begun("first");
        assertSame(first, of("first"));
        assertNotSame(first, of("second"));
        assertEquals(new Conversation.Asking(), of("second").conversation());
    }

    @Test
    void aTalkEndsAfterAnHourOfSilenceThoughNobodyComes() {
        ConnectTalk talk = begun("first");
        now = now.plus(Duration.ofHours(1));
        conversations.dropSilent();
        assertSame(talk, of("first"));
        now = now.plus(Duration.ofHours(1));
        conversations.dropSilent();
        assertSame(talk, of("first"));
        now = now.plus(Duration.ofHours(1)).plusSeconds(1);
        conversations.dropSilent();
        assertEquals(new Conversation.Asking(), talk.conversation());
        assertNotSame(talk, of("first"));
    }

    @Test
    void aVisitorOfASilentTalkBeginsAnew() {
        ConnectTalk talk = begun("first");
        now = now.plus(Duration.ofHours(2));
        assertNotSame(talk, of("first"));
        assertEquals(new Conversation.Asking(), talk.conversation());
    }

    @Test
    void theOldestMakesRoomWhenThereAreMany() {
        List<ConnectTalk> talks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            talks.add(begun("session " + i));
            now = now.plusSeconds(1);
        }
        of("session 0");
        now = now.plusSeconds(1);
        of("one more");
        assertSame(talks.getFirst(), of("session 0"));
        assertEquals(new Conversation.Asking(), talks.get(1).conversation());
        assertSame(talks.get(2), of("session 2"));
    }

    @Test
    void itIsKnownWhetherSomethingIsBeingConnected() {
        ConnectTalk talk = begun("first");
        of("second");
        assertFalse(conversations.isConnecting());
        work.gate = new CountDownLatch(1);
        talk.confirm();
        assertTrue(conversations.isConnecting());
        work.gate.countDown();
        while (!(talk.conversation() instanceof Conversation.Done)) {
            Thread.onSpinWait();
        }
        assertFalse(conversations.isConnecting());
    }

    @Test
    void whoStartsOverAndWhoClosesForgets() {
        ConnectTalk first = begun("first");
        ConnectTalk second = begun("second");
        conversations.endOf("first");
        conversations.endOf("nobody");
        assertEquals(new Conversation.Asking(), first.conversation());
        assertSame(second, of("second"));
        conversations.close();
        assertEquals(new Conversation.Asking(), second.conversation());
    }
}
