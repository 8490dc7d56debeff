package dev.mlops.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * The values of several statistics on the same resamples, so that a figure which compares them, such as a gain, has the
 * interval of paired rows. Immutable.
 *
 * <p>The acceleration comes from a jackknife that leaves out one of at most 200 blocks of units at a time: leaving out
 * blocks doesn't change what it estimates, since the skewness of a sum of m independent influences shrinks by the square
 * root of m just as the number of blocks does.
 */
final class Replicates {
    private static final int MOST_BLOCKS = 200;
    private static final long LOW = 0xffffffffL;

    private final int units;
    private final double[] values;
    private final double[][] drawn;
    private final double[][] leftOut;

    private Replicates(int units, double[] values, double[][] drawn, double[][] leftOut) {
        this.units = units;
        this.values = values;
        this.drawn = drawn;
        this.leftOut = leftOut;
    }

    /** Draws the resamples; takes resamples x (units + the cost of the statistics) steps on this thread. */
    static Replicates draw(Bootstrap bootstrap, int units, List<Statistic> statistics) {
        double[][] drawn = new double[bootstrap.resamples()][];
        SplittableRandom random = new SplittableRandom(bootstrap.seed());
        int[] counts = new int[units];
        for (int resample = 0; resample < drawn.length; resample++) {
            count(random, counts);
            drawn[resample] = all(statistics, counts);
        }
        double[] values = statistics.stream().mapToDouble(Statistic::value).toArray();
        return new Replicates(units, values, drawn, leaveOut(units, statistics));
    }

    private static double[][] leaveOut(int units, List<Statistic> statistics) {
        double[][] leftOut = new double[Math.min(units, MOST_BLOCKS)][];
        int[] counts = new int[units];
        for (int block = 0; block < leftOut.length; block++) {
            Arrays.fill(counts, 1);
            for (int unit = block; unit < units; unit += leftOut.length) {
                counts[unit] = 0;
            }
            leftOut[block] = all(statistics, counts);
        }
        return leftOut;
    }

    private static double[] all(List<Statistic> statistics, int[] counts) {
        double[] values = new double[statistics.size()];
        for (int s = 0; s < values.length; s++) {
            values[s] = statistics.get(s).of(counts);
        }
        return values;
    }

    /** Draws as many units as there are; each random number serves for two. */
    private static void count(SplittableRandom random, int[] counts) {
        Arrays.fill(counts, 0);
        for (int draw = 1; draw < counts.length; draw += 2) {
            long bits = random.nextLong();
            counts[below(counts.length, bits >>> 32, random)]++;
            counts[below(counts.length, bits & LOW, random)]++;
        }
        if (counts.length % 2 == 1) {
            counts[below(counts.length, random.nextLong() >>> 32, random)]++;
        }
    }

    /** A uniform number from 0 to {@code bound - 1} from 32 bits, without a division: D. Lemire, ACM TOMACS 29 (2019). */
    private static int below(int bound, long bits, SplittableRandom random) {
        long product = bits * bound;
        if ((product & LOW) < bound) {
            long threshold = (1L << 32) % bound;
            while ((product & LOW) < threshold) {
                product = (random.nextInt() & LOW) * bound;
            }
        }
        return (int) (product >>> 32);
    }

    /** The value of a statistic on the rows as they are. */
    double value(int statistic) {
        return values[statistic];
    }

    /**
     * The interval of a figure of the statistics: BCa, with normal quantiles replaced by those of Student's t and widened
     * by sqrt(n / (n - 1)) for n units, since a resample varies less than a sample does (T. Hesterberg, What Teachers
     * Should Know About the Bootstrap, The American Statistician 69, 2015: the expanded percentile interval). The degrees
     * of freedom of t are those that the variance really has where few rows weigh much. Resamples on which the figure is
     * undefined are left out. Of fewer than {@link Bootstrap#FEWEST_ROWS} units, or where the figure is undefined on more
     * than half of the resamples, the interval is that of all numbers.
     *
     * @param figure computed from the statistics' values, in the order in which they were given
     */
    Interval interval(ToDoubleFunction<double[]> figure, double level) {
        if (units < Bootstrap.FEWEST_ROWS || defined(drawn, figure).length < drawn.length / 2) {
            return new Interval(
                    figure.applyAsDouble(values), Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, level);
        }
        double widening = Math.sqrt(units / Math.max(1.0, units - 1.0));
        double reach = widening * Student.quantile((1 + level) / 2, freedom(defined(leftOut, figure)));
        return bca(figure, level, reach);
    }

    /** The BCa interval that reads the resamples {@code reach} standard deviations from their middle. */
    Interval bca(ToDoubleFunction<double[]> figure, double level, double reach) {
        double estimate = figure.applyAsDouble(values);
        double[] ascending = defined(drawn, figure);
        Arrays.sort(ascending);
        double bias = bias(ascending, estimate);
        double acceleration = acceleration(defined(leftOut, figure));
        return new Interval(
                estimate,
                Quantiles.of(ascending, corrected(bias, acceleration, -reach)),
                Quantiles.of(ascending, corrected(bias, acceleration, reach)),
                level);
    }

    private static double[] defined(double[][] replicates, ToDoubleFunction<double[]> figure) {
        return Arrays.stream(replicates)
                .mapToDouble(figure)
                .filter(value -> !Double.isNaN(value))
                .toArray();
    }

    /** z0, equation 14.14: how far the median of the resamples is from the estimate; ties count half. */
    private static double bias(double[] ascending, double estimate) {
        double below = 0;
        for (double value : ascending) {
            below += value < estimate ? 1 : value == estimate ? 0.5 : 0;
        }
        double most = ascending.length - 0.5;
        return Normal.quantile(Math.min(Math.max(below, 0.5), most) / ascending.length);
    }

    /** a, equation 14.15. */
    private static double acceleration(double[] leftOut) {
        double mean = Arrays.stream(leftOut).average().orElse(0);
        double squares = 0;
        double cubes = 0;
        for (double value : leftOut) {
            double influence = mean - value;
            squares += influence * influence;
            cubes += influence * influence * influence;
        }
        double acceleration = cubes / (6 * Math.pow(squares, 1.5));
        return Double.isFinite(acceleration) ? acceleration : 0;
    }

    /**
     * How many degrees of freedom a normal sample would have whose variance is as uncertain as that of these influences:
     * 2 n / (2 + excess kurtosis), by the variance of a sample variance. A block's sum has the excess kurtosis of one unit
     * divided by the units in it.
     */
    private double freedom(double[] leftOut) {
        double mean = Arrays.stream(leftOut).average().orElse(0);
        double squares = 0;
        double fourths = 0;
        for (double value : leftOut) {
            double square = (mean - value) * (mean - value);
            squares += square;
            fourths += square * square;
        }
        double excess = (leftOut.length * fourths / (squares * squares) - 3) * units / leftOut.length;
        double freedom = 2.0 * units / (2 + Math.max(0, excess));
        return Double.isFinite(freedom)
                ? Math.min(Math.max(1, units - 1), Math.max(1, freedom))
                : Math.max(1, units - 1);
    }

    /** Equation 14.10: the probability at which to read the resamples. */
    private static double corrected(double bias, double acceleration, double z) {
        double shifted = bias + z;
        double scale = 1 - acceleration * shifted;
        return scale <= 0 ? (shifted < 0 ? 0 : 1) : Normal.probability(bias + shifted / scale);
    }
}
