package dev.mlops.evaluation.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the page of a feasibility check shows, as text and as places in its drawing.
 *
 * @param tone the class of the verdict's colour: good, bad or warn
 * @param answer the first reason
 * @param reasons the other reasons
 * @param method how intervals were made
 */
public record FeasibilityPage(
        String question,
        String verdict,
        String tone,
        String answer,
        List<Fact> facts,
        List<String> reasons,
        Chart chart,
        String metric,
        List<Line> contenders,
        @Nullable Groups groups,
        String method) {

    /** A figure with its name. */
    public record Fact(String name, String value, String note) {}

    /** Gains with their intervals; all places in units of the drawing. */
    public record Chart(int height, double zero, double worth, String worthText, List<Tick> ticks, List<Mark> marks) {}

    /** A value on the axis. */
    public record Tick(double x, String text) {}

    /** A contender's gain, its interval from {@code low} to {@code high}. */
    public record Mark(String name, String tone, String note, double y, double low, double x, double high) {}

    /** A contender in the table. */
    public record Line(
            String name,
            boolean baseline,
            boolean best,
            String value,
            String range,
            String gain,
            String relative,
            String relativeRange) {}

    /** The rows per group. */
    public record Groups(String columns, String counted, List<Fact> facts, List<Level> levels) {}

    /** The held-out rows whose group has some number of rows; {@code width} is their share of the page's bar, 0 to 100. */
    public record Level(
            String range,
            String rows,
            String share,
            double width,
            String baseline,
            String candidate,
            String gain,
            String tone) {}
}
