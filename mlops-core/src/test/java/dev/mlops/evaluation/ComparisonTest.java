package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double[] TRUTH = new double[400];
    private final double[] errors = BootstrapTest.normal(1, 400);
    private final Evaluation baseline = Evaluation.regression(TRUTH, errors);

    @Test
    void a_gain_is_positive_where_a_loss_falls() {
        Gain gain = scaled(0.9).against(baseline).gain(Metric.RMSE);

        assertThat(gain.value()).isCloseTo(0.9 * gain.baseline(), within(1e-12));
        assertThat(gain.absolute().estimate()).isCloseTo(0.1 * gain.baseline(), within(1e-12));
        assertThat(gain.relative().estimate()).isCloseTo(0.1, within(1e-12));
        assertThat(gain.proven()).isTrue();
    }

    @Test
    void the_interval_is_of_pairs() {
        Interval relative = scaled(0.9).against(baseline).gain(Metric.RMSE).relative();

        assertThat(relative.low()).isCloseTo(0.1, within(1e-9));
        assertThat(relative.high()).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void a_relative_gain_of_a_score_is_the_share_of_mistakes_that_go() {
        assertThat(Metric.ACCURACY.relativeGain(0.91, 0.90)).isCloseTo(0.1, within(1e-12));
        assertThat(Metric.R2.relativeGain(0.5, 0.75)).isCloseTo(-1, within(1e-12));
        assertThat(Metric.RMSE.relativeGain(0, 0)).isZero();
        assertThat(Metric.RMSE.relativeGain(1, 0)).isEqualTo(Double.NEGATIVE_INFINITY);
    }

    @Test
    void no_difference_is_not_proven() {
        Gain gain = baseline.against(baseline).gain(Metric.MAE);

        assertThat(gain.absolute()).isEqualTo(new Interval(0, 0, 0, 0.95));
        assertThat(gain.proven()).isFalse();
    }

    @Test
    void noise_against_noise_has_an_interval_around_zero() {
        Evaluation other = Evaluation.regression(TRUTH, BootstrapTest.normal(2, 400));

        assertThat(other.against(baseline, 0.99, new Bootstrap(2_000, 1))
                        .gain(Metric.RMSE)
                        .absolute()
                        .contains(0))
                .isTrue();
    }

    @Test
    void all_gains_come_in_the_order_of_the_metrics() {
        assertThat(scaled(0.5).against(baseline, 0.9, new Bootstrap(100, 1)).gains())
                .extracting(Gain::metric)
                .containsExactly(
                        Metric.RMSE, Metric.MAE, Metric.MEDIAN_ABSOLUTE_ERROR, Metric.R2, Metric.EXPLAINED_VARIANCE);
    }

    @Test
    void a_regression_and_a_classification_are_not_compared() {
        Evaluation labels =
                Evaluation.classification(List.of("a", "b"), List.of("a", "b"), new double[][] {{1, 0}, {0, 1}});
        assertThatThrownBy(() -> labels.against(Evaluation.regression(new double[2], new double[2])))
                .isInstanceOf(InvalidException.class)
                .hasMessage("the evaluations are a classification and a regression, expected two of one kind");
        Evaluation others =
                Evaluation.classification(List.of("a", "c"), List.of("a", "c"), new double[][] {{1, 0}, {0, 1}});
        assertThatThrownBy(() -> labels.against(others))
                .isInstanceOf(InvalidException.class)
                .hasMessage("the evaluations have the labels [a, b] and [a, c], expected the same for both");
    }

    @Test
    void the_table_has_a_line_for_each() {
        Comparison comparison = scaled(0.5).against(baseline, 0.9, new Bootstrap(100, 1));

        assertThat(comparison.toText())
                .startsWith("regression on 400 rows against a baseline, intervals at 90 %\nmetric")
                .containsPattern("rmse +0\\.\\d+ +1\\.\\d+ +0\\.\\d+ +.* \\+50\\.0 % +\\+50\\.0 % +\\+50\\.0 %");
        assertThat(comparison).hasToString("regression on 400 rows against a baseline");
    }

    @Test
    void other_rows_are_refused() {
        double[] other = TRUTH.clone();
        other[7] = 1;

        assertThatThrownBy(() -> Evaluation.regression(other, errors).against(baseline))
                .isInstanceOf(InvalidException.class)
                .hasMessage("the evaluations differ in the truth of row 8, expected the same rows for both");
        assertThatThrownBy(() -> labels("no").against(baseline))
                .isInstanceOf(InvalidException.class)
                .hasMessage("the evaluations are a classification and a regression, expected two of one kind");
        assertThatThrownBy(() -> labels("no").against(labels("yes")))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("truth of row 1");
    }

    private static Evaluation labels(String truth) {
        return Evaluation.classification(List.of("no", "yes"), List.of(truth), new double[][] {{0.5, 0.5}});
    }

    private Evaluation scaled(double factor) {
        return Evaluation.regression(
                TRUTH, Arrays.stream(errors).map(error -> factor * error).toArray());
    }
}
