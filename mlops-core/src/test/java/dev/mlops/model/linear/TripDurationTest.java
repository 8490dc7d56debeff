package dev.mlops.model.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The exact optima of the trip-duration task on the real months; skipped where these are absent. */
class TripDurationTest {
    private static List<Trips.Row> january = List.of();
    private static List<Trips.Row> february = List.of();

    @BeforeAll
    static void read() {
        assumeTrue(Trips.present(), "no green-taxi months in " + Trips.folder() + ", set -Dmlops.shared");
        january = Trips.month("2021-01");
        february = Trips.month("2021-02");
    }

    @Test
    void theMonthsAreTheOnesOfTheFigures() {
        assertThat(january).hasSize(73_908);
        assertThat(february).hasSize(61_921);
        assertThat(Trips.columns(january, Trips.PAIR)).hasSize(13_221);
        assertThat(Trips.columns(january, Trips.PLACES)).hasSize(507);
    }

    @Test
    void linearRegressionOnPickupAndDropOff() {
        check(new LinearRegressionTrainer(), Trips.PLACES, 9.775258694528, 10.473542900, 1e-9);
    }

    @Test
    void linearRegressionOnPairs() {
        check(new LinearRegressionTrainer(), Trips.PAIR, 4.640696266933, 7.480826943, 1e-9);
    }

    @Test
    void ridgeOnPairs() {
        check(new RidgeTrainer(0.1), Trips.PAIR, 4.656447084229, 7.458798809142, 1e-10);
        check(new RidgeTrainer(1), Trips.PAIR, 5.195459035574, 7.564155595430, 1e-10);
    }

    @Test
    void lassoOnPairs() {
        Solution weak = check(new LassoTrainer(0.001), Trips.PAIR, 8.345443143981, 9.233397128919, 1e-10);
        Solution strong = check(new LassoTrainer(0.01), Trips.PAIR, 10.550477907725, 11.167274717499, 1e-10);
        assertThat(nonZero(weak)).isEqualTo(1_407);
        assertThat(nonZero(strong)).isEqualTo(97);
    }

    @Test
    void aTinyLassoConvergesTowardsLinearRegression() {
        Solution solution = check(new LassoTrainer(1e-8), Trips.PAIR, 4.640696273375, 7.578635560209, 1e-6);
        assertThat(solution.convergence().iterations()).isLessThan(1_000);
    }

    private static Solution check(
            LinearTrainer<?> trainer,
            Function<Trips.Row, List<String>> levels,
            double train,
            double validation,
            double tolerance) {
        Map<String, Integer> columns = Trips.columns(january, levels);
        Problem problem = Trips.problem(january, columns, levels);
        Solution solution = trainer.solve(problem);
        assertThat(solution.convergence().converged()).isTrue();
        assertThat(Trips.rmse(problem, solution)).isCloseTo(train, within(tolerance));
        assertThat(Trips.rmse(Trips.problem(february, columns, levels), solution))
                .isCloseTo(validation, within(tolerance));
        return solution;
    }

    private static long nonZero(Solution solution) {
        return Arrays.stream(solution.weights()).filter(w -> w != 0).count();
    }
}
