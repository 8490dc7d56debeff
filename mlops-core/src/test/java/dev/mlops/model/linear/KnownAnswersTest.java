package dev.mlops.model.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that others published, or that follow on paper. */
class KnownAnswersTest {
    /** J. Longley, An appraisal of least squares programs, JASA 62 (1967); the employed, then the six predictors. */
    private static final double[][] LONGLEY = {
        {60323, 83.0, 234289, 2356, 1590, 107608, 1947},
        {61122, 88.5, 259426, 2325, 1456, 108632, 1948},
        {60171, 88.2, 258054, 3682, 1616, 109773, 1949},
        {61187, 89.5, 284599, 3351, 1650, 110929, 1950},
        {63221, 96.2, 328975, 2099, 3099, 112075, 1951},
        {63639, 98.1, 346999, 1932, 3594, 113270, 1952},
        {64989, 99.0, 365385, 1870, 3547, 115094, 1953},
        {63761, 100.0, 363112, 3578, 3350, 116219, 1954},
        {66019, 101.2, 397469, 2904, 3048, 117388, 1955},
        {67857, 104.6, 419180, 2822, 2857, 118734, 1956},
        {68169, 108.4, 442769, 2936, 2798, 120445, 1957},
        {66513, 110.8, 444546, 4681, 2637, 121950, 1958},
        {68655, 112.6, 482704, 3813, 2552, 123366, 1959},
        {69564, 114.2, 502601, 3931, 2514, 125368, 1960},
        {69331, 115.7, 518173, 4806, 2572, 127852, 1961},
        {70551, 116.9, 554894, 4007, 2827, 130081, 1962},
    };

    /** An orthonormal design once centred: columns of a Hadamard matrix of order 4, halved. */
    private static final double[][] HADAMARD = {
        {0.5, 0.5, 0.5}, {-0.5, 0.5, -0.5}, {0.5, -0.5, -0.5}, {-0.5, -0.5, 0.5},
    };

    private static final double[] RESPONSE = {12, 3, 4, -7};

    @Test
    void longleysDataGiveTheCertifiedValuesOfNist() {
        double[][] x =
                Arrays.stream(LONGLEY).map(row -> Arrays.copyOfRange(row, 1, 7)).toArray(double[][]::new);
        double[] y = Arrays.stream(LONGLEY).mapToDouble(row -> row[0]).toArray();
        Solution solution = new LinearRegressionTrainer().solve(RandomProblems.of(x, y, Problem.ones(16)));
        double[] certified = {
            15.0618722713733,
            -0.358191792925910E-01,
            -2.02022980381683,
            -1.03322686717359,
            -0.511041056535807E-01,
            1829.15146461355,
        };
        for (int j = 0; j < certified.length; j++) {
            assertThat(solution.weights()[j]).isCloseTo(certified[j], Percentage.withPercentage(1e-8));
        }
        assertThat(solution.intercept()).isCloseTo(-3482258.63459582, Percentage.withPercentage(1e-8));
        assertThat(Math.sqrt(solution.convergence().objective() / 9))
                .isCloseTo(304.854073561965, Percentage.withPercentage(1e-10));
    }

    @Test
    void onAnOrthonormalDesignRidgeShrinksEachProduct() {
        Solution solution = new RidgeTrainer(3).solve(orthonormal());
        assertThat(solution.weights()).containsExactly(new double[] {10.0 / 4, 9.0 / 4, -1.0 / 4}, within(1e-12));
        assertThat(solution.intercept()).isEqualTo(3);
    }

    @Test
    void onAnOrthonormalDesignLassoThresholdsEachProduct() {
        Solution solution = new LassoTrainer(0.5).solve(orthonormal());
        assertThat(solution.weights()).containsExactly(new double[] {8, 7, 0}, within(1e-6));
    }

    @Test
    void onAnOrthonormalDesignElasticNetDoesBoth() {
        Solution solution = new ElasticNetTrainer(1, 0.5).solve(orthonormal());
        assertThat(solution.weights()).containsExactly(new double[] {8.0 / 3, 7.0 / 3, 0}, within(1e-6));
    }

    @Test
    void aPenaltyAboveTheLargestProductLeavesTheMean() {
        Solution solution = new LassoTrainer(2.5).solve(orthonormal());
        assertThat(solution.weights()).containsOnly(0);
        assertThat(solution.intercept()).isEqualTo(3);
        assertThat(solution.convergence().iterations()).isZero();
    }

    @Test
    void elasticNetWithoutTheAbsolutePenaltyIsRidgeOfAlphaTimesTheRows() {
        Solution net = new ElasticNetTrainer(0.75, 0).solve(orthonormal());
        Solution ridge = new RidgeTrainer(3).solve(orthonormal());
        assertThat(net.weights()).containsExactly(ridge.weights());
        assertThat(net.convergence().objective()).isCloseTo(ridge.convergence().objective() / 8, within(1e-12));
    }

    @Test
    void lassoWithoutPenaltyIsLinearRegression() {
        assertThat(new LassoTrainer(0).solve(orthonormal()).weights())
                .containsExactly(
                        new LinearRegressionTrainer().solve(orthonormal()).weights());
    }

    @Test
    void twoEqualColumnsShareTheCoefficient() {
        double[][] x = {{1, 1}, {2, 2}, {4, 4}};
        Solution solution = new LinearRegressionTrainer().solve(RandomProblems.of(x, new double[] {2, 4, 8}, ones(3)));
        assertThat(solution.weights()).containsExactly(new double[] {1, 1}, within(1e-12));
        assertThat(solution.intercept()).isCloseTo(0, within(1e-12));
    }

    /** The null space has 299 dimensions, in which the scales of the columns reach from 1 to 1,000. */
    @Test
    void multiplesOfOneColumnShareTheCoefficientInProportion() {
        double[] multiples = multiples();
        double squares = CentredMatrix.dot(multiples, multiples);
        Solution solution = new LinearRegressionTrainer().solve(multiplesOfOneColumn(multiples));
        for (int j = 0; j < multiples.length; j++) {
            assertThat(solution.weights()[j]).isCloseTo(2 * multiples[j] / squares, within(1e-13));
        }
        assertThat(solution.convergence().converged()).isTrue();
    }

    @Test
    void aMinimumNormThatTheIterationsDontReachIsNotConverged() {
        Problem problem = multiplesOfOneColumn(multiples());
        Convergence convergence =
                new LinearRegressionTrainer().maxIterations(50).solve(problem).convergence();
        assertThat(convergence.error()).isLessThan(convergence.tolerance());
        assertThat(convergence.converged()).isFalse();
    }

    @Test
    void oneHotColumnsGetTheirMeansWithCoefficientsThatSumToZero() {
        double[][] x = {{1, 0, 0}, {1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
        double[] y = {10, 12, 20, 30};
        Solution solution = new LinearRegressionTrainer().solve(RandomProblems.of(x, y, ones(4)));
        double middle = (11 + 20 + 30) / 3.0;
        assertThat(solution.intercept()).isCloseTo(middle, within(1e-10));
        assertThat(solution.weights())
                .containsExactly(new double[] {11 - middle, 20 - middle, 30 - middle}, within(1e-10));
    }

    @Test
    void emptyAndConstantColumnsGetNothing() {
        double[][] x = {{0, 7, 1}, {0, 7, 2}, {0, 7, 4}};
        for (LinearTrainer<?> trainer : new LinearTrainer<?>[] {
            new LinearRegressionTrainer(), new RidgeTrainer(0.1), new LassoTrainer(0.1), new ElasticNetTrainer(0.1, 0.3)
        }) {
            Solution solution = trainer.solve(RandomProblems.of(x, new double[] {3, 5, 9}, ones(3)));
            assertThat(solution.weights()[0]).isZero();
            assertThat(solution.weights()[1]).isZero();
            assertThat(solution.weights()[2]).isGreaterThan(1);
            assertThat(solution.convergence().converged()).isTrue();
        }
    }

    @Test
    void aConstantTargetIsTheIntercept() {
        double[][] x = {{1, 0}, {0, 1}, {2, 5}};
        double[] y = {0.1, 0.1, 0.1};
        Solution solution = new LassoTrainer(0.1).solve(RandomProblems.of(x, y, ones(3)));
        assertThat(solution.weights()).containsOnly(0);
        assertThat(solution.intercept()).isCloseTo(0.1, within(1e-16));
        assertThat(new LinearRegressionTrainer()
                        .solve(RandomProblems.of(x, y, ones(3)))
                        .weights()[1])
                .isCloseTo(0, within(1e-15));
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-30, 1e-8, 1, 1e8, 1e30})
    void theUnitOfAColumnChangesItsCoefficientOnly(double unit) {
        double[][] x = {{unit, 1}, {3 * unit, 0}, {2 * unit, 5}, {7 * unit, 1}};
        double[] y = {1, 4, 2, 9};
        Solution solution = new LinearRegressionTrainer().solve(RandomProblems.of(x, y, ones(4)));
        double[] expected = DenseLeastSquares.solve(
                RandomProblems.of(new double[][] {{1, 1}, {3, 0}, {2, 5}, {7, 1}}, y, ones(4)), 0);
        assertThat(solution.weights()[0] * unit).isCloseTo(expected[0], within(1e-10));
        assertThat(solution.weights()[1]).isCloseTo(expected[1], within(1e-10));
    }

    @Test
    void moreColumnsThanRowsFitExactly() {
        double[][] x = {{1, 0, 2, 0, 1}, {0, 1, 0, 3, 1}, {1, 1, 1, 1, 0}};
        Solution solution = new LinearRegressionTrainer().solve(RandomProblems.of(x, new double[] {1, 2, 3}, ones(3)));
        assertThat(solution.convergence().objective()).isCloseTo(0, within(1e-20));
    }

    private static double[] multiples() {
        return IntStream.range(0, 300)
                .mapToDouble(j -> Math.pow(1000, j / 299.0))
                .toArray();
    }

    /** Multiples of the column 0, 1, 4, 9; the answer is twice that column, plus 1. */
    private static Problem multiplesOfOneColumn(double[] multiples) {
        double[][] x = new double[4][];
        for (int row = 0; row < x.length; row++) {
            double value = row * row;
            x[row] = Arrays.stream(multiples).map(multiple -> multiple * value).toArray();
        }
        return RandomProblems.of(x, new double[] {1, 3, 9, 19}, ones(4));
    }

    private static Problem orthonormal() {
        return RandomProblems.of(HADAMARD, RESPONSE, ones(4));
    }

    private static double[] ones(int rows) {
        return Problem.ones(rows);
    }
}
