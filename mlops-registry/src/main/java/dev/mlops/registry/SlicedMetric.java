package dev.mlops.registry;

import dev.mlops.evaluation.Evaluation;
import dev.mlops.evaluation.Metric;
import dev.mlops.evaluation.Slice;
import java.util.List;
import java.util.Map;

/**
 * Gates on a metric of each slice of held-out data; {@link HeldOutMetric#slices} begins one. A slice that is too small, or on
 * which the metric isn't defined, is passed over and counted; if none is left, the gate refuses. Immutable.
 */
public final class SlicedMetric {
    private final HeldOutMetric measured;
    private final Metric metric;
    private final String column;
    private final int minimumRows;

    SlicedMetric(HeldOutMetric measured, String column, int minimumRows) {
        this.measured = measured;
        this.metric = measured.metric();
        this.column = column;
        this.minimumRows = minimumRows;
    }

    /** No slice may be worse than this: above it where lower is better, else below it. */
    public Gate noneWorseThan(double limit) {
        Bound bound = new Bound(metric.isLoss() ? Bound.Side.AT_MOST : Bound.Side.AT_LEAST, limit);
        String check = this + " " + bound;
        return measured.heldOut().alone(check, candidate -> {
            SliceTally tally = new SliceTally(metric.isLoss());
            for (Slice slice : slices(candidate)) {
                if (isJudged(slice)) {
                    double value = slice.evaluation().value(metric);
                    tally.judged(slice, value, bound.admits(value), Amounts.number(value, limit));
                } else {
                    tally.passOver();
                }
            }
            return tally.verdict(check, Map.of("limit", limit));
        });
    }

    /**
     * No slice may be worse than the same slice of the alias's holder by more than this share of what the holder lacks to
     * perfection ({@link Metric#relativeGain}). It is the estimate that counts, without an interval, so that a true loss in
     * one slice isn't excused by its few rows; choose the minimum of rows so that chance alone seldom refuses. It passes where
     * no version has the alias yet.
     *
     * @param share from 0 to below 1
     * @throws IllegalArgumentException if the share is outside
     */
    public Gate noneWorseBy(double share) {
        Amounts.checkShare(share);
        String check = this + " not worse than the holder's by more than " + Amounts.percent(share);
        return measured.heldOut().compared(check, (candidate, holder) -> {
            candidate.against(holder); // refuses what isn't about the same truth
            List<Slice> before = slices(holder);
            List<Slice> slices = slices(candidate);
            SliceTally tally = new SliceTally(false);
            for (int i = 0; i < slices.size(); i++) {
                compare(slices.get(i), before.get(i), share, tally);
            }
            return tally.verdict(check, Map.of("limit", -share));
        });
    }

    private void compare(Slice slice, Slice before, double share, SliceTally tally) {
        if (!isJudged(slice) || !isJudged(before)) {
            tally.passOver();
            return;
        }
        double value = slice.evaluation().value(metric);
        double held = before.evaluation().value(metric);
        double gain = metric.relativeGain(value, held);
        String words = Amounts.number(value, held) + " after " + Amounts.number(held, value);
        tally.judged(slice, gain, Amounts.reaches(gain, -share), words);
    }

    private List<Slice> slices(Evaluation evaluation) {
        evaluation.value(metric); // refuses a metric of the other kind by name
        return evaluation.by(column).list();
    }

    private boolean isJudged(Slice slice) {
        return slice.rows() >= minimumRows && slice.evaluation().metrics().containsKey(metric.key());
    }

    /** Such as {@code rmse on 'february' in each zone of 100 rows or more}. */
    @Override
    public String toString() {
        return measured + " in each " + column + " of " + Amounts.count(minimumRows, "row") + " or more";
    }
}
