package org.mathesar.launcher.wizard;

import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Methods;
import io.undertow.util.StatusCodes;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.mathesar.launcher.problem.Problem;
import org.mathesar.launcher.problem.ProblemException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sorts requests by their methods, has the work done on a worker thread and writes what came out, faults included. */
record Desk(AnswerWriter writer, FormIntake intake) {
    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);
    private static final String READ = "GET, HEAD";

    /** A page, and its form if it has one. */
    void open(HttpServerExchange exchange, Page page, Supplier<Answer> show, Function<Form, Answer> submit) {
        if (exchange.getRequestMethod().equals(Methods.POST) && page.takesForms()) {
            intake.receive(exchange, page.largestForm(), (worker, form) -> write(worker, () -> submit.apply(form)));
        } else if (isReading(exchange)) {
            answer(exchange, show);
        } else {
            answer(exchange, () -> Notices.wrongMethod(page.takesForms() ? READ + ", POST" : READ));
        }
    }

    /** A stream of events. */
    void listen(HttpServerExchange exchange, HttpHandler stream) {
        if (exchange.getRequestMethod().equals(Methods.GET)) {
            exchange.dispatch(stream);
        } else {
            answer(exchange, () -> Notices.wrongMethod("GET"));
        }
    }

    /** What can only be read. */
    void reading(HttpServerExchange exchange, Runnable next) {
        if (isReading(exchange)) {
            next.run();
        } else {
            answer(exchange, () -> Notices.wrongMethod(READ));
        }
    }

    void answer(HttpServerExchange exchange, Supplier<Answer> work) {
        exchange.dispatch(worker -> write(worker, work));
    }

    /** On a worker thread already. */
    void write(HttpServerExchange exchange, Supplier<Answer> work) {
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

    private static boolean isReading(HttpServerExchange exchange) {
        return exchange.getRequestMethod().equals(Methods.GET) || exchange.getRequestMethod().equals(Methods.HEAD);
    }
}
