package org.mathesar.launcher.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.mathesar.launcher.database.Step;
import org.mathesar.launcher.setup.Databases.Conversation;
import org.mathesar.launcher.setup.Databases.Entry;

/** What open pages hear while a database is examined or connected. */
@Timeout(30)
class LiveDatabaseTest {
    private final WizardServer server = WizardServer.start();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theOwnerHearsEachFindingAndWhereToGoWhenItIsBad() throws Exception {
        Visitor owner = server.ownerIn(WizardServer.answered());
        server.firstBoot.examined(false);
        try (InputStream events = events(owner, "database/events?showing=checking")) {
            until(events, "task RUNNING");
            server.firstBoot.examined(false, DatabaseScenes.good(Step.DETAILS, "All <b>is</b> there."));
            String heard = until(events, "All &lt;b");
            assertTrue(heard.contains("data-said=\"The host name is known: Under way\""), heard);
            assertFalse(heard.contains("<textarea"), heard);
            server.firstBoot.examined(true, DatabaseScenes.MISSING);
            until(events, "event:moved\ndata:/-/setup/database?watch=1");
        }
    }

    @Test
    void theOwnerIsLedOnWhenItIsGood() throws Exception {
        Visitor owner = server.ownerIn(WizardServer.answered());
        server.firstBoot.examined(false);
        try (InputStream events = events(owner, "database/events?showing=checking")) {
            until(events, "task RUNNING");
            server.firstBoot.passCheck();
            until(events, "event:moved\ndata:/-/setup/administrator");
        }
    }

    @Test
    void anEndedSessionHearsNothingMoreOfTheCheck() throws Exception {
        Visitor owner = server.ownerIn(WizardServer.answered());
        server.firstBoot.examined(false);
        try (InputStream events = events(owner, "database/events?showing=checking")) {
            until(events, "task RUNNING");
            server.gate.endSessions();
            until(events, "event:moved");
        }
    }

    @Test
    void theAdministratorHearsTheConversationGoOn() throws Exception {
        Visitor administrator = server.administrator();
        server.databases.be(new Conversation.Examining(DatabaseScenes.FULL, List.of()));
        try (InputStream events = events(administrator, "connect/events?showing=examining")) {
            until(events, "task RUNNING");
            server.databases.be(DatabaseScenes.examining());
            until(events, "PostgreSQL 16.4 suits.");
            server.databases.be(DatabaseScenes.plannedFull());
            until(events, "event:moved\ndata:/-/setup/connect");
        }
        server.databases.be(DatabaseScenes.working());
        try (InputStream events = events(administrator, "connect/events?showing=working")) {
            until(events, "The role mathesar_editor");
            server.databases.be(DatabaseScenes.failed());
            until(events, "event:moved\ndata:/-/setup/connect");
        }
    }

    @Test
    void whoIsNoLongerAnAdministratorHearsNothingMore() throws Exception {
        Visitor administrator = server.administrator();
        server.databases.be(DatabaseScenes.working());
        try (InputStream events = events(administrator, "connect/events?showing=working")) {
            until(events, "The role mathesar_editor");
            server.databases.letIn(new Entry.NotAdministrator());
            until(events, "event:moved\ndata:/-/setup/connect");
        }
    }

    @Test
    void nobodyElseHearsAnything() {
        server.administrator();
        server.databases.be(DatabaseScenes.examining());
        assertEquals(403, server.visitor().get("connect/events?showing=examining").statusCode());
        server.databases.letIn(new Entry.NotAdministrator());
        assertEquals(403, server.visitor().with("sessionid", "0ther").get("connect/events").statusCode());
        server.databases.letIn(new Entry.Administrator("ada"));
        server.firstBoot.be(WizardServer.installing());
        assertEquals(403, server.visitor().with("sessionid", FakeDatabases.SESSION).get("connect/events")
                .statusCode());
        assertEquals(403, server.visitor().get("database/events").statusCode());
    }

    private static InputStream events(Visitor visitor, String path) throws Exception {
        return visitor.client().send(visitor.request(path).build(), BodyHandlers.ofInputStream()).body();
    }

    private static String until(InputStream events, String text) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (heard.indexOf(text) < 0) {
            int next = events.read();
            if (next < 0) {
                throw new AssertionError("no " + text + " in " + heard);
            }
            heard.append((char) next);
        }
        return heard.toString();
    }
}
