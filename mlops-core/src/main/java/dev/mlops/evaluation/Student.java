package dev.mlops.evaluation;

import org.apache.commons.numbers.gamma.RegularizedBeta;

/** Student's t distribution. */
final class Student {
    private static final int BISECTIONS = 100;

    private Student() {}

    /** The value below which a share of {@code probability}, at least one half, lies. */
    static double quantile(double probability, double freedom) {
        double above = 1 - probability;
        double low = 0;
        double high = 1;
        while (beyond(high, freedom) > above) {
            high *= 2;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (beyond(middle, freedom) > above) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    /** The probability of a value above {@code t} (NIST Digital Library of Mathematical Functions, 8.17). */
    private static double beyond(double t, double freedom) {
        return RegularizedBeta.value(freedom / (freedom + t * t), freedom / 2, 0.5) / 2;
    }
}
