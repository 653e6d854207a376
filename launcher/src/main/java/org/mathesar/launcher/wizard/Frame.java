package org.mathesar.launcher.wizard;

import java.util.Optional;
import org.mathesar.launcher.problem.Problem;

/**
 * What every page has around its content.
 *
 * @param step its place among the steps, where it has one
 */
public record Frame(String heading, Optional<Page> step, FormErrors errors, Optional<Problem> problem) {

    static Frame of(Page page) {
        return new Frame(page.heading(), Optional.of(page), FormErrors.NONE, Optional.empty());
    }

    static Frame notice(String heading) {
        return new Frame(heading, Optional.empty(), FormErrors.NONE, Optional.empty());
    }

    Frame with(FormErrors found) {
        return new Frame(heading, step, found, problem);
    }

    Frame with(Optional<Problem> met) {
        return new Frame(heading, step, errors, met);
    }

    Frame headed(String other) {
        return new Frame(other, step, errors, problem);
    }

    /** The browser's title: the error first, since a screen reader begins there. */
    public String title() {
        String error = errors.isEmpty() && problem.isEmpty() ? "" : "Error: ";
        String place = step.filter(Page.steps()::contains)
                .map(page -> " – step " + page.number() + " of " + Page.steps().size()).orElse("");
        return error + heading + place + " – Mathesar";
    }
}
