package dev.mlops.evaluation;

/**
 * How confidence intervals are computed: by the bootstrap, which draws as many rows (or clusters of rows) as there are,
 * with replacement (multinomial resampling), and computes the metric on each such resample. The intervals are
 * bias-corrected and accelerated (BCa: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, section 14.3), and
 * widened for small samples (Hesterberg, The American Statistician 69, 2015).
 *
 * <p>Where resamples can't tell, another interval takes the place. Fewer than {@value #FEWEST_ROWS} rows (or clusters), and
 * a metric that most resamples leave undefined, have the interval of all values that the metric can take: 0 to infinity
 * for an RMSE. A share of independent rows that are right ({@link Metric#ACCURACY}) has Wilson's interval of a binomial
 * proportion, which needs no resamples and also holds for one row, or for no mistake in twenty; and so has a score that is
 * 0 or 1 on every resample, with as many rows as the rarest label has.
 *
 * <p>The same rows, resamples and seed give the same interval, on every machine.
 *
 * @param resamples how many resamples, at least 100; 1,000 unless told otherwise
 * @param seed the seed of the random draws; 17 unless told otherwise
 */
public record Bootstrap(int resamples, long seed) {
    /** The number of resamples unless told otherwise: what Efron and Tibshirani advise for intervals (section 14.3). */
    public static final int RESAMPLES = 1_000;

    /** Of fewer rows, or clusters of rows, resamples tell too little for an interval. */
    public static final int FEWEST_ROWS = 10;

    /** The seed unless told otherwise. */
    public static final long SEED = 17;

    /** The resampling that is used unless told otherwise. */
    public static final Bootstrap DEFAULT = new Bootstrap(RESAMPLES, SEED);

    private static final int LEAST_RESAMPLES = 100;

    /** @throws IllegalArgumentException if {@code resamples} is below 100 */
    public Bootstrap {
        if (resamples < LEAST_RESAMPLES) {
            throw new IllegalArgumentException("resamples is " + resamples + ", expected at least " + LEAST_RESAMPLES);
        }
    }

    /** The same seed with another number of resamples. */
    public Bootstrap resamples(int number) {
        return new Bootstrap(number, seed);
    }

    /** The same number of resamples with another seed. */
    public Bootstrap seed(long number) {
        return new Bootstrap(resamples, number);
    }

    /** Checks a level of confidence. */
    static void checkLevel(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("level is " + level + ", expected between 0 and 1, such as 0.95");
        }
    }
}
