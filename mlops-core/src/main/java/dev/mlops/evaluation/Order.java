package dev.mlops.evaluation;

import java.util.stream.IntStream;

/** Sorting rows by a figure without losing which row is which. */
final class Order {
    private Order() {}

    /** The row numbers in ascending order of their values; equal values keep their order. */
    static int[] ascending(double[] values) {
        return IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Double.compare(values[a], values[b]))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
