package org.mathesar.launcher.wizard;

import io.undertow.server.HttpServerExchange;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.mathesar.launcher.setup.Databases;
import org.mathesar.launcher.setup.Databases.Entry;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.SetupState;

/**
 * The pages about the databases that people work in. They are for whoever is signed in to Mathesar as an administrator,
 * whether or not they own the set-up.
 */
final class DatabaseArea {
    private static final int ASK_AGAIN = 5;

    private final FirstBoot firstBoot;
    private final Databases databases;
    private final Desk desk;
    private final LiveEvents events;
    private final ConnectScreen connect;
    private final Map<Page, GuestScreen> screens;

    DatabaseArea(FirstBoot firstBoot, Databases databases, Desk desk, LiveEvents events, Outcomes outcomes,
            AnswerWriter writer) {
        this.firstBoot = firstBoot;
        this.databases = databases;
        this.desk = desk;
        this.events = events;
        connect = new ConnectScreen(databases, outcomes, writer);
        screens = Map.of(Page.DATABASES, new DatabasesScreen(databases), Page.CONNECT, connect, Page.UPGRADE,
                new UpgradeScreen(databases, outcomes), Page.ROWS, new RowsScreen(databases, outcomes), Page.REMOVE,
                new RemoveScreen(databases, outcomes));
    }

    /** Whether this is the name of one of these pages or of its stream of events. */
    boolean has(String name) {
        return LiveEvents.page(name).filter(Page.CONNECT::equals).isPresent()
                || Page.named(name).filter(screens::containsKey).isPresent();
    }

    void handle(HttpServerExchange exchange, String name) {
        if (LiveEvents.page(name).isPresent()) {
            desk.listen(exchange, this::stream);
            return;
        }
        Page page = Page.named(name).orElseThrow();
        GuestScreen screen = screens.get(page);
        desk.open(exchange, page, () -> enter(exchange, screen::show),
                form -> enter(exchange, guest -> screen.submit(guest, form)));
    }

    /** A Mathesar that is too busy to say is no reason. */
    private boolean isSentAway(Optional<String> session) {
        return switch (databases.entry(session)) {
            case Entry.Administrator _,Entry.NotRunning() -> false;
            case Entry.NotAdministrator(),Entry.NotSignedIn() -> true;
        };
    }

    /** Lets in whom Mathesar knows as an administrator, and only while it is set up. */
    private Answer enter(HttpServerExchange exchange, Function<Guest, Answer> next) {
        if (!(firstBoot.state() instanceof SetupState.Ready)) {
            return Answer.moveOn(Page.ROOT);
        }
        Optional<String> session = Guest.session(exchange);
        return switch (databases.entry(session)) {
            case Entry.Administrator _ -> next.apply(Guest.of(exchange, session.orElse("")));
            case Entry.NotAdministrator() -> AreaNotices.notAdministrator();
            case Entry.NotSignedIn() -> AreaNotices.notSignedIn();
            case Entry.NotRunning() -> AreaNotices.notRunning();
        };
    }

    /** Who may be there is asked at first and every few looks: a session may end while its page is open. */
    private void stream(HttpServerExchange exchange) throws Exception {
        Optional<String> session = Guest.session(exchange);
        boolean ready = firstBoot.state() instanceof SetupState.Ready;
        if (ready && session.isPresent() && databases.entry(session) instanceof Entry.Administrator) {
            String showing = LiveEvents.showing(exchange);
            AtomicInteger looks = new AtomicInteger();
            events.stream(exchange, () -> looks.incrementAndGet() % ASK_AGAIN == 0 && isSentAway(session)
                    ? Optional.empty()
                    : connect.parts(session.get(), showing), Page.CONNECT::path);
        } else {
            desk.write(exchange, AreaNotices::notSignedIn);
        }
    }
}
