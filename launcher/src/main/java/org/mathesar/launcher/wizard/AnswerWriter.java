package org.mathesar.launcher.wizard;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateOutput;
import gg.jte.output.StringOutput;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Turns answers into HTML, every value escaped by the templates, and puts them on the wire. */
final class AnswerWriter {
    private static final String TEMPLATES = "org.mathesar.launcher.wizard.templates";

    private final TemplateEngine engine = TemplateEngine.createPrecompiled(null, ContentType.Html,
            AnswerWriter.class.getClassLoader(), TEMPLATES);
    private final Site site;

    AnswerWriter(Site site) {
        this.site = site;
    }

    void write(HttpServerExchange exchange, Answer answer) {
        exchange.setStatusCode(answer.status());
        answer.headers().forEach((name, value) -> exchange.getResponseHeaders().put(new HttpString(name), value));
        answer.cookie().ifPresent(exchange::setResponseCookie);
        if (answer.view().isEmpty()) {
            exchange.endExchange();
            return;
        }
        View view = answer.view().get();
        String html = render(template(view), Map.of("view", view, "site", site));
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "text/html; charset=UTF-8");
        exchange.getResponseSender().send(html, StandardCharsets.UTF_8);
    }

    /** The list of steps alone, for pages that are open already. */
    String steps(List<StepLine> steps) {
        return render("steps.jte", Map.of("steps", steps));
    }

    /** How the address stands alone, for pages that are open already. */
    String standing(Standing standing) {
        return render("reached.jte", Map.of("standing", standing))
                + render("checks.jte", Map.of("standing", standing));
    }

    /** What is examined or done with a database alone, for pages that are open already. */
    String ticks(List<Tick> ticks) {
        return render("ticks.jte", Map.of("ticks", ticks));
    }

    private String render(String template, Map<String, Object> values) {
        TemplateOutput output = new StringOutput();
        engine.render(template, values, output);
        return output.toString();
    }

    private static String template(View view) {
        return switch (view) {
            case View.Claim _ -> "claim.jte";
            case View.Address _ -> "address.jte";
            case View.Database _ -> "database.jte";
            case View.Watching _ -> "watching.jte";
            case View.Administrator _ -> "administrator.jte";
            case View.Installation _ -> "installation.jte";
            case View.Done _ -> "done.jte";
            case View.Notice _ -> "notice.jte";
            case View.Arriving _ -> "arriving.jte";
            case AreaView.All _ -> "databases.jte";
            case AreaView.Connect _ -> "connect.jte";
            case AreaView.Planned _ -> "planned.jte";
            case AreaView.ConnectFailed _ -> "connectfailed.jte";
            case AreaView.Connected _ -> "connected.jte";
            case AreaView.Upgrade _ -> "upgrade.jte";
            case AreaView.Rows _ -> "rows.jte";
            case AreaView.Remove _ -> "remove.jte";
        };
    }
}
