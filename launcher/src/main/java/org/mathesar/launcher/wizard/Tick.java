package org.mathesar.launcher.wizard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.mathesar.launcher.concierge.WorkLine;
import org.mathesar.launcher.database.Finding;
import org.mathesar.launcher.database.Step;

/**
 * One line of what is examined or done with a database.
 *
 * @param id unique on the page
 * @param sentence what came out; may be empty
 * @param trouble what to do, where it is told in the midst of the list
 */
public record Tick(String id, Mark mark, String title, String sentence, Optional<Trouble> trouble) {

    /** A diagnosis that goes on: what was found, what is looked at now, and what is still to come. */
    static List<Tick> running(List<Finding> findings) {
        List<Tick> ticks = new ArrayList<>(ended(findings));
        List<Step> open = Arrays.stream(Step.values())
                .filter(step -> findings.stream().noneMatch(finding -> finding.step() == step)).toList();
        for (Step step : open) {
            Mark mark = step == open.getFirst() ? Mark.RUNNING : Mark.WAITING;
            ticks.add(new Tick("step-" + ticks.size(), mark, step.title(), "", Optional.empty()));
        }
        return List.copyOf(ticks);
    }

    /** What a diagnosis found, for a page that tells the problem elsewhere. */
    static List<Tick> ended(List<Finding> findings) {
        return IntStream.range(0, findings.size())
                .mapToObj(place -> of("step-" + place, findings.get(place), Optional.empty())).toList();
    }

    /** What a diagnosis found, each problem under its line. */
    static List<Tick> explained(String id, List<Finding> findings) {
        return IntStream.range(0, findings.size()).mapToObj(place -> of(id + "-" + place, findings.get(place),
                findings.get(place).problem().map(TryAgain::told).map(Trouble::of))).toList();
    }

    /** The steps of connecting, upgrading or removing. */
    static List<Tick> ofWork(List<WorkLine> lines) {
        return IntStream.range(0, lines.size()).mapToObj(place -> of("work-" + place, lines.get(place))).toList();
    }

    /** What a screen reader says about the list: the line that matters now. */
    public static String said(List<Tick> ticks) {
        return ticks.stream().filter(tick -> tick.mark == Mark.FAILED || tick.mark == Mark.RUNNING).findFirst()
                .map(tick -> tick.title + ": " + tick.mark.word()).orElse("");
    }

    private static Tick of(String id, Finding finding, Optional<Trouble> trouble) {
        Mark mark = switch (finding.verdict()) {
            case GOOD -> Mark.DONE;
            case NOTE -> Mark.NOTE;
            case BAD -> Mark.FAILED;
            case SKIPPED -> Mark.SKIPPED;
        };
        return told(id, mark, finding.step().title(), finding.sentence(), trouble);
    }

    private static Tick of(String id, WorkLine line) {
        Mark mark = switch (line.mark()) {
            case WAITING -> Mark.WAITING;
            case RUNNING -> Mark.RUNNING;
            case DONE -> Mark.DONE;
            case FAILED -> Mark.FAILED;
        };
        return told(id, mark, line.title(), line.sentence(), line.problem().map(TryAgain::told).map(Trouble::of));
    }

    /** What the trouble says is not said twice. */
    private static Tick told(String id, Mark mark, String title, String sentence, Optional<Trouble> trouble) {
        boolean twice = trouble.filter(met -> met.summary().equals(sentence)).isPresent();
        return new Tick(id, mark, title, twice ? "" : sentence, trouble);
    }
}
