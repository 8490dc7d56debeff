package dev.mlops.evaluation;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;

/**
 * What truths and predictions tell without the rows that they are of: metrics, quantiles of the error, and how sure each
 * is. {@link Evaluation} adds what needs the rows, or another evaluation.
 */
abstract sealed class Figures permits Evaluation {
    private final Outcomes outcomes;
    private final Units units;

    Figures(Outcomes outcomes, Units units) {
        this.outcomes = outcomes;
        this.units = units;
    }

    /** How many rows. */
    public int rows() {
        return outcomes.rows();
    }

    /** See {@link Metric#RMSE}; this and the other metrics throw as {@link #value} does. */
    public double rmse() {
        return value(Metric.RMSE);
    }

    /** See {@link Metric#MAE}. */
    public double mae() {
        return value(Metric.MAE);
    }

    /** See {@link Metric#MEDIAN_ABSOLUTE_ERROR}. */
    public double medianAbsoluteError() {
        return value(Metric.MEDIAN_ABSOLUTE_ERROR);
    }

    /** See {@link Metric#MAPE}. */
    public double mape() {
        return value(Metric.MAPE);
    }

    /** See {@link Metric#R2}. */
    public double r2() {
        return value(Metric.R2);
    }

    /** See {@link Metric#EXPLAINED_VARIANCE}. */
    public double explainedVariance() {
        return value(Metric.EXPLAINED_VARIANCE);
    }

    /** See {@link Metric#ACCURACY}. */
    public double accuracy() {
        return value(Metric.ACCURACY);
    }

    /** See {@link Metric#LOG_LOSS}. */
    public double logLoss() {
        return value(Metric.LOG_LOSS);
    }

    /** See {@link Metric#AUC}. */
    public double auc() {
        return value(Metric.AUC);
    }

    /** See {@link Metric#F1}. */
    public double f1() {
        return value(Metric.F1);
    }

    /** See {@link Metric#MACRO_F1}. */
    public double macroF1() {
        return value(Metric.MACRO_F1);
    }

    /** See {@link Metric#MICRO_F1}. */
    public double microF1() {
        return value(Metric.MICRO_F1);
    }

    /**
     * A metric.
     *
     * @throws IllegalStateException if it is for the other kind of predictions, or isn't defined on these rows
     */
    public double value(Metric metric) {
        outcomes.checkDefined(metric);
        return outcomes.statistic(metric, units).value();
    }

    /** Every metric that is defined on these rows, by its {@linkplain Metric#key() key}, in ascending order of key. */
    public SortedMap<String, Double> metrics() {
        SortedMap<String, Double> metrics = new TreeMap<>();
        outcomes.defined().forEach(metric -> metrics.put(metric.key(), value(metric)));
        return Collections.unmodifiableSortedMap(metrics);
    }

    /**
     * A quantile of the error, prediction minus truth: at 0.5 the median error, below 0 where the model is short.
     *
     * @param probability from 0 to 1; between two rows the quantile is interpolated linearly, as NumPy does
     * @throws IllegalStateException if this is a classification
     */
    public double errorQuantile(double probability) {
        return quantile(probability, error -> error);
    }

    /**
     * A quantile of the absolute error: at 0.9 what nine of ten predictions are within.
     *
     * @param probability from 0 to 1; between two rows the quantile is interpolated linearly, as NumPy does
     * @throws IllegalStateException if this is a classification
     */
    public double absoluteErrorQuantile(double probability) {
        return quantile(probability, Math::abs);
    }

    private double quantile(double probability, DoubleUnaryOperator figure) {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("probability is " + probability + ", expected from 0 to 1");
        }
        if (!(outcomes instanceof NumberOutcomes numbers)) {
            throw new IllegalStateException("a quantile of error is for regression, this is a " + outcomes.kind());
        }
        return Quantiles.of(Arrays.stream(numbers.ofErrors(figure)).sorted().toArray(), probability);
    }

    /** The confidence interval of a metric with {@link Bootstrap#DEFAULT}. */
    public Interval interval(Metric metric, double level) {
        return interval(metric, level, Bootstrap.DEFAULT);
    }

    /**
     * The confidence interval of a metric, as {@link Bootstrap} says. It tells how much the metric would change with
     * other rows of the same origin, not how much a later drift will change it; with fewer than about 30 rows, or with
     * outliers that few rows hold, it is too narrow. With fewer than {@link Bootstrap#FEWEST_ROWS} rows it is the interval
     * of all values that the metric can take.
     *
     * @param level the nominal coverage, such as 0.95
     * @throws IllegalStateException if the metric isn't defined on these rows
     */
    public Interval interval(Metric metric, double level, Bootstrap bootstrap) {
        Bootstrap.checkLevel(level);
        outcomes.checkDefined(metric);
        return Intervals.of(metric, outcomes, units, level, () -> Replicates.draw(
                        bootstrap, units.count(), List.of(outcomes.statistic(metric, units)))
                .interval(only -> only[0], level));
    }

    @Override
    public String toString() {
        return what() + " " + metrics();
    }

    /** Such as {@code regression on 61,921 rows}. */
    String what() {
        return outcomes.kind() + " on " + Text.count(rows(), "row");
    }

    Outcomes outcomes() {
        return outcomes;
    }

    Units units() {
        return units;
    }
}
