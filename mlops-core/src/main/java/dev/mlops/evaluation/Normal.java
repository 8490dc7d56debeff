package dev.mlops.evaluation;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;

/** The standard normal distribution. */
final class Normal {
    private static final double ROOT_OF_2 = Math.sqrt(2);

    private Normal() {}

    /** The probability of a value at or below {@code z}. */
    static double probability(double z) {
        return Erfc.value(-z / ROOT_OF_2) / 2;
    }

    /** The value below which a share of {@code probability} lies. */
    static double quantile(double probability) {
        return -ROOT_OF_2 * InverseErfc.value(2 * probability);
    }
}
