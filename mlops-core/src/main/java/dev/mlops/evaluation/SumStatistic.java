package dev.mlops.evaluation;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/**
 * A metric that depends on the rows through a few sums alone, such as the sum of squared errors: a resample costs one
 * multiplication and addition for each unit and sum.
 */
final class SumStatistic implements Statistic {
    private final double[][] unitTerms;
    private final double value;
    private final ToDoubleFunction<double[]> metric;

    /**
     * @param metric the metric of the totals: first the number of rows, then those of {@code terms} in order
     * @param terms what each row adds to each sum
     */
    SumStatistic(Units units, int rows, ToDoubleFunction<double[]> metric, double[]... terms) {
        this.metric = metric;
        this.unitTerms = new double[terms.length + 1][];
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        double[] totals = new double[terms.length + 1];
        totals[0] = rows;
        unitTerms[0] = units.sum(ones);
        for (int t = 0; t < terms.length; t++) {
            totals[t + 1] = CompensatedSum.of(terms[t]);
            unitTerms[t + 1] = units.sum(terms[t]);
        }
        this.value = metric.applyAsDouble(totals);
    }

    @Override
    public double value() {
        return value;
    }

    @Override
    public double of(int[] counts) {
        double[] totals = new double[unitTerms.length];
        for (int t = 0; t < totals.length; t++) {
            totals[t] = dot(counts, unitTerms[t]);
        }
        return metric.applyAsDouble(totals);
    }

    /** Four partial sums, since one addition can't start before the previous one has ended. */
    private static double dot(int[] counts, double[] terms) {
        double a = 0;
        double b = 0;
        double c = 0;
        double d = 0;
        int u = 0;
        for (; u < counts.length - 3; u += 4) {
            a += counts[u] * terms[u];
            b += counts[u + 1] * terms[u + 1];
            c += counts[u + 2] * terms[u + 2];
            d += counts[u + 3] * terms[u + 3];
        }
        for (; u < counts.length; u++) {
            a += counts[u] * terms[u];
        }
        return (a + b) + (c + d);
    }
}
