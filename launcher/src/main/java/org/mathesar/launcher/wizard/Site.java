package org.mathesar.launcher.wizard;

import java.time.Instant;
import org.mathesar.launcher.problem.Problem;

/** What all templates may use besides their view. */
public record Site(WizardFacts facts, String stylesheet, String liveScript, String formScript) {

    static Site of(WizardFacts facts, Assets assets) {
        return new Site(facts, assets.link("style.css"), assets.link("live.js"), assets.link("form.js"));
    }

    /** The next action, with a time that people can read. */
    public static String advice(Problem problem) {
        return switch (problem) {
            case Problem.Passing(_, Instant retryAt, _) ->
                "It is tried again by itself at " + StepLine.clock(retryAt) + ".";
            case Problem.Fixable fixable -> fixable.advice();
            case Problem.Unexpected unexpected -> unexpected.advice();
        };
    }
}
