package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Expected figures were computed with scikit-learn 1.9.1; the first rows are the examples of its documentation. */
class RegressionMetricsTest {
    private static final double[] TRUTH = {
        40.066, 4.637, 7.636, 11.106, 0.0, 7.404, 7.382, 1.278, 20.443, 13.47, 3.953, 6.224
    };
    private static final double[] PREDICTED = {
        36.081, 6.733, 5.661, 13.212, 4.782, 3.158, 8.014, -0.429, 17.552, 14.315, 4.864, 5.553
    };

    /** Where scikit-learn divides by the smallest of doubles, since a truth is 0. */
    private static final double UNDEFINED = Double.NaN;

    /** Truth, prediction; RMSE, MAE, median absolute error, MAPE, R2, explained variance. */
    static Stream<Arguments> scikitLearn() {
        return Stream.of(
                row(
                        values(3, -0.5, 2, 7),
                        values(2.5, 0.0, 2, 8),
                        0.6123724356957945,
                        0.5,
                        0.5,
                        0.3273809523809524,
                        0.9486081370449679,
                        0.9571734475374732),
                row(values(-2, -2, -2), values(-2, -2, -2), 0, 0, 0, 0, 1, 1),
                row(
                        values(-2, -2, -2),
                        values(-2, -2, -2 + 1e-8),
                        5.773502656807963e-09,
                        3.3333333130750966e-09,
                        0,
                        1.6666666565375483e-09,
                        0,
                        0),
                row(values(1, 2, 3), values(2, 2, 2), 0.816496580927726, 2.0 / 3, 1, 0.4444444444444444, 0, 0),
                row(values(1, 2, 3), values(3, 2, 1), 1.632993161855452, 4.0 / 3, 2, 0.8888888888888888, -3, -3),
                row(
                        values(1, 10, 1e6),
                        values(0.9, 15, 1.2e6),
                        115470.05387402397,
                        66668.36666666667,
                        5,
                        0.26666666666666666,
                        0.9399993399606846,
                        0.9600005399840698),
                row(
                        values(1, 0, 2.4, 7),
                        values(1.2, 0.1, 2.4, 8),
                        0.51234753829798,
                        0.325,
                        0.15,
                        UNDEFINED,
                        0.9634401114206128,
                        0.9781511142061281),
                row(
                        TRUTH,
                        PREDICTED,
                        2.6326583997928785,
                        2.23725,
                        2.0355,
                        UNDEFINED,
                        0.9360248356937846,
                        0.9371039387682878));
    }

    @ParameterizedTest
    @MethodSource("scikitLearn")
    void equal_scikit_learns(double[] truth, double[] predicted, double[] expected) {
        Evaluation evaluation = Evaluation.regression(truth, predicted);

        assertThat(evaluation.rmse()).isCloseTo(expected[0], precisely(expected[0]));
        assertThat(evaluation.mae()).isCloseTo(expected[1], precisely(expected[1]));
        assertThat(evaluation.medianAbsoluteError()).isCloseTo(expected[2], precisely(expected[2]));
        if (Double.isNaN(expected[3])) {
            assertThat(evaluation.metrics()).doesNotContainKey("mape");
        } else {
            assertThat(evaluation.mape()).isCloseTo(expected[3], precisely(expected[3]));
        }
        assertThat(evaluation.r2()).isCloseTo(expected[4], precisely(expected[4]));
        assertThat(evaluation.explainedVariance()).isCloseTo(expected[5], precisely(expected[5]));
    }

    @Test
    void quantiles_of_error_equal_numpys() {
        Evaluation evaluation = Evaluation.regression(TRUTH, PREDICTED);

        assertThat(evaluation.errorQuantile(0.05)).isCloseTo(-4.10245, within(1e-12));
        assertThat(evaluation.errorQuantile(0.5)).isCloseTo(-0.0195, within(1e-12));
        assertThat(evaluation.errorQuantile(0.9)).isCloseTo(2.105, within(1e-12));
        assertThat(evaluation.absoluteErrorQuantile(0.05)).isCloseTo(0.65345, within(1e-12));
        assertThat(evaluation.absoluteErrorQuantile(0.9)).isCloseTo(4.2199, within(1e-12));
        assertThat(evaluation.errorQuantile(0)).isCloseTo(-4.246, within(1e-12));
        assertThat(evaluation.errorQuantile(1)).isCloseTo(4.782, within(1e-12));
    }

    @Test
    void a_constant_truth_that_is_no_round_number_is_still_constant() {
        Evaluation evaluation = Evaluation.regression(values(0.1, 0.1, 0.1), values(0.1, 0.1, 0.2));

        assertThat(evaluation.r2()).isZero();
        assertThat(evaluation.explainedVariance()).isZero();
    }

    @Test
    void small_errors_are_not_lost_beside_large_ones() {
        double[] truth = new double[1_000_001];
        double[] predicted = new double[truth.length];
        Arrays.fill(predicted, 1e-3);
        predicted[0] = 1e8;

        double exact = (1e8 + 1_000_000 * 1e-3) / truth.length;

        assertThat(Evaluation.regression(truth, predicted).mae()).isEqualTo(exact);
    }

    @Test
    void a_large_offset_does_not_hide_the_variance() {
        double[] truth = Arrays.stream(TRUTH).map(value -> value + 1e9).toArray();
        double[] predicted = Arrays.stream(PREDICTED).map(value -> value + 1e9).toArray();

        assertThat(Evaluation.regression(truth, predicted).r2()).isCloseTo(0.9360248356937846, within(1e-7));
    }

    @Test
    void a_model_that_went_astray_is_infinitely_bad_and_not_perfect() {
        Evaluation evaluation = Evaluation.regression(values(1, 2, 3), values(1e200, -1e250, 1e180));

        assertThat(evaluation.rmse()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(evaluation.r2()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(evaluation.explainedVariance()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Evaluation.regression(values(1e200, 0, 1), values(0, 1, 2)).r2())
                .isNaN();
    }

    @Test
    void a_percentage_of_0_is_undefined_and_told_with_its_row() {
        Evaluation evaluation = Evaluation.regression(values(2, 0, 4), values(3, 1, 4));

        assertThatThrownBy(evaluation::mape)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("mape isn't defined here: the truth of row 2 is 0, of which no error is a percentage");
        assertThat(evaluation.metrics()).doesNotContainKey("mape").containsKey("mae");
        assertThat(evaluation.toText())
                .contains("mape isn't defined here: the truth of row 2 is 0, of which no error is a percentage");
    }

    @Nested
    class On_one_row {
        private final Evaluation evaluation = Evaluation.regression(values(2), values(3));

        @Test
        void errors_are_defined() {
            assertThat(evaluation.rmse()).isEqualTo(1);
            assertThat(evaluation.medianAbsoluteError()).isEqualTo(1);
            assertThat(evaluation.mape()).isEqualTo(0.5);
            assertThat(evaluation.explainedVariance()).isEqualTo(1);
        }

        @Test
        void r2_says_that_it_needs_two() {
            assertThatThrownBy(evaluation::r2)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("r2 isn't defined here: there is 1 row, expected at least 2");
            assertThat(evaluation.metrics()).doesNotContainKey("r2").hasSize(5);
        }
    }

    @Nested
    class Refuse {
        @Test
        void no_rows() {
            assertThatThrownBy(() -> Evaluation.regression(values(), values()))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("there are 0 rows to evaluate, expected at least 1");
        }

        @Test
        void a_truth_that_is_not_a_number() {
            assertThatThrownBy(() -> Evaluation.regression(values(1, Double.NaN), values(1, 2)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("truth of row 2 is NaN, expected a finite number");
        }

        @Test
        void an_infinite_prediction() {
            assertThatThrownBy(() -> Evaluation.regression(values(1, 2), values(Double.NEGATIVE_INFINITY, 2)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("prediction of row 1 is -Infinity, expected a finite number");
        }

        @Test
        void fewer_predictions_than_truths() {
            assertThatThrownBy(() -> Evaluation.regression(values(1, 2), values(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("the truth has 2 rows, the predictions 1, expected as many");
        }

        @Test
        void a_metric_of_classification() {
            assertThatThrownBy(Evaluation.regression(values(1, 2), values(1, 2))::auc)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("auc is for classification, this is a regression");
        }

        @Test
        void a_quantile_beyond_one() {
            assertThatThrownBy(() -> Evaluation.regression(values(1), values(1)).errorQuantile(95))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("probability is 95.0, expected from 0 to 1");
        }
    }

    @Test
    void arrays_are_copied() {
        double[] truth = values(1, 2);
        Evaluation evaluation = Evaluation.regression(truth, values(1, 2));

        truth[0] = 100;

        assertThat(evaluation.rmse()).isZero();
    }

    private static Arguments row(double[] truth, double[] predicted, double... expected) {
        return Arguments.of(truth, predicted, expected);
    }

    private static double[] values(double... values) {
        return values;
    }

    private static Offset<Double> precisely(double expected) {
        return within(1e-12 * Math.max(1, Math.abs(expected)));
    }
}
