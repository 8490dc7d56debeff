package dev.mlops.registry;

import dev.mlops.evaluation.Evaluation;
import dev.mlops.evaluation.Interval;
import dev.mlops.evaluation.Metric;
import dev.mlops.evaluation.Slice;
import dev.mlops.evaluation.Slices;
import dev.mlops.registry.internal.CardPage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * How good a model is on rows that its card was given.
 *
 * @param slices the same rows by each column
 */
record CardFigures(Evaluation evaluation, List<Slices> slices) {
    private static final double LEVEL = 0.95;
    private static final int MOST_SLICES = 20;

    static CardFigures of(Evaluation evaluation, String... columns) {
        return new CardFigures(
                evaluation, Stream.of(columns).map(evaluation::by).toList());
    }

    List<CardPage.Block> metrics() {
        List<CardPage.Block> blocks = new ArrayList<>();
        if (evaluation.isOfTrainingRows()) {
            blocks.add(new CardPage.Note(
                    "Caution",
                    "The model was evaluated on the very rows that it was trained on: these figures prove nothing.",
                    false));
        }
        blocks.add(CardText.table(
                "Evaluated on " + rows(evaluation.rows()) + ", with intervals at 95 %",
                List.of("Metric", "#Value", "#Interval", "Better when"),
                evaluation.metrics().keySet().stream().map(Metric::of).map(this::line)));
        return blocks;
    }

    private static String rows(int rows) {
        return CardText.count(rows) + (rows == 1 ? " row" : " rows");
    }

    private List<String> line(Metric metric) {
        Interval interval = evaluation.interval(metric, LEVEL);
        return List.of(
                metric.key(),
                CardText.number(interval.estimate()),
                range(interval),
                metric.isLoss() ? "lower" : "higher");
    }

    private static String range(Interval interval) {
        return Double.isFinite(interval.width())
                ? CardText.number(interval.low()) + " to " + CardText.number(interval.high())
                : "too few rows to tell";
    }

    List<CardPage.Block> bySlice() {
        List<CardPage.Block> blocks = new ArrayList<>();
        slices.forEach(each -> blocks.add(table(each)));
        return blocks;
    }

    private CardPage.Table table(Slices sliced) {
        List<Metric> defined = Arrays.stream(Metric.values())
                .filter(metric -> evaluation.metrics().containsKey(metric.key()))
                .toList();
        Metric lead = defined.get(0);
        int all = sliced.list().size();
        String shown = all > MOST_SLICES ? ", the worst " + MOST_SLICES + " of " + all : ", the worst first";
        List<String> columns = new ArrayList<>(List.of(sliced.column(), "#Rows", "#" + lead.key(), "#at 95 %"));
        defined.subList(1, defined.size()).forEach(metric -> columns.add("#" + metric.key()));
        return CardText.table(
                "By " + CardText.clean(sliced.column()) + shown + " in " + lead.key(),
                columns,
                sliced.list().stream()
                        .sorted(worstFirst(lead))
                        .limit(MOST_SLICES)
                        .map(slice -> cells(slice, defined)));
    }

    private static Comparator<Slice> worstFirst(Metric metric) {
        Comparator<Slice> ascending =
                Comparator.comparingDouble(slice -> slice.evaluation().value(metric));
        return metric.isLoss() ? ascending.reversed() : ascending;
    }

    private static List<String> cells(Slice slice, List<Metric> metrics) {
        List<String> cells = new ArrayList<>();
        cells.add(slice.label());
        cells.add(CardText.count(slice.rows()) + (slice.small() ? " (few)" : ""));
        for (Metric metric : metrics) {
            Double value = slice.evaluation().metrics().get(metric.key());
            cells.add(value == null ? CardText.NONE : CardText.number(value));
        }
        cells.add(3, range(slice.evaluation().interval(metrics.get(0), LEVEL)));
        return cells;
    }
}
