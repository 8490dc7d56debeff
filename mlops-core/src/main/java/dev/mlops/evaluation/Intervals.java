package dev.mlops.evaluation;

import java.util.function.Supplier;

/*
 * The bootstrap knows only the rows it has. Of one row, or of labels that are all right, every resample is the same and
 * its interval has no width; of five normal errors its intervals at 95 % cover 82 %, of ten 90 %. So a count of right
 * labels is taken as what it is, a binomial one, whose Wilson interval also holds for one row and for no mistake; and
 * other metrics of fewer than ten rows aren't given an interval that looks like knowledge.
 */

/** Chooses how the interval of a metric is computed. */
final class Intervals {
    private Intervals() {}

    /** @param bootstrap computes the bootstrap's interval, where that is what to use */
    static Interval of(Metric metric, Outcomes outcomes, Units units, double level, Supplier<Interval> bootstrap) {
        if (metric.isShareOfRows() && units.ofRow() == null) {
            return wilson(outcomes.statistic(metric, units).value(), outcomes.rows(), level);
        }
        Interval drawn = bootstrap.get();
        if (isPerfect(metric, drawn) && outcomes instanceof LabelOutcomes labels) {
            return wilson(drawn.estimate(), Math.min(units.count(), labels.rowsOfRarest()), level);
        }
        return new Interval(
                drawn.estimate(),
                Math.max(drawn.low(), metric.lowest()),
                Math.min(drawn.high(), metric.highest()),
                level);
    }

    /** Whether a score is 0 or 1 on every resample, which a few rows of the rarest label decide. */
    private static boolean isPerfect(Metric metric, Interval drawn) {
        return metric.isForClassification()
                && !metric.isLoss()
                && drawn.width() == 0
                && (drawn.estimate() == 0 || drawn.estimate() == 1);
    }

    /**
     * The interval of a share of independent rows (E. B. Wilson, Journal of the American Statistical Association 22,
     * 1927), which Brown, Cai and DasGupta (Interval Estimation for a Binomial Proportion, Statistical Science 16, 2001)
     * advise for few rows.
     */
    static Interval wilson(double share, int rows, double level) {
        double z = Normal.quantile((1 + level) / 2);
        double weight = z * z / rows;
        double middle = (share + weight / 2) / (1 + weight);
        double reach = z / (1 + weight) * Math.sqrt(share * (1 - share) / rows + weight / (4 * rows));
        double low = share == 0 ? 0 : Math.max(0, middle - reach);
        double high = share == 1 ? 1 : Math.min(1, middle + reach);
        return new Interval(share, low, high, level);
    }
}
