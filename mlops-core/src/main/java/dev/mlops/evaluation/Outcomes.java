package dev.mlops.evaluation;

import dev.mlops.InvalidException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened: the truth and the prediction of each row. Immutable. */
sealed interface Outcomes permits NumberOutcomes, LabelOutcomes {

    int rows();

    /** {@code regression} or {@code classification}. */
    String kind();

    /** Why a metric of this kind isn't defined on these rows; null where it is. */
    @Nullable
    String whyUndefined(Metric metric);

    /** The metric, for rows on which it is defined. */
    Statistic statistic(Metric metric, Units units);

    /** Whether a metric is for predictions of this kind. */
    default boolean isOfKind(Metric metric) {
        return metric.isForClassification() == this instanceof LabelOutcomes;
    }

    /** The metrics that have a value here, in the order of {@link Metric}. */
    default List<Metric> defined() {
        return Arrays.stream(Metric.values())
                .filter(this::isOfKind)
                .filter(metric -> whyUndefined(metric) == null)
                .toList();
    }

    /** Checks that a metric has a value here. */
    default void checkDefined(Metric metric) {
        if (!isOfKind(metric)) {
            throw new IllegalStateException(metric.key() + " is for "
                    + (metric.isForClassification() ? "classification" : "regression") + ", this is a " + kind());
        }
        String why = whyUndefined(metric);
        if (why != null) {
            throw new IllegalStateException(metric.key() + " isn't defined here: " + why);
        }
    }

    /** Some of the rows, by number. */
    Outcomes select(int[] rows);

    /** The labels; none where this is a regression. */
    List<String> labels();

    /** The first row, from 0, whose truth differs from that of outcomes of this kind; -1 where there is none. */
    int firstDifference(Outcomes other);

    /** Checks that there are rows, and as many predictions as truths. */
    static void checkSizes(int actual, int predicted) {
        if (actual != predicted) {
            throw new IllegalArgumentException(
                    "the truth has " + actual + " rows, the predictions " + predicted + ", expected as many");
        }
        if (actual == 0) {
            throw new InvalidException("there are 0 rows to evaluate, expected at least 1");
        }
    }

    /** The error for a value that can't be evaluated; {@code row} counts from 0, the message from 1. */
    static InvalidException bad(String what, int row, Object value, String rule) {
        return new InvalidException(what + " of row " + (row + 1) + " is " + value + ", expected " + rule);
    }
}
