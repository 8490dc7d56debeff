package dev.mlops.evaluation;

import dev.mlops.InvalidException;
import java.util.ArrayList;
import java.util.List;

/**
 * An evaluation beside another on the same rows. Gains carry paired-bootstrap intervals: each resample takes the same
 * rows for both. Immutable and thread-safe; nothing is computed before a gain is asked for.
 */
public final class Comparison {
    private final Evaluation evaluation;
    private final Evaluation baseline;
    private final double level;
    private final Bootstrap bootstrap;

    Comparison(Evaluation evaluation, Evaluation baseline, double level, Bootstrap bootstrap) {
        Bootstrap.checkLevel(level);
        checkSameRows(evaluation, baseline);
        this.evaluation = evaluation;
        this.baseline = baseline;
        this.level = level;
        this.bootstrap = bootstrap;
    }

    /** Checks that both are about the same truth. */
    static void checkSameRows(Evaluation evaluation, Evaluation baseline) {
        Outcomes one = evaluation.outcomes();
        Outcomes other = baseline.outcomes();
        if (!one.kind().equals(other.kind())) {
            throw new InvalidException(
                    "the evaluations are a " + one.kind() + " and a " + other.kind() + ", expected two of one kind");
        }
        if (one.rows() != other.rows()) {
            throw new InvalidException("the evaluations are of " + Text.count(one.rows(), "row") + " and of "
                    + Text.count(other.rows(), "row") + ", expected the same rows for both");
        }
        if (!one.labels().equals(other.labels())) {
            throw new InvalidException("the evaluations have the labels " + one.labels() + " and " + other.labels()
                    + ", expected the same for both");
        }
        int difference = one.firstDifference(other);
        if (difference >= 0) {
            throw new InvalidException("the evaluations differ in the truth of row " + (difference + 1)
                    + ", expected the same rows for both");
        }
    }

    /**
     * The gain in a metric.
     *
     * @throws IllegalStateException if the metric isn't defined on these rows
     */
    public Gain gain(Metric metric) {
        evaluation.outcomes().checkDefined(metric);
        baseline.outcomes().checkDefined(metric);
        Units units = evaluation.units();
        List<Statistic> both = List.of(
                evaluation.outcomes().statistic(metric, units),
                baseline.outcomes().statistic(metric, units));
        Replicates replicates = Replicates.draw(bootstrap, units.count(), both);
        return Gain.of(metric, replicates, 0, 1, level);
    }

    /** The gains in all metrics that both have, in the order of {@link Metric}. */
    public List<Gain> gains() {
        return evaluation.outcomes().defined().stream()
                .filter(baseline.outcomes().defined()::contains)
                .map(this::gain)
                .toList();
    }

    /** A table: a line for each metric with both values and the gain with its interval. */
    public String toText() {
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("metric", "value", "baseline", "gain", "low", "high", "relative", "low", "high"));
        for (Gain gain : gains()) {
            table.add(List.of(
                    gain.metric().key(),
                    Text.number(gain.value()),
                    Text.number(gain.baseline()),
                    Text.number(gain.absolute().estimate()),
                    Text.number(gain.absolute().low()),
                    Text.number(gain.absolute().high()),
                    Text.signed(gain.relative().estimate()),
                    Text.signed(gain.relative().low()),
                    Text.signed(gain.relative().high())));
        }
        return evaluation.what() + " against a baseline, intervals at " + Text.percent(level) + "\n"
                + Text.table(table);
    }

    @Override
    public String toString() {
        return evaluation.what() + " against a baseline";
    }
}
