package dev.mlops.model.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The conditions that hold at an optimum and nowhere else, computed densely from the definitions. */
class OptimalityPropertyTest {
    private static final double TIGHT = 1e-12;

    @Property
    void linearRegressionIsTheMinimumNormSolutionOfThePseudoInverse(@ForAll long seed) {
        Problem problem = RandomProblems.weighted(seed);
        Solution solution = new LinearRegressionTrainer().solve(problem);
        double[] expected = DenseLeastSquares.solve(problem, 0);
        assertThat(solution.convergence().converged()).isTrue();
        assertClose(solution.weights(), expected, 1e-7);
    }

    /** Null spaces among columns whose scales differ by powers of ten. */
    @ParameterizedTest
    @ValueSource(longs = {112315, 134585, 147250, 151547})
    void theMinimumNormIsReachedAcrossScales(long seed) {
        linearRegressionIsTheMinimumNormSolutionOfThePseudoInverse(seed);
        ridgeTendsToTheMinimumNormSolutionAsItsPenaltyVanishes(seed);
    }

    @Property
    void linearRegressionHasResidualsThatNoColumnExplains(@ForAll long seed) {
        Problem problem = RandomProblems.weighted(seed);
        Solution solution = new LinearRegressionTrainer().solve(problem);
        assertThat(sum(problem, solution)).isCloseTo(0, offset(1e-7));
        for (int j = 0; j < solution.weights().length; j++) {
            assertThat(correlation(problem, solution, j)).isCloseTo(0, offset(1e-8 * scale(problem, j)));
        }
    }

    @Property
    void ridgeIsTheDenseSolution(@ForAll long seed, @ForAll @DoubleRange(min = -4, max = 2) double exponent) {
        double alpha = Math.pow(10, exponent);
        Problem problem = RandomProblems.weighted(seed);
        Solution solution = new RidgeTrainer(alpha).solve(problem);
        assertThat(solution.convergence().converged()).isTrue();
        assertClose(solution.weights(), DenseLeastSquares.solve(problem, alpha), 1e-6);
    }

    @Property
    void ridgeTendsToTheMinimumNormSolutionAsItsPenaltyVanishes(@ForAll long seed) {
        double ridge = 1e-11;
        Problem problem = RandomProblems.weighted(seed);
        double smallest = DenseLeastSquares.smallestSingularValue(problem);
        // what the penalty takes off a component of singular value s is the share ridge / (s^2 + ridge) of it
        double shrunk = ridge / (smallest * smallest);
        assertClose(
                new RidgeTrainer(ridge).solve(problem).weights(), DenseLeastSquares.solve(problem, 0), 1e-6 + shrunk);
    }

    @Property
    void lassoHasASubgradientThatContainsZero(
            @ForAll long seed, @ForAll @DoubleRange(min = -7, max = 0.5) double exponent) {
        assertOptimal(RandomProblems.weighted(seed), Math.pow(10, exponent), 1);
    }

    @Property
    void elasticNetHasASubgradientThatContainsZero(
            @ForAll long seed,
            @ForAll @DoubleRange(min = -5, max = 0.5) double exponent,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double l1Ratio) {
        assertOptimal(RandomProblems.weighted(seed), Math.pow(10, exponent), l1Ratio);
    }

    /** More columns than rows can tell apart, so that the penalty alone decides between solutions. */
    @ParameterizedTest
    @CsvSource({
        "-41,   -4.2,                1",
        "504,   -3.417089843878148,  1",
        "1137,  -6.91138025722959,   1",
        "1273,  -4.777552836867089,  1",
        "4859,  -6.348037507649918,  1",
        "6968,  -4.7747657041932845, 0.46261357359117944",
        "9125,  -4.0644769878892655, 0.8977245660697427",
        "9230,  -3.5101923949753715, 0.1750276626208054",
        "17078, -4.7740220903241735, 0.9404322022965883",
        "61131, -3.03,               0.99",
    })
    void aTinyPenaltyOnDependentColumnsConverges(long seed, double exponent, double l1Ratio) {
        assertOptimal(RandomProblems.weighted(seed), Math.pow(10, exponent), l1Ratio);
    }

    /** Correlations of large columns that rounding keeps from the penalty by more than the tolerance. */
    @ParameterizedTest
    @CsvSource({
        "2541,   -3.782257353401936,   0.8571988080303221",
        "6266,   -2.728620680311482,   1",
        "8927,   -4.524183243648872,   0.46733411968079436",
        "11510,  -3.273303150470449,   0.4971214770513828",
        "103357, -1.476836822869208,   0.7689891205711165",
        "104153, -6.2284579406889575,  1",
    })
    void aGapIsJudgedWithinRounding(long seed, double exponent, double l1Ratio) {
        assertOptimal(RandomProblems.weighted(seed), Math.pow(10, exponent), l1Ratio);
    }

    @Property
    void weightsEqualRepetitionOfRows(@ForAll long seed) {
        Problem weighted = RandomProblems.weighted(seed);
        Problem repeated = RandomProblems.repeated(weighted);
        LinearRegressionTrainer regression = new LinearRegressionTrainer().tolerance(1e-14);
        assertSame(regression.solve(weighted), regression.solve(repeated), 1e-7);
        RidgeTrainer ridge = new RidgeTrainer(0.5).tolerance(1e-14);
        assertSame(ridge.solve(weighted), ridge.solve(repeated), 1e-7);
        ElasticNetTrainer net = new ElasticNetTrainer(0.1, 0.5).tolerance(1e-14);
        assertSame(net.solve(weighted), net.solve(repeated), 1e-4);
    }

    @Property
    void theDualityGapBoundsTheExcessOverTheOptimum(
            @ForAll long seed, @ForAll @DoubleRange(min = 0.01, max = 1) double alpha) {
        Problem problem = RandomProblems.unweighted(seed);
        Convergence best =
                new LassoTrainer(alpha).tolerance(1e-14).solve(problem).convergence();
        Convergence early =
                new LassoTrainer(alpha).maxIterations(1).solve(problem).convergence();
        CentredProblem centred = new CentredProblem(problem);
        double zero = centred.targetNorm * centred.targetNorm / 2 / problem.totalWeight();
        assertThat(early.objective() - best.objective()).isLessThanOrEqualTo((early.error() + 1e-12) * zero);
        assertThat(early.objective()).isGreaterThanOrEqualTo(best.objective() - 1e-12 * zero);
    }

    private static void assertOptimal(Problem problem, double alpha, double l1Ratio) {
        Solution solution =
                new ElasticNetTrainer(alpha, l1Ratio).tolerance(TIGHT).solve(problem);
        assertThat(solution.convergence().converged())
                .as(solution.convergence().toString())
                .isTrue();
        assertThat(sum(problem, solution) / problem.totalWeight()).isCloseTo(0, offset(1e-8));
        CentredProblem centred = new CentredProblem(problem);
        double[] w = solution.weights();
        for (int j = 0; j < w.length; j++) {
            // a gap of g leaves a slope of up to root(2 g curvature) in a column
            double noise =
                    1e-9 + 3 * Math.sqrt(TIGHT * centred.squares[j]) * centred.targetNorm / problem.totalWeight();
            double slope = correlation(problem, solution, j) / problem.totalWeight() - alpha * (1 - l1Ratio) * w[j];
            if (w[j] == 0) {
                assertThat(Math.abs(slope)).isLessThanOrEqualTo(alpha * l1Ratio + noise);
            } else {
                assertThat(slope).isCloseTo(Math.copySign(alpha * l1Ratio, w[j]), offset(noise));
            }
        }
    }

    private static double residual(Problem problem, Solution solution, int row) {
        double residual = problem.targets()[row] - solution.intercept();
        for (int k = problem.matrix().starts()[row]; k < problem.matrix().starts()[row + 1]; k++) {
            residual -= problem.matrix().values()[k]
                    * solution.weights()[problem.matrix().indices()[k]];
        }
        return residual;
    }

    private static double sum(Problem problem, Solution solution) {
        double sum = 0;
        for (int row = 0; row < problem.targets().length; row++) {
            sum += problem.weights()[row] * residual(problem, solution, row);
        }
        return sum;
    }

    /** With the centred column, so that rounding of the intercept isn't multiplied. */
    private static double correlation(Problem problem, Solution solution, int column) {
        double[] x = DenseLeastSquares.column(problem.matrix(), column);
        double mean = DenseLeastSquares.mean(problem, x);
        double sum = 0;
        for (int row = 0; row < x.length; row++) {
            sum += problem.weights()[row] * (x[row] - mean) * residual(problem, solution, row);
        }
        return sum;
    }

    private static double scale(Problem problem, int column) {
        CentredProblem centred = new CentredProblem(problem);
        return 1e-3 + Math.sqrt(centred.squares[column]) * centred.targetNorm;
    }

    private static void assertSame(Solution left, Solution right, double tolerance) {
        assertClose(left.weights(), right.weights(), tolerance);
        assertThat(left.convergence().objective())
                .isCloseTo(
                        right.convergence().objective(),
                        offset(1e-9 * (1 + left.convergence().objective())));
    }

    private static void assertClose(double[] actual, double[] expected, double tolerance) {
        assertThat(actual).containsExactly(expected, offset(tolerance * (1 + norm(expected))));
    }

    private static double norm(double[] v) {
        return Math.sqrt(CentredMatrix.dot(v, v));
    }
}
