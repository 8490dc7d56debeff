package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalsTest {
    private static final double Z = 1.959963984540054;

    /** The first {@code right} of the rows are right; half of them are of the first label. */
    private static Evaluation labels(int rows, int right) {
        List<String> truth = new ArrayList<>();
        double[][] scores = new double[rows][2];
        for (int row = 0; row < rows; row++) {
            truth.add(row % 2 == 0 ? "a" : "b");
            scores[row][row < right ? row % 2 : 1 - row % 2] = 1;
        }
        return Evaluation.classification(List.of("a", "b"), truth, scores);
    }

    private static Evaluation numbers(int rows) {
        double[] errors = BootstrapTest.normal(1, rows);
        return Evaluation.regression(new double[rows], errors);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 0", "20, 20", "20, 0", "20, 15", "9, 4", "1000, 999"})
    void accuracy_has_the_interval_whose_ends_a_score_test_just_accepts(int rows, int right) {
        Interval interval = labels(rows, right).interval(Metric.ACCURACY, 0.95);

        double share = (double) right / rows;
        assertThat(interval.estimate()).isEqualTo(share);
        for (double end : new double[] {interval.low(), interval.high()}) {
            if (end > 0 && end < 1) {
                assertThat(Math.abs(share - end)).isCloseTo(Z * Math.sqrt(end * (1 - end) / rows), within(1e-12));
            } else {
                assertThat(end).isEqualTo(share);
            }
        }
        assertThat(interval.width()).isPositive();
    }

    @Test
    void twenty_of_twenty_right_is_not_certainty() {
        assertThat(labels(20, 20).interval(Metric.ACCURACY, 0.95)).hasToString("1.0000 (0.8389 to 1.0000 at 95 %)");
        assertThat(labels(20, 20).interval(Metric.MICRO_F1, 0.95).low())
                .isEqualTo(labels(20, 20).interval(Metric.ACCURACY, 0.95).low());
    }

    @ParameterizedTest
    @EnumSource(
            value = Metric.class,
            names = {"AUC", "F1", "MACRO_F1"})
    void a_perfect_score_is_as_sure_as_the_rows_of_the_rarest_label_allow(Metric metric) {
        Interval interval = labels(40, 40).interval(metric, 0.95);

        assertThat(interval.low())
                .isEqualTo(Intervals.wilson(1, 20, 0.95).low())
                .isCloseTo(0.8389, within(1e-4));
        assertThat(interval.high()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 9})
    void so_few_rows_allow_every_value_that_a_metric_can_take(int rows) {
        Interval rmse = numbers(rows).interval(Metric.RMSE, 0.95);

        assertThat(rmse.low()).isZero();
        assertThat(rmse.high()).isInfinite();
        assertThat(rmse.estimate()).isEqualTo(numbers(rows).rmse());
        assertThat(Text.range(rmse)).isEqualTo("-");
        Interval explained = numbers(rows).interval(Metric.EXPLAINED_VARIANCE, 0.95);
        assertThat(explained.low()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(explained.high()).isEqualTo(1);
        Gain gain = numbers(rows)
                .against(Evaluation.regression(new double[rows], new double[rows]))
                .gain(Metric.RMSE);
        assertThat(gain.absolute().width()).isInfinite();
        assertThat(gain.relative().high()).isEqualTo(1);
        assertThat(gain.proven()).isFalse();
    }

    @Test
    void ten_rows_have_an_interval() {
        Interval interval = numbers(10).interval(Metric.RMSE, 0.95);

        assertThat(interval.low()).isPositive();
        assertThat(interval.width()).isFinite().isPositive();
    }

    @Test
    void labels_of_few_clusters_allow_every_share() {
        Outcomes outcomes = labels(60, 60).outcomes();
        Units fewDays = Units.clusters(6, days(60, 6));
        Units manyDays = Units.clusters(20, days(60, 20));

        assertThat(new Evaluation(outcomes, null, fewDays).interval(Metric.ACCURACY, 0.95))
                .isEqualTo(new Interval(1, 0, 1, 0.95));
        assertThat(new Evaluation(outcomes, null, manyDays).interval(Metric.ACCURACY, 0.95))
                .isEqualTo(Intervals.wilson(1, 20, 0.95));
    }

    private static int[] days(int rows, int days) {
        int[] ofRow = new int[rows];
        Arrays.setAll(ofRow, row -> row % days);
        return ofRow;
    }

    @Test
    void the_interval_of_accuracy_covers_on_few_rows() {
        int covered = 0;
        Random random = new Random(3);
        for (int i = 0; i < 2_000; i++) {
            int right = (int) random.doubles(15).filter(value -> value < 0.85).count();
            covered += Intervals.wilson(right / 15.0, 15, 0.95).contains(0.85) ? 1 : 0;
        }
        assertThat(covered / 2_000.0).isBetween(0.93, 0.99);
    }
}
