package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Expected figures were computed with scikit-learn 1.9.1, or are the examples of its documentation. */
class ClassificationMetricsTest {
    private static final List<String> TWO = List.of("no", "yes");
    private static final List<String> THREE = List.of("a", "b", "c");

    @Nested
    class Of_two_labels {
        private final Evaluation evaluation = binary(
                new int[] {1, 0, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 1, 1},
                new double[] {0.6, 0.7, 0.9, 0.2, 0.5, 0.7, 0.7, 0.8, 0.5, 0.6, 0.8, 0.6, 0.5, 0.8, 0.8});

        @Test
        void equal_scikit_learns() {
            assertThat(evaluation.accuracy()).isEqualTo(0.8);
            assertThat(evaluation.logLoss()).isCloseTo(0.45002129182733885, within(1e-14));
            assertThat(evaluation.auc()).isCloseTo(0.8055555555555556, within(1e-14));
            assertThat(evaluation.f1()).isCloseTo(0.8695652173913043, within(1e-14));
            assertThat(evaluation.macroF1()).isCloseTo(0.7204968944099379, within(1e-14));
            assertThat(evaluation.microF1()).isEqualTo(0.8);
        }

        @Test
        void take_the_positive_label_they_are_told() {
            Evaluation negative = evaluation.positive("no");

            assertThat(negative.f1()).isCloseTo(0.5714285714285714, within(1e-14));
            assertThat(negative.auc()).isCloseTo(0.8055555555555556, within(1e-14));
        }

        @Test
        void are_all_in_the_map_in_order() {
            assertThat(evaluation.metrics().keySet())
                    .containsExactly("accuracy", "auc", "f1", "log_loss", "macro_f1", "micro_f1");
        }
    }

    @Nested
    class Of_three_labels {
        private final Evaluation evaluation = Evaluation.classification(
                THREE, named(THREE, 0, 1, 0, 0, 0, 0, 2, 2, 2, 1, 2, 1, 0, 0), new double[][] {
                    {0.16, 0.27, 0.57}, {0.54, 0.12, 0.34}, {0.42, 0.38, 0.2}, {0.2, 0.23, 0.57}, {0.54, 0.25, 0.21},
                    {0.31, 0.45, 0.24}, {0.36, 0.63, 0.01}, {0.68, 0.11, 0.21}, {0.53, 0.42, 0.05}, {0.68, 0.05, 0.27},
                    {0.53, 0.18, 0.29}, {0.29, 0.39, 0.32}, {0.01, 0.46, 0.53}, {0.03, 0.44, 0.53}
                });

        @Test
        void equal_scikit_learns() {
            assertThat(evaluation.accuracy()).isCloseTo(0.21428571428571427, within(1e-14));
            assertThat(evaluation.logLoss()).isCloseTo(2.1904032901102046, within(1e-14));
            assertThat(evaluation.auc()).isCloseTo(0.16756081220366936, within(1e-14));
            assertThat(evaluation.macroF1()).isCloseTo(0.20634920634920637, within(1e-14));
            assertThat(evaluation.microF1()).isCloseTo(0.21428571428571427, within(1e-14));
        }

        @Test
        void f1_says_what_to_ask_for_instead() {
            assertThatThrownBy(evaluation::f1)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("f1 isn't defined here: there are 3 labels, expected 2; ask for macro_f1");
        }
    }

    @Nested
    class Examples_of_scikit_learns_documentation {
        @Test
        void auc() {
            assertThat(binary(new int[] {0, 0, 1, 1}, new double[] {0.1, 0.4, 0.35, 0.8})
                            .auc())
                    .isEqualTo(0.75);
        }

        @Test
        void log_loss() {
            Evaluation evaluation = Evaluation.classification(
                    List.of("ham", "spam"),
                    List.of("spam", "ham", "ham", "spam"),
                    new double[][] {{.1, .9}, {.9, .1}, {.8, .2}, {.35, .65}});

            assertThat(evaluation.logLoss()).isCloseTo(0.21616187468057912, within(1e-15));
        }

        @Test
        void f1_macro_and_micro() {
            Evaluation evaluation = certain(THREE, new int[] {0, 1, 2, 0, 1, 2}, new int[] {0, 2, 1, 0, 0, 1});

            assertThat(evaluation.macroF1()).isCloseTo(0.26666666666666666, within(1e-15));
            assertThat(evaluation.microF1()).isCloseTo(0.3333333333333333, within(1e-15));
        }
    }

    @Test
    void macro_f1_leaves_out_labels_that_never_occur() {
        assertThat(certain(THREE, new int[] {0, 0, 0}, new int[] {0, 0, 0}).macroF1())
                .isEqualTo(1);
        assertThat(certain(THREE, new int[] {0, 1, 1}, new int[] {0, 1, 2}).macroF1())
                .isCloseTo(0.5555555555555555, within(1e-15));
    }

    @Test
    void f1_is_zero_where_the_positive_label_never_occurs() {
        assertThat(certain(TWO, new int[] {0, 0}, new int[] {0, 0}).f1()).isZero();
    }

    @Test
    void a_certain_error_costs_what_the_clip_says() {
        assertThat(certain(TWO, new int[] {0, 1}, new int[] {1, 1}).logLoss())
                .isCloseTo(18.021826694558577, within(1e-12));
    }

    @Test
    void all_scores_equal_make_an_auc_of_one_half() {
        assertThat(binary(new int[] {0, 1, 0}, new double[] {0.3, 0.3, 0.3}).auc())
                .isEqualTo(0.5);
    }

    @Test
    void of_equal_scores_the_first_label_is_predicted() {
        assertThat(binary(new int[] {0}, new double[] {0.5}).accuracy()).isEqualTo(1);
    }

    @Nested
    class Undefined {
        @Test
        void auc_without_a_label_in_the_truth() {
            assertThatThrownBy(binary(new int[] {0, 0}, new double[] {0.1, 0.2})::auc)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("auc isn't defined here: label 'yes' never occurs in the truth, expected every label");
        }

        @Test
        void log_loss_of_scores_that_do_not_sum_to_one() {
            Evaluation margins =
                    Evaluation.classification(TWO, List.of("no", "yes"), new double[][] {{0.2, 0.8}, {0.5, 1.25}});

            assertThatThrownBy(margins::logLoss)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("log_loss isn't defined here: the scores of row 2 sum to 1.75,"
                            + " expected probabilities, which sum to 1");
            assertThat(margins.metrics()).doesNotContainKey("log_loss");
        }

        @Test
        void log_loss_of_negative_scores() {
            Evaluation margins = Evaluation.classification(TWO, List.of("no"), new double[][] {{-0.5, 1.5}});

            assertThatThrownBy(margins::logLoss)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a score of row 1 is -0.5");
        }
    }

    @Nested
    class Refuse {
        @Test
        void a_truth_that_is_no_label() {
            assertThatThrownBy(() -> Evaluation.classification(TWO, List.of("maybe"), new double[][] {{1, 0}}))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("truth of row 1 is maybe, expected one of [no, yes]");
        }

        @Test
        void a_score_that_is_not_a_number() {
            assertThatThrownBy(() -> Evaluation.classification(TWO, List.of("no"), new double[][] {{1, Double.NaN}}))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("score of row 1 is NaN, expected a finite number");
        }

        @Test
        void too_few_scores() {
            assertThatThrownBy(() -> Evaluation.classification(TWO, List.of("no"), new double[][] {{1}}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("row 1 has 1 scores, expected one for each of 2 labels");
        }

        @Test
        void a_label_named_twice() {
            assertThatThrownBy(
                            () -> Evaluation.classification(List.of("a", "a"), List.of("a"), new double[][] {{1, 0}}))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("labels are [a, a], expected at least 2 and each once");
        }

        @Test
        void a_metric_of_regression() {
            Evaluation evaluation = certain(TWO, new int[] {0}, new int[] {0});

            assertThatThrownBy(evaluation::rmse)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("rmse is for regression, this is a classification");
            assertThatThrownBy(() -> evaluation.errorQuantile(0.5))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a quantile of error is for regression, this is a classification");
        }

        @Test
        void a_positive_one_of_three_labels() {
            Evaluation three = certain(List.of("a", "b", "p"), new int[] {0, 1, 2}, new int[] {0, 1, 2});
            assertThatThrownBy(() -> three.positive("p"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a positive label is for 2 labels, there are 3: [a, b, p]");
        }

        @Test
        void an_unknown_positive_label() {
            assertThatThrownBy(() -> certain(TWO, new int[] {0}, new int[] {0}).positive("maybe"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("label 'maybe' is unknown, expected one of [no, yes]");
            assertThatThrownBy(() ->
                            Evaluation.regression(new double[1], new double[1]).positive("yes"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("a positive label is for classification, this is a regression");
        }
    }

    private static Evaluation binary(int[] truth, double[] scores) {
        double[][] both = Arrays.stream(scores)
                .mapToObj(score -> new double[] {1 - score, score})
                .toArray(double[][]::new);
        return Evaluation.classification(TWO, named(TWO, truth), both);
    }

    private static Evaluation certain(List<String> labels, int[] truth, int[] predicted) {
        double[][] scores = new double[truth.length][labels.size()];
        for (int row = 0; row < truth.length; row++) {
            scores[row][predicted[row]] = 1;
        }
        return Evaluation.classification(labels, named(labels, truth), scores);
    }

    private static List<String> named(List<String> labels, int... numbers) {
        return Arrays.stream(numbers).mapToObj(labels::get).toList();
    }
}
