package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final int SIMULATIONS = 200;

    /**
     * Efron and Tibshirani (1993), table 14.2 and section 14.3: the variance of 26 children's scores of spatial ability
     * has the BCa interval (115.8, 259.6) at 90 %, from 2,000 resamples, z0 0.146 and acceleration 0.061.
     */
    @Test
    void bca_reproduces_the_textbooks_interval_of_a_variance() {
        double[] scores = {
            48, 36, 20, 29, 42, 42, 20, 42, 22, 41, 45, 14, 6, 0, 33, 28, 34, 4, 32, 24, 47, 41, 24, 26, 30, 41
        };
        double mean = Arrays.stream(scores).average().orElseThrow();
        double[] centred = Arrays.stream(scores).map(score -> score - mean).toArray();
        double[] squares = Arrays.stream(centred).map(value -> value * value).toArray();
        Statistic variance = new SumStatistic(
                Units.rows(26), 26, total -> total[2] / total[0] - Math.pow(total[1] / total[0], 2), centred, squares);

        Interval interval = Replicates.draw(new Bootstrap(100_000, 1), 26, List.of(variance))
                .bca(only -> only[0], 0.9, 1.6448536269514722);

        assertThat(interval.estimate()).isCloseTo(171.5, within(0.05));
        assertThat(interval.low()).isCloseTo(115.8, within(3.0));
        assertThat(interval.high()).isCloseTo(259.6, within(5.0));
    }

    @Test
    void the_interval_of_a_large_sample_is_the_normal_one() {
        double[] errors = new SplittableRandom(5).doubles(20_000, -1, 1).toArray();
        double[] absolute = Arrays.stream(errors).map(Math::abs).toArray();
        double mean = Arrays.stream(absolute).average().orElseThrow();
        double variance = Arrays.stream(absolute)
                .map(value -> Math.pow(value - mean, 2))
                .average()
                .orElseThrow();
        double reach = 1.959964 * Math.sqrt(variance / errors.length);

        Interval interval =
                Evaluation.regression(new double[errors.length], errors).interval(Metric.MAE, 0.95);

        assertThat(interval.estimate()).isCloseTo(mean, within(1e-12));
        assertThat(interval.low()).isCloseTo(mean - reach, within(0.1 * reach));
        assertThat(interval.high()).isCloseTo(mean + reach, within(0.1 * reach));
    }

    @Test
    void intervals_cover_the_truth_as_often_as_they_say() {
        for (Metric metric : List.of(Metric.RMSE, Metric.MAE, Metric.MEDIAN_ABSOLUTE_ERROR)) {
            // Errors are standard normal: sqrt(1), sqrt(2 / pi) and the 75 % quantile of the normal distribution.
            double truth =
                    metric == Metric.RMSE ? 1 : metric == Metric.MAE ? Math.sqrt(2 / Math.PI) : 0.6744897501960817;
            int covered = 0;
            for (int seed = 1; seed <= SIMULATIONS; seed++) {
                Evaluation evaluation = Evaluation.regression(new double[150], normal(seed, 150));
                covered += evaluation
                                .interval(metric, 0.95, new Bootstrap(500, seed))
                                .contains(truth)
                        ? 1
                        : 0;
            }
            double coverage = (double) covered / SIMULATIONS;
            System.out.println(metric + ": 95 % intervals cover " + coverage + " of seeds 1 to " + SIMULATIONS);
            assertThat(coverage).as(metric.key()).isBetween(0.90, 0.99);
        }
    }

    @Test
    void intervals_of_clusters_cover_where_those_of_rows_do_not() {
        int days = 60;
        int rowsADay = 20;
        double truth = Math.sqrt(2);
        int byRow = 0;
        int byDay = 0;
        for (int seed = 1; seed <= SIMULATIONS; seed++) {
            double[] ofDays = normal(seed, days);
            double[] errors = normal(-seed, days * rowsADay);
            int[] ofRow = new int[errors.length];
            for (int row = 0; row < errors.length; row++) {
                ofRow[row] = row / rowsADay;
                errors[row] += ofDays[ofRow[row]];
            }
            Outcomes outcomes = NumberOutcomes.of(new double[errors.length], errors);
            Bootstrap bootstrap = new Bootstrap(500, seed);
            Evaluation rows = new Evaluation(outcomes, null, Units.rows(errors.length));
            Evaluation clusters = new Evaluation(outcomes, null, Units.clusters(days, ofRow));
            byRow += rows.interval(Metric.RMSE, 0.95, bootstrap).contains(truth) ? 1 : 0;
            byDay += clusters.interval(Metric.RMSE, 0.95, bootstrap).contains(truth) ? 1 : 0;
        }
        System.out.println(
                "rows of a day alike: by row " + byRow + ", by day " + byDay + " of " + SIMULATIONS + " cover");
        assertThat((double) byRow / SIMULATIONS).isLessThan(0.75);
        assertThat((double) byDay / SIMULATIONS).isBetween(0.88, 0.99);
    }

    @Test
    void the_same_seed_gives_the_same_interval_on_any_thread() throws Exception {
        Evaluation evaluation = Evaluation.regression(new double[500], normal(3, 500));
        Interval expected = evaluation.interval(Metric.MEDIAN_ABSOLUTE_ERROR, 0.9);
        Callable<Interval> again = () -> evaluation.interval(Metric.MEDIAN_ABSOLUTE_ERROR, 0.9);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            for (Future<Interval> found : threads.invokeAll(List.of(again, again, again, again))) {
                assertThat(found.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void another_seed_gives_another_interval() {
        Evaluation evaluation = Evaluation.regression(new double[500], normal(3, 500));

        assertThat(evaluation.interval(Metric.RMSE, 0.95, Bootstrap.DEFAULT.seed(18)))
                .isNotEqualTo(evaluation.interval(Metric.RMSE, 0.95));
    }

    @Test
    void the_interval_of_perfect_predictions_is_a_point() {
        Interval interval =
                Evaluation.regression(new double[12], new double[12]).interval(Metric.RMSE, 0.95);

        assertThat(interval).isEqualTo(new Interval(0, 0, 0, 0.95));
        assertThat(interval.width()).isZero();
        assertThat(interval).hasToString("0.0000 (0.0000 to 0.0000 at 95 %)");
    }

    @Test
    void resamples_without_a_label_do_not_count() {
        List<String> truth = new ArrayList<>(Collections.nCopies(11, "a"));
        truth.add("b");
        double[][] scores = new double[12][];
        Arrays.setAll(scores, row -> row == 11 ? new double[] {0.4, 0.6} : new double[] {1 - row / 20.0, row / 20.0});

        Interval interval =
                Evaluation.classification(List.of("a", "b"), truth, scores).interval(Metric.AUC, 0.95);

        assertThat(interval).isEqualTo(Intervals.wilson(1, 1, 0.95));
    }

    @Test
    void a_metric_that_few_resamples_define_may_be_anything() {
        List<String> truth = new ArrayList<>(Collections.nCopies(10, "a"));
        truth.addAll(List.of("b", "c"));
        double[][] scores = new double[12][3];
        for (int row = 0; row < 12; row++) {
            scores[row][row % 3] = 1;
        }

        assertThat(Evaluation.classification(List.of("a", "b", "c"), truth, scores)
                        .interval(Metric.AUC, 0.95))
                .extracting(Interval::low, Interval::high)
                .containsExactly(0.0, 1.0);
    }

    @Test
    void refuses_too_few_resamples_and_levels_beyond_one() {
        assertThatThrownBy(() -> new Bootstrap(99, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("resamples is 99, expected at least 100");
        Evaluation evaluation = Evaluation.regression(new double[3], new double[3]);
        assertThatThrownBy(() -> evaluation.interval(Metric.RMSE, 95))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("level is 95.0, expected between 0 and 1, such as 0.95");
    }

    static double[] normal(long seed, int count) {
        Random random = new Random(seed);
        return DoubleStream.generate(random::nextGaussian).limit(count).toArray();
    }
}
