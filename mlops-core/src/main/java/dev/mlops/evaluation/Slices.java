package dev.mlops.evaluation;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An evaluation by the values of a column. Immutable.
 *
 * @param column the column
 * @param list the slices in ascending order of value, the rows in which it is missing last; each row is in one slice
 */
public record Slices(String column, List<Slice> list) implements Iterable<Slice> {
    private static final double LEVEL = 0.95;

    /** The column after that of the first metric. */
    private static final int FIRST_METRIC = 3;

    /** Copies {@code list}. */
    public Slices {
        list = List.copyOf(list);
    }

    /** The slice of this value, in the column's own boxed type; null asks for the rows in which it is missing. */
    public Optional<Slice> find(@Nullable Object value) {
        return list.stream()
                .filter(slice -> Objects.equals(slice.value(), value))
                .findFirst();
    }

    @Override
    public Iterator<Slice> iterator() {
        return list.iterator();
    }

    /**
     * A table: a line for each slice with its rows and metrics, beside the first of them its interval at 95 %; a small
     * slice is marked with an asterisk.
     */
    public String toText() {
        List<Metric> metrics = list.stream()
                .flatMap(slice -> slice.evaluation().outcomes().defined().stream())
                .distinct()
                .sorted()
                .toList();
        List<List<String>> table = new ArrayList<>();
        List<String> head = new ArrayList<>(List.of(column, "rows"));
        metrics.forEach(metric -> head.add(metric.key()));
        head.add(Math.min(FIRST_METRIC, head.size()), "at " + Text.percent(LEVEL));
        table.add(head);
        for (Slice slice : list) {
            List<String> line = new ArrayList<>();
            line.add(slice.label() + (slice.small() ? " *" : ""));
            line.add(Text.count(slice.rows()));
            metrics.forEach(metric -> line.add(cell(slice.evaluation(), metric)));
            line.add(FIRST_METRIC, interval(slice.evaluation(), metrics.get(0)));
            table.add(line);
        }
        boolean marked = list.stream().anyMatch(Slice::small);
        return Text.table(table) + (marked ? "* fewer than " + Slice.SMALL + " rows\n" : "");
    }

    private static String interval(Evaluation evaluation, Metric metric) {
        return evaluation.outcomes().defined().contains(metric) ? Text.range(evaluation.interval(metric, LEVEL)) : "-";
    }

    private static String cell(Evaluation evaluation, Metric metric) {
        return evaluation.outcomes().defined().contains(metric) ? Text.number(evaluation.value(metric)) : "-";
    }
}
