package dev.mlops.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** An evaluation as text. */
final class EvaluationText {
    /** More labels than this don't make a table that can be read. */
    private static final int MOST_LABELS = 10;

    private static final double[] QUANTILES = {0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99};

    private EvaluationText() {}

    static String of(Evaluation evaluation) {
        List<List<String>> metrics = new ArrayList<>();
        for (Metric metric : evaluation.outcomes().defined()) {
            metrics.add(List.of(metric.key(), Text.number(evaluation.value(metric))));
        }
        String text = evaluation.what() + "\n" + Text.table(metrics) + undefined(evaluation.outcomes());
        if (evaluation.outcomes() instanceof NumberOutcomes) {
            return text + quantiles(evaluation);
        }
        boolean few = evaluation.outcomes().labels().size() <= MOST_LABELS;
        return few ? text + evaluation.confusion().toText() : text;
    }

    /** Metrics of this kind that have no value, and why. */
    private static String undefined(Outcomes outcomes) {
        return Arrays.stream(Metric.values())
                .filter(outcomes::isOfKind)
                .filter(metric -> outcomes.whyUndefined(metric) != null)
                .map(metric -> metric.key() + " isn't defined here: " + outcomes.whyUndefined(metric) + "\n")
                .collect(Collectors.joining());
    }

    private static String quantiles(Evaluation evaluation) {
        List<String> head = new ArrayList<>(List.of("quantile"));
        List<String> error = new ArrayList<>(List.of("error"));
        List<String> absolute = new ArrayList<>(List.of("absolute error"));
        for (double probability : QUANTILES) {
            head.add(Text.percent(probability));
            error.add(Text.number(evaluation.errorQuantile(probability)));
            absolute.add(Text.number(evaluation.absoluteErrorQuantile(probability)));
        }
        return Text.table(List.of(head, error, absolute));
    }
}
