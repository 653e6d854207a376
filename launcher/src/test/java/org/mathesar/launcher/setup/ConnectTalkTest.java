package org.mathesar.launcher.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mathesar.launcher.concierge.Access;
import org.mathesar.launcher.concierge.Outcome.Failed;
import org.mathesar.launcher.concierge.WantedConnection;
import org.mathesar.launcher.database.Database;
import org.mathesar.launcher.database.SslMode;
import org.mathesar.launcher.mathesar.RpcException;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.setup.FirstBoot.Outcome;
import org.mathesar.launcher.storage.Secret;

/** Every way through the talk; the work that it starts ends as each test wants. */
@Timeout(30)
class ConnectTalkTest {
    private static final List<RuntimeException> FAILURES = List.of(new ProblemException(HandmadeWork.TROUBLE),
            new RpcException("users.list", -32603, "no"), new IllegalStateException("our own fault"));

    private final HandmadeWork work = new HandmadeWork();
    private final ConnectTalk talk = new ConnectTalk(work, () -> {});

    @AfterEach
    void close() {
        work.gate.countDown();
        talk.close();
    }

    private static Database.External place(String host) {
        return new Database.External(host, 5432, "garden", "owner", new Secret("owners-password"), SslMode.PREFER);
    }

    private Outcome examine(String host, Access access) {
        return talk.examine(place(host), Optional.of("Garden"), access);
    }

    private <C extends Conversation> C await(Class<C> kind) {
        while (!kind.isInstance(talk.conversation())) {
            Thread.onSpinWait();
        }
        return kind.cast(talk.conversation());
    }

    private Conversation.Planned planned(Access access) {
        assertEquals(new Outcome.Accepted(), examine("one", access));
        return await(Conversation.Planned.class);
    }

    @Test
    void itBeginsByAskingAndDoesNothingElse() throws Exception {
        assertEquals(new Conversation.Asking(), talk.conversation());
        assertEquals(new Outcome.Stale(), talk.confirm());
        assertEquals(new Outcome.Stale(), talk.giveRole("reader", "secret", List.of()));
    }

    @Test
    void whatIsExaminedIsShownWhileItLasts() {
        work.gate = new CountDownLatch(1);
        examine("one", Access.FULL);
        while (await(Conversation.Examining.class).findings().isEmpty()) {
            Thread.onSpinWait();
        }
        assertEquals("garden on one:5432", await(Conversation.Examining.class).answer().place());
        assertEquals(new Outcome.Stale(), talk.confirm());
    }

    @Test
    void anUnusableDatabaseIsRefusedAndAnotherOneMayBeTried() {
        work.usable = false;
        examine("one", Access.FULL);
        assertEquals(Optional.of(HandmadeWork.TROUBLE), await(Conversation.Refused.class).report().problem());
        assertEquals(new Outcome.Stale(), talk.confirm());
        work.usable = true;
        planned(Access.FULL);
    }

    @Test
    void whateverFailsWhileExaminingEndsInAReasonAndCanBeTriedAgain() {
        for (RuntimeException failure : FAILURES) {
            work.examineFails = failure;
            examine("one", Access.FULL);
            assertTrue(await(Conversation.Refused.class).report().problem().isPresent());
            work.examineFails = null;
            work.createsFails = failure;
            examine("one", Access.FULL);
            assertTrue(await(Conversation.Refused.class).report().problem().isPresent());
            work.createsFails = null;
        }
        planned(Access.FULL);
    }

    @Test
    void fullAccessNeedsNoOtherRole() throws Exception {
        Conversation.Planned planned = planned(Access.FULL);
        assertTrue(planned.isComplete());
        assertEquals(Optional.empty(), planned.preparation());
        assertEquals(List.of("ada", "bo"), planned.users());
        assertEquals(new Outcome.Stale(), talk.giveRole("reader", "secret", List.of()));
        assertEquals(new Outcome.Accepted(), talk.confirm());
        await(Conversation.Done.class);
        assertEquals(List.of(), work.connected.getFirst().roles());
    }

    @Test
    void withoutStructureChangesNothingIsConnectedBeforeAGoodRoleIsGiven() throws Exception {
        assertFalse(planned(Access.NO_STRUCTURE_CHANGES).isComplete());
        assertEquals(new Outcome.Stale(), talk.confirm());
        assertEquals("role", field(talk.giveRole("  ", "secret", List.of())));
        assertEquals("role", field(talk.giveRole(" owner ", "secret", List.of())));
        assertEquals(List.of(), work.checked);
        work.roleIsGood = false;
        assertEquals(new Outcome.Accepted(), talk.giveRole("reader", "secret", List.of()));
        assertFalse(await(Conversation.Planned.class).isComplete());
        assertEquals(new Outcome.Stale(), talk.confirm());
        work.roleIsGood = true;
        assertEquals(new Outcome.Accepted(), talk.giveRole(" reader ", "secret", List.of("bo")));
        assertEquals(List.of("Roles: [reader]"), await(Conversation.Planned.class).creates());
        assertEquals(new Outcome.Accepted(), talk.confirm());
        await(Conversation.Done.class);
        WantedConnection connected = work.connected.getFirst();
        assertEquals(List.of(new WantedConnection.Collaborator("bo", "reader")), connected.collaborators());
        assertEquals("secret", connected.roles().getFirst().password().reveal());
    }

    private static String field(Outcome outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome).messages().getFirst().field();
    }

    @Test
    void whoeverRanOurSqlNeedNotTypeItsPassword() throws Exception {
        planned(Access.NO_STRUCTURE_CHANGES);
        talk.giveRole("mathesar_editor", "", List.of());
        talk.giveRole("mathesar_editor", "their own", List.of());
        talk.giveRole("somebody_else", "", List.of());
        assertEquals(List.of(HandmadeWork.MADE + " on one", "their own", ""),
                work.checked.stream().map(role -> role.password().reveal()).toList());
    }

    @Test
    void aCheckThatCouldNotBeFinishedChangesNothing() throws Exception {
        planned(Access.NO_STRUCTURE_CHANGES);
        talk.giveRole("reader", "secret", List.of());
        work.roleIsGood = false;
        work.createsFails = new ProblemException(HandmadeWork.TROUBLE);
        assertThrows(ProblemException.class, () -> talk.giveRole("weaker", "secret", List.of()));
        talk.confirm();
        await(Conversation.Done.class);
        assertEquals("reader", work.connected.getFirst().roles().getFirst().name());
    }

    @Test
    void aFailedConnectionIsTriedAgainAsItWas() {
        planned(Access.FULL);
        work.outcome = new Failed(HandmadeWork.TROUBLE, List.of(), List.of());
        talk.confirm();
        await(Conversation.Failed.class);
        for (RuntimeException failure : FAILURES) {
            work.connectFails = failure;
            assertEquals(new Outcome.Accepted(), talk.confirm());
            Conversation.Failed failed = await(Conversation.Failed.class);
            assertEquals(List.of("Beginning", "Connecting"),
                    failed.lines().stream().map(line -> line.title()).toList());
            assertTrue(failed.lines().getLast().problem().isPresent());
        }
        work.connectFails = null;
        work.outcome = new org.mathesar.launcher.concierge.Outcome.Done(1, true, List.of(), List.of());
        talk.confirm();
        await(Conversation.Done.class);
        assertEquals(work.connected.getFirst(), work.connected.getLast());
        assertEquals(new Outcome.Stale(), talk.confirm());
    }

    @Test
    void aConnectionStaysOneThoughItsRowsCannotBeSeen() {
        planned(Access.FULL);
        work.rowsFail = new IllegalStateException("the look failed");
        talk.confirm();
        assertEquals(List.of(), await(Conversation.Done.class).rows());
    }

    @Test
    void whileItConnectsNothingElseBegins() throws Exception {
        planned(Access.FULL);
        work.gate = new CountDownLatch(1);
        talk.confirm();
        await(Conversation.Working.class);
        assertEquals(new Outcome.Stale(), examine("two", Access.FULL));
        assertEquals(new Outcome.Stale(), talk.confirm());
        assertEquals(new Outcome.Stale(), talk.giveRole("reader", "secret", List.of()));
        work.gate.countDown();
        await(Conversation.Done.class);
        planned(Access.FULL);
    }

    @Test
    void aNewerExaminationTakesThePlaceOfAnOlderOneThatEndsLater() throws Exception {
        CountDownLatch older = new CountDownLatch(1);
        work.gate = older;
        examine("one", Access.NO_STRUCTURE_CHANGES);
        while (await(Conversation.Examining.class).findings().isEmpty()) {
            Thread.onSpinWait();
        }
        work.gate = new CountDownLatch(0);
        examine("two", Access.NO_STRUCTURE_CHANGES);
        assertEquals("garden on two:5432", await(Conversation.Planned.class).answer().place());
        older.countDown();
        work.threads.getFirst().join();
        talk.giveRole("mathesar_editor", "", List.of());
        assertEquals(HandmadeWork.MADE + " on two", work.checked.getFirst().password().reveal());
        assertEquals("garden on two:5432", await(Conversation.Planned.class).answer().place());
    }

    @Test
    void passwordsAreGoneOnceItIsDoneOrClosed() {
        WeakReference<Secret> connected = examinedWith(new Secret("to be forgotten"));
        talk.confirm();
        await(Conversation.Done.class);
        work.connected.clear();
        work.threads.clear();
        awaitForgotten(connected);
        WeakReference<Secret> closed = examinedWith(new Secret("to be forgotten, too"));
        work.threads.clear();
        talk.close();
        assertEquals(new Conversation.Asking(), talk.conversation());
        awaitForgotten(closed);
    }

    private WeakReference<Secret> examinedWith(Secret password) {
        talk.examine(new Database.External("one", 5432, "garden", "owner", password, SslMode.PREFER),
                Optional.empty(), Access.FULL);
        await(Conversation.Planned.class);
        return new WeakReference<>(password);
    }

    private static void awaitForgotten(WeakReference<Secret> secret) {
        while (secret.get() != null) {
            System.gc();
            Thread.onSpinWait();
        }
    }
}
