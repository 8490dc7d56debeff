package dev.mlops.evaluation;

import java.util.Arrays;

/**
 * Area under the ROC curve of one label against the rest: the share of pairs of a positive and a negative row in which
 * the positive one has the higher score, ties counting half (Mann and Whitney 1947; Hanley and McNeil 1982). Sorted once,
 * so a resample costs one pass.
 */
final class AucStatistic implements Statistic {
    private final double[] ascending;
    private final boolean[] positive;
    private final int[] units;
    private final int unitCount;

    AucStatistic(Units units, double[] scores, boolean[] truth) {
        int[] order = Order.ascending(scores);
        this.ascending = new double[order.length];
        this.positive = new boolean[order.length];
        this.units = new int[order.length];
        this.unitCount = units.count();
        for (int i = 0; i < order.length; i++) {
            ascending[i] = scores[order[i]];
            positive[i] = truth[order[i]];
            this.units[i] = units.of(order[i]);
        }
    }

    @Override
    public double value() {
        int[] once = new int[unitCount];
        Arrays.fill(once, 1);
        return of(once);
    }

    @Override
    public double of(int[] counts) {
        double negatives = 0;
        double positives = 0;
        double won = 0;
        for (int i = 0; i < ascending.length; ) {
            double tiedPositives = 0;
            double tiedNegatives = 0;
            for (double score = ascending[i]; i < ascending.length && ascending[i] == score; i++) {
                if (positive[i]) {
                    tiedPositives += counts[units[i]];
                } else {
                    tiedNegatives += counts[units[i]];
                }
            }
            won += tiedPositives * (negatives + tiedNegatives / 2);
            positives += tiedPositives;
            negatives += tiedNegatives;
        }
        return won / (positives * negatives);
    }
}
