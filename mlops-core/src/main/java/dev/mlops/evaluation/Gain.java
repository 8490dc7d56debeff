package dev.mlops.evaluation;

/**
 * By how much one evaluation is better than another on the same rows; positive is better, for losses and for scores.
 *
 * @param metric what is compared
 * @param value the metric of the one
 * @param baseline the metric of the other
 * @param absolute the difference, in the unit of the metric
 * @param relative the share of what the baseline lacks to perfection that is gained: 0.1 where an RMSE falls from 10 to 9
 *     or an accuracy rises from 0.90 to 0.91
 */
public record Gain(Metric metric, double value, double baseline, Interval absolute, Interval relative) {

    /** The gain of one statistic over another, both among the replicates. */
    static Gain of(Metric metric, Replicates replicates, int one, int other, double level) {
        Interval relative = replicates.interval(values -> metric.relativeGain(values[one], values[other]), level);
        return new Gain(
                metric,
                replicates.value(one),
                replicates.value(other),
                replicates.interval(values -> metric.gain(values[one], values[other]), level),
                new Interval(relative.estimate(), relative.low(), Math.min(relative.high(), 1), level));
    }

    /** Whether the interval lies above 0: the gain isn't explained by which rows happened to be held out. */
    public boolean proven() {
        return absolute.low() > 0;
    }
}
