package org.mathesar.launcher.wizard;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.mathesar.launcher.claim.ClaimGate;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.setup.Databases;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.SetupState;

/**
 * First boot in HTML, for everything below {@value Page#ROOT}: a GET shows the page of the current state, a POST is
 * one step of the owner. All of it works without scripts.
 */
public final class Wizard implements HttpHandler, AutoCloseable {
    private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cache-Control", "no-store",
            "Cross-Origin-Opener-Policy", "same-origin");

    private final FirstBoot firstBoot;
    private final ClaimGate gate;
    private final Assets assets = new Assets();
    private final Desk desk;
    private final Whereabouts whereabouts;
    private final LiveEvents events = new LiveEvents();
    private final DatabaseArea area;
    private final Map<Page, Screen> screens;

    public Wizard(FirstBoot firstBoot, Addresses addresses, Databases databases, ClaimGate gate, WizardFacts facts) {
        this.firstBoot = firstBoot;
        this.gate = gate;
        AnswerWriter writer = new AnswerWriter(Site.of(facts, assets));
        desk = new Desk(writer, new FormIntake(writer));
        whereabouts = new Whereabouts(firstBoot);
        Outcomes outcomes = new Outcomes(whereabouts);
        area = new DatabaseArea(firstBoot, databases, desk, events, outcomes, writer);
        screens = Map.of(Page.CLAIM, new ClaimScreen(firstBoot, gate, whereabouts), Page.ADDRESS,
                new AddressScreen(firstBoot, addresses, outcomes, writer), Page.DATABASE,
                new DatabaseScreen(firstBoot, outcomes, writer),
                Page.ADMINISTRATOR, new AdministratorScreen(firstBoot, outcomes), Page.PROGRESS,
                new ProgressScreen(firstBoot, outcomes, writer), Page.DONE, new DoneScreen(firstBoot, addresses));
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) {
        HEADERS.forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        String path = exchange.getRequestPath();
        String name = path.startsWith(Page.ROOT) ? path.substring(Page.ROOT.length()) : "";
        if (name.startsWith(Assets.FOLDER)) {
            sendAsset(exchange, name.substring(Assets.FOLDER.length()));
        } else if (area.has(name)) {
            area.handle(exchange, name);
        } else if (liveScreen(name).isPresent()) {
            desk.listen(exchange, worker -> stream(worker, liveScreen(name).get()));
        } else if (name.isEmpty()) {
            desk.reading(exchange, () -> desk.answer(exchange, () -> start(visit(exchange))));
        } else {
            Page.named(name).ifPresentOrElse(page -> open(exchange, page),
                    () -> desk.answer(exchange, Notices::notFound));
        }
    }

    /** Lets go of the browsers that watch a page; everything else still answers. */
    @Override
    public void close() {
        events.close();
    }

    private void open(HttpServerExchange exchange, Page page) {
        desk.open(exchange, page, () -> show(page, visit(exchange)), form -> submit(page, visit(exchange), form));
    }

    /** The page whose stream of events this is. */
    private Optional<LiveScreen> liveScreen(String name) {
        return LiveEvents.page(name).map(screens::get).filter(LiveScreen.class::isInstance)
                .map(LiveScreen.class::cast);
    }

    private void sendAsset(HttpServerExchange exchange, String name) {
        if (assets.has(name)) {
            desk.reading(exchange, () -> assets.send(exchange, name));
        } else {
            desk.answer(exchange, Notices::notFound);
        }
    }

    private Answer start(Visit visit) {
        return visit.owner() ? Answer.moveOn(whereabouts.page()) : stranger(Page.CLAIM, visit, true);
    }

    private Answer show(Page page, Visit visit) {
        if (!visit.owner()) {
            return stranger(page, visit, false);
        }
        SetupState state = firstBoot.state();
        return whereabouts.allows(page, state)
                ? screens.get(page).show(visit)
                : Answer.moveOn(whereabouts.page(state));
    }

    private Answer stranger(Page page, Visit visit, boolean atStart) {
        if (visit.crossSite() && gate.isClaimed()) {
            String code = visit.code().map(text -> "&code=" + URLEncoder.encode(text, StandardCharsets.UTF_8))
                    .orElse("");
            String target = (atStart ? Page.ROOT : page.path()) + "?arrived=1" + code;
            return Answer.show(new View.Arriving(Frame.notice("One moment"), target));
        }
        if (firstBoot.state() instanceof SetupState.Ready) {
            return Answer.moveOn("/");
        }
        if (isSettingItselfUp() && visit.code().isEmpty()) {
            return Notices.settingItselfUp();
        }
        return page == Page.CLAIM && !atStart ? screens.get(page).show(visit) : Answer.moveOn(Page.CLAIM);
    }

    /** The environment gave the whole plan, so nobody has claimed anything and nobody needs to. */
    private boolean isSettingItselfUp() {
        return !gate.isClaimed() && !(firstBoot.state() instanceof SetupState.Unclaimed);
    }

    private Answer submit(Page page, Visit visit, Form form) {
        return page == Page.CLAIM || visit.owner() ? screens.get(page).submit(visit, form) : Notices.notOwner();
    }

    private void stream(HttpServerExchange exchange, LiveScreen screen) throws Exception {
        Visit visit = visit(exchange);
        if (!visit.owner()) {
            desk.write(exchange, Notices::notOwner);
            return;
        }
        String token = OwnerCookie.of(exchange).orElse("");
        String showing = LiveEvents.showing(exchange);
        events.stream(exchange,
                () -> gate.isOwner(token) ? screen.parts(visit, showing) : Optional.empty(), screen::elsewhere);
    }

    private Visit visit(HttpServerExchange exchange) {
        return Visit.of(exchange, gate);
    }
}
