package org.mathesar.launcher.wizard;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.HttpString;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.mathesar.launcher.claim.ClaimGate;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.mathesar.launcher.setup.Addresses;
import org.mathesar.launcher.setup.FirstBoot;
import org.mathesar.launcher.setup.SetupState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * First boot in HTML, for everything below {@value Page#ROOT}: a GET shows the page of the current state, a POST is
 * one step of the owner. All of it works without scripts.
 */
public final class Wizard implements HttpHandler, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wizard.class);
    private static final String READ = "GET, HEAD";
    private static final Map<String, String> HEADERS = Map.of("Content-Security-Policy",
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self';"
                    + " form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
            "X-Content-Type-Options", "nosniff", "Referrer-Policy", "no-referrer", "Cache-Control", "no-store",
            "Cross-Origin-Opener-Policy", "same-origin");

    private final FirstBoot firstBoot;
    private final ClaimGate gate;
    private final Assets assets = new Assets();
    private final AnswerWriter writer;
    private final FormIntake intake;
    private final Whereabouts whereabouts;
    private final LiveEvents events;
    private final Map<Page, Screen> screens;

    public Wizard(FirstBoot firstBoot, Addresses addresses, ClaimGate gate, WizardFacts facts) {
        this.firstBoot = firstBoot;
        this.gate = gate;
        writer = new AnswerWriter(Site.of(facts, assets));
        intake = new FormIntake(writer);
        whereabouts = new Whereabouts(firstBoot);
        events = new LiveEvents(gate, whereabouts);
        Outcomes outcomes = new Outcomes(whereabouts);
        screens = Map.of(Page.CLAIM, new ClaimScreen(firstBoot, gate, whereabouts), Page.ADDRESS,
                new AddressScreen(firstBoot, addresses, outcomes, writer), Page.DATABASE,
                new DatabaseScreen(firstBoot, outcomes),
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
        } else if (liveScreen(name).isPresent()) {
            listen(exchange, liveScreen(name).get());
        } else if (name.isEmpty()) {
            reading(exchange, () -> answer(exchange, () -> start(visit(exchange))));
        } else {
            Page.named(name).ifPresentOrElse(page -> open(exchange, page),
                    () -> answer(exchange, Notices::notFound));
        }
    }

    /** Lets go of the browsers that watch a page; everything else still answers. */
    @Override
    public void close() {
        events.close();
    }

    private void open(HttpServerExchange exchange, Page page) {
        if (exchange.getRequestMethod().equals(Methods.POST) && page.takesForms()) {
            intake.receive(exchange, page.largestForm(),
                    (worker, form) -> write(worker, () -> submit(page, visit(worker), form)));
        } else if (isReading(exchange)) {
            answer(exchange, () -> show(page, visit(exchange)));
        } else {
            String allowed = page.takesForms() ? READ + ", POST" : READ;
            answer(exchange, () -> Notices.wrongMethod(allowed));
        }
    }

    /** The page whose stream of events this is. */
    private Optional<LiveScreen> liveScreen(String name) {
        return name.endsWith(LiveEvents.NAME)
                ? Page.named(name.substring(0, name.length() - LiveEvents.NAME.length())).map(screens::get)
                        .filter(LiveScreen.class::isInstance).map(LiveScreen.class::cast)
                : Optional.empty();
    }

    private void listen(HttpServerExchange exchange, LiveScreen screen) {
        if (exchange.getRequestMethod().equals(Methods.GET)) {
            exchange.dispatch(worker -> stream(worker, screen));
        } else {
            answer(exchange, () -> Notices.wrongMethod("GET"));
        }
    }

    private void sendAsset(HttpServerExchange exchange, String name) {
        if (assets.has(name)) {
            reading(exchange, () -> assets.send(exchange, name));
        } else {
            answer(exchange, Notices::notFound);
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
        if (visit.owner()) {
            events.stream(exchange, screen, visit);
        } else {
            write(exchange, Notices::notOwner);
        }
    }

    private Visit visit(HttpServerExchange exchange) {
        return Visit.of(exchange, gate);
    }

    private void reading(HttpServerExchange exchange, Runnable next) {
        if (isReading(exchange)) {
            next.run();
        } else {
            answer(exchange, () -> Notices.wrongMethod(READ));
        }
    }

    private static boolean isReading(HttpServerExchange exchange) {
        return exchange.getRequestMethod().equals(Methods.GET) || exchange.getRequestMethod().equals(Methods.HEAD);
    }

    private void answer(HttpServerExchange exchange, Supplier<Answer> work) {
        exchange.dispatch(worker -> write(worker, work));
    }

    private void write(HttpServerExchange exchange, Supplier<Answer> work) {
        Answer answer;
        try {
            answer = work.get();
        } catch (ProblemException e) {
            LOG.warn("{} {}: {}", exchange.getRequestMethod(), exchange.getRequestPath(), e.problem().summary());
            answer = Notices.failed(StatusCodes.SERVICE_UNAVAILABLE, e.problem());
        } catch (RuntimeException e) {
            String reference = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
            LOG.error("[{}] {} {}", reference, exchange.getRequestMethod(), exchange.getRequestPath(), e);
            answer = Notices.failed(StatusCodes.INTERNAL_SERVER_ERROR,
                    new Problem.Unexpected("The launcher met a fault of its own.", reference));
        }
        writer.write(exchange, answer);
    }
}
