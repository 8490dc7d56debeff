package dev.mlops.pipeline.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that the report of a run shows, as text that is not escaped yet.
 *
 * @param state the run's state
 * @param notes facts beside the name, each with its label
 * @param reason why the run ended as it did, if it didn't succeed
 * @param counts how many steps are in each state
 * @param drawing null where there are too many steps to draw
 * @param ticks the scale of the timeline
 */
public record RunPage(
        String title,
        State state,
        List<Fact> notes,
        @Nullable String reason,
        List<Failure> failures,
        List<Fact> counts,
        @Nullable Drawing drawing,
        List<Tick> ticks,
        List<Row> steps,
        List<Fact> parameters) {

    /** A state in words, with the CSS class of its colour and a mark that tells it without colour. */
    public record State(String text, String css, String mark) {}

    /** A label and what it says. */
    public record Fact(String label, String value) {}

    /** A step that failed: what it threw in a line for each cause, and the whole trace. */
    public record Failure(String step, List<String> causes, String trace) {}

    /** A mark of the timeline's scale, at a part of its length from 0 to 1. */
    public record Tick(double at, String text) {
        /** In percent, for CSS. */
        public String left() {
            return percent(at);
        }
    }

    /**
     * A step.
     *
     * @param label its name, shortened for the drawing
     * @param detail more words on its state for the drawing
     * @param inputs what it reads
     * @param bar where it is on the timeline; null where it never started
     */
    public record Row(
            String name,
            String label,
            State state,
            String detail,
            String attempts,
            String time,
            String inputs,
            @Nullable String reason,
            @Nullable Bar bar) {}

    /** A part of the timeline's length, from 0 to 1. */
    public record Bar(double from, double to) {
        /** In percent, for CSS. */
        public String left() {
            return percent(from);
        }

        /** In percent, for CSS. */
        public String width() {
            return percent(to - from);
        }
    }

    private static String percent(double part) {
        return String.format(java.util.Locale.ROOT, "%.3f%%", 100 * part);
    }
}
