package dev.mlops.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BetaTest {
    private static final int DRAWS = 50_000;

    private static double[] draws(double a, double b) {
        return LongStream.range(0, DRAWS)
                .mapToDouble(i -> Beta.draw(a, b, KeyHash.mix(i)))
                .sorted()
                .toArray();
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "1.5, 7.25", "40, 60", "900.5, 100", "1, 500"})
    void mean_and_variance_are_those_of_the_distribution(double a, double b) {
        double[] draws = draws(a, b);
        double mean = Arrays.stream(draws).average().orElseThrow();
        double variance = Arrays.stream(draws).map(x -> (x - mean) * (x - mean)).sum() / (DRAWS - 1);

        double expected = a * b / ((a + b) * (a + b) * (a + b + 1)); // Johnson, Kotz, Balakrishnan II, 25.15
        assertThat(mean).isCloseTo(a / (a + b), within(5 * Math.sqrt(expected / DRAWS)));
        assertThat(variance).isCloseTo(expected, within(0.05 * expected));
    }

    @Test
    void the_distribution_is_right_where_it_has_a_closed_form() {
        assertThat(distance(draws(1, 1), x -> x)).isLessThan(LIMIT);
        assertThat(distance(draws(2, 1), x -> x * x)).isLessThan(LIMIT);
        assertThat(distance(draws(1, 3), x -> 1 - Math.pow(1 - x, 3))).isLessThan(LIMIT);
        assertThat(distance(draws(2, 2), x -> x * x * (3 - 2 * x))).isLessThan(LIMIT);
    }

    /** What Kolmogorov's distance of so many draws exceeds by chance once in 1,000 times. */
    private static final double LIMIT = 1.95 / Math.sqrt(DRAWS);

    private static double distance(double[] sorted, DoubleUnaryOperator distribution) {
        double most = 0;
        for (int i = 0; i < sorted.length; i++) {
            double at = distribution.applyAsDouble(sorted[i]);
            most = Math.max(most, Math.max(at - (double) i / sorted.length, (i + 1.0) / sorted.length - at));
        }
        return most;
    }

    @Test
    void a_draw_follows_from_its_seed_and_moves_little_with_the_parameters() {
        long far = LongStream.range(0, 1_000)
                .filter(seed -> Math.abs(Beta.draw(50, 30, seed) - Beta.draw(51, 30, seed)) > 0.02)
                .count();

        assertThat(Beta.draw(3, 4, 42)).isEqualTo(Beta.draw(3, 4, 42));
        assertThat(far).isLessThan(20);
    }
}
