package dev.mlops.serving;

/** Pearson's test, with the critical values that any table has. */
final class ChiSquare {
    /** What a statistic of this many degrees of freedom, the index, exceeds by chance once in 1,000 times. */
    private static final double[] CRITICAL = {0, 10.828, 13.816, 16.266};

    private ChiSquare() {}

    /** Whether counts are as shares say, but for chance. */
    static boolean fits(long[] counts, double... shares) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        double sum = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = all * shares[i];
            sum += (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return sum < CRITICAL[counts.length - 1];
    }

    /** Whether two properties are independent, by how many have neither, the second, the first, both. */
    static boolean independent(long neither, long second, long first, long both) {
        double all = neither + second + first + both;
        double det = (double) neither * both - (double) second * first;
        double statistic = all * det * det / (neither + second) / (first + both) / (neither + first) / (second + both);
        return statistic < CRITICAL[1];
    }
}
