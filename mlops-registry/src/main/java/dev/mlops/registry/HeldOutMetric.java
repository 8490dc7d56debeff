package dev.mlops.registry;

import dev.mlops.evaluation.Bootstrap;
import dev.mlops.evaluation.Gain;
import dev.mlops.evaluation.Interval;
import dev.mlops.evaluation.Metric;
import java.util.Map;

/** Gates on a metric that is measured on held-out data; {@link HeldOut#metric} begins one. Immutable. */
public final class HeldOutMetric {
    private final HeldOut heldOut;
    private final Metric metric;

    HeldOutMetric(HeldOut heldOut, Metric metric) {
        this.heldOut = heldOut;
        this.metric = metric;
    }

    /** The candidate's metric must be below this. */
    public Gate below(double limit) {
        return within(new Bound(Bound.Side.BELOW, limit));
    }

    /** The candidate's metric must be this or below. */
    public Gate atMost(double limit) {
        return within(new Bound(Bound.Side.AT_MOST, limit));
    }

    /** The candidate's metric must be above this. */
    public Gate above(double limit) {
        return within(new Bound(Bound.Side.ABOVE, limit));
    }

    /** The candidate's metric must be this or above. */
    public Gate atLeast(double limit) {
        return within(new Bound(Bound.Side.AT_LEAST, limit));
    }

    private Gate within(Bound bound) {
        String check = this + " " + bound;
        return heldOut.alone(check, evaluation -> bound.verdict(check, metric.key(), evaluation.value(metric)));
    }

    /**
     * The candidate must be better than the alias's holder: its {@linkplain Gain#relative relative gain} must be at least
     * this share, and the low end of the gain's paired-bootstrap interval must be above 0. So the gain that was seen is
     * large enough, and that there is a gain at all isn't explained by which rows happened to be held out; the true gain may
     * still be smaller than the share. It passes where no version has the alias yet.
     *
     * @param share from 0 to below 1, of what the holder lacks to perfection
     * @throws IllegalArgumentException if the share is outside
     * @see HeldOut#level
     * @see Bootstrap
     */
    public Gate improvesBy(double share) {
        Amounts.checkShare(share);
        String check = this + " better than the holder's by " + Amounts.percent(share) + confidence();
        return gained(check, 0, share, "expected at least " + Amounts.percent(share) + " and a low end above 0 %");
    }

    /**
     * The candidate must not be worse than the alias's holder by this share or more (non-inferiority): the low end of the
     * paired-bootstrap interval of its {@linkplain Gain#relative relative gain} must be above minus this share. Few rows
     * refuse, since they can't rule it out. It passes where no version has the alias yet.
     *
     * @param share from 0 to below 1, of what the holder lacks to perfection
     * @throws IllegalArgumentException if the share is outside
     */
    public Gate notWorseBy(double share) {
        Amounts.checkShare(share);
        String check = this + " not worse than the holder's by " + Amounts.percent(share) + confidence();
        return gained(check, -share, Double.NEGATIVE_INFINITY, "expected a low end above " + Amounts.percent(-share));
    }

    private Gate gained(String check, double aboveLow, double least, String expected) {
        return heldOut.compared(check, (candidate, holder) -> {
            Gain gain = candidate
                    .against(holder, heldOut.level(), heldOut.bootstrap())
                    .gain(metric);
            Interval share = gain.relative();
            boolean passed = share.low() > aboveLow && Amounts.reaches(share.estimate(), least);
            String found = words(gain, candidate.rows());
            return Verdict.of(check, passed, passed ? found : found + ", " + expected, figures(gain));
        });
    }

    private String words(Gain gain, int rows) {
        Interval share = gain.relative();
        return "%s is %s, the holder's is %s on the same %s, a gain of %s (%s to %s)"
                .formatted(
                        metric.key(),
                        Amounts.number(gain.value(), gain.baseline()),
                        Amounts.number(gain.baseline(), gain.value()),
                        Amounts.count(rows, "row"),
                        Amounts.percent(share.estimate()),
                        Amounts.percent(share.low()),
                        Amounts.percent(share.high()));
    }

    private Map<String, Double> figures(Gain gain) {
        return Map.of(
                "value",
                gain.value(),
                "holder",
                gain.baseline(),
                "gain",
                gain.relative().estimate(),
                "gain_low",
                gain.relative().low(),
                "gain_high",
                gain.relative().high());
    }

    private String confidence() {
        return " at " + Amounts.percent(heldOut.level());
    }

    /**
     * Gates on the metric of each slice: the rows that share a value of a column, as {@link
     * dev.mlops.evaluation.Evaluation#by} makes them.
     *
     * @param minimumRows smaller slices are passed over and counted: their figures say little, and with many of them some
     *     are bad by chance
     * @throws dev.mlops.InvalidException if the data has no such column
     * @throws IllegalArgumentException if {@code minimumRows} is below 1
     */
    public SlicedMetric slices(String column, int minimumRows) {
        heldOut.data().schema().get(column);
        if (minimumRows < 1) {
            throw new IllegalArgumentException("minimum of rows is " + minimumRows + ", expected at least 1");
        }
        return new SlicedMetric(this, column, minimumRows);
    }

    HeldOut heldOut() {
        return heldOut;
    }

    Metric metric() {
        return metric;
    }

    /** Such as {@code rmse on 'february'}. */
    @Override
    public String toString() {
        return metric.key() + " on '" + heldOut.data().name() + "'";
    }
}
