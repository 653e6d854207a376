package org.mathesar.launcher.wizard;

import io.undertow.io.Receiver;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.StatusCodes;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/** Lets in only small forms that our own pages sent. Reading them holds no thread, however slowly they come. */
record FormIntake(AnswerWriter writer) {
    private static final int KIB = 1024;
    private static final String FORM = "application/x-www-form-urlencoded";

    /**
     * Hands the form on, on a worker thread; answers the request itself when it is not acceptable.
     *
     * @param largest in KiB
     */
    void receive(HttpServerExchange exchange, int largest, BiConsumer<HttpServerExchange, Form> next) {
        if (!SameOrigin.sent(exchange)) {
            refuse(exchange, Notices.foreignForm());
        } else if (!isForm(exchange)) {
            refuse(exchange, Notices.notAForm());
        } else if (exchange.getRequestContentLength() > largest * KIB) {
            refuse(exchange, Notices.tooLarge(largest));
        } else {
            read(exchange, largest, next);
        }
    }

    private void read(HttpServerExchange exchange, int largest, BiConsumer<HttpServerExchange, Form> next) {
        // After an error Undertow may still report the rest of the body as if it were a form.
        AtomicBoolean answered = new AtomicBoolean();
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(largest * KIB);
        receiver.receiveFullBytes((whole, body) -> {
            if (answered.compareAndSet(false, true)) {
                whole.dispatch(worker -> parsed(worker, body, next));
            }
        }, (broken, error) -> {
            if (answered.compareAndSet(false, true)) {
                boolean large = error instanceof Receiver.RequestToLargeException;
                refuse(broken, large ? Notices.tooLarge(largest) : Notices.broken());
            }
        });
    }

    private void parsed(HttpServerExchange exchange, byte[] body, BiConsumer<HttpServerExchange, Form> next) {
        Form form;
        try {
            form = Form.parse(body);
        } catch (IllegalArgumentException _) {
            refuse(exchange, Notices.broken());
            return;
        }
        next.accept(exchange, form);
    }

    private void refuse(HttpServerExchange exchange, Answer answer) {
        if (answer.status() == StatusCodes.REQUEST_ENTITY_TOO_LARGE) {
            exchange.setPersistent(false);
        }
        exchange.dispatch(worker -> writer.write(worker, answer));
    }

    private static boolean isForm(HttpServerExchange exchange) {
        return Visit.header(exchange, Headers.CONTENT_TYPE)
                .filter(type -> type.split(";")[0].strip().toLowerCase(Locale.ROOT).equals(FORM)).isPresent();
    }
}
