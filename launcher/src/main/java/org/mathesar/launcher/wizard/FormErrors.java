package org.mathesar.launcher.wizard;

import java.util.List;
import java.util.stream.Collectors;
import org.mathesar.launcher.setup.FirstBoot.Message;

/** What is to be mended in a form. */
public record FormErrors(List<Message> messages) {
    public static final FormErrors NONE = new FormErrors(List.of());

    public FormErrors {
        messages = List.copyOf(messages);
    }

    static FormErrors on(String field, String text) {
        return new FormErrors(List.of(new Message(field, text)));
    }

    public boolean isEmpty() {
        return messages.isEmpty();
    }

    /** What is wrong with one field; empty when nothing is. */
    public String of(String field) {
        return messages.stream().filter(message -> message.field().equals(field)).map(Message::text)
                .collect(Collectors.joining(" "));
    }

    /** The same texts, those of unknown fields moved to {@code field}, which is on the page. */
    FormErrors movedTo(String field, List<String> known) {
        return new FormErrors(messages.stream().map(message -> message.field().isEmpty()
                || known.contains(message.field()) ? message : new Message(field, message.text())).toList());
    }
}
