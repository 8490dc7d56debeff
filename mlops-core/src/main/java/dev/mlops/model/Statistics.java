package dev.mlops.model;

import java.util.Arrays;

/** Order statistics of sorted values. */
final class Statistics {
    private Statistics() {}

    /** The median of the sorted values from {@code from} (inclusive) to {@code to} (exclusive), at least one. */
    static double median(double[] sorted, int from, int to) {
        int middle = (from + to) >>> 1;
        // halved before they are added, so that two large values don't overflow
        return (to - from) % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
    }

    /** The different inner quantiles that cut sorted values into {@code count} parts, between neighbours linearly. */
    static double[] quantiles(double[] sorted, int count) {
        double[] edges = new double[count - 1];
        for (int i = 1; i < count; i++) {
            double position = (double) i / count * (sorted.length - 1);
            int below = (int) position;
            int above = Math.min(below + 1, sorted.length - 1);
            double part = position - below;
            edges[i - 1] = sorted[below] * (1 - part) + sorted[above] * part + 0.0;
        }
        return Arrays.stream(edges).sorted().distinct().toArray();
    }
}
