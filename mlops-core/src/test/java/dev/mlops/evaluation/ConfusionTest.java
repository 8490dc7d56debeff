package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfusionTest {
    /** Truth a a a b b c, answered a a b b c a. */
    private final Evaluation evaluation = Evaluation.classification(
            List.of("a", "b", "c", "d"),
            List.of("a", "a", "a", "b", "b", "c"),
            new double[][] {{1, 0, 0, 0}, {1, 0, 0, 0}, {0, 1, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {1, 0, 0, 0}});

    private final Confusion confusion = evaluation.confusion();

    @Test
    void it_counts_answers_by_truth() {
        assertThat(confusion.labels()).containsExactly("a", "b", "c", "d");
        assertThat(confusion.count("a", "a")).isEqualTo(2);
        assertThat(confusion.count("a", "b")).isEqualTo(1);
        assertThat(confusion.count("b", "a")).isZero();
        assertThat(confusion.count("c", "a")).isEqualTo(1);
    }

    @Test
    void precision_is_of_the_answers_and_recall_of_the_truth() {
        assertThat(confusion.precision("a")).isEqualTo(2.0 / 3);
        assertThat(confusion.recall("a")).isEqualTo(2.0 / 3);
        assertThat(confusion.precision("b")).isEqualTo(0.5);
        assertThat(confusion.recall("b")).isEqualTo(0.5);
        assertThat(confusion.precision("c")).isZero();
        assertThat(confusion.recall("d")).isZero();
        assertThat(confusion.precision("d")).isZero();
    }

    @Test
    void the_text_of_an_evaluation_ends_with_it() {
        assertThat(evaluation.toText()).endsWith("""
                truth \\ answer  a  b  c  d  rows  precision  recall
                a               2  1  0  0     3     0.6667  0.6667
                b               0  1  1  0     2     0.5000  0.5000
                c               1  0  0  0     1     0.0000  0.0000
                d               0  0  0  0     0     0.0000  0.0000
                """);
    }

    @Test
    void an_unknown_label_and_a_regression_are_refused() {
        assertThatThrownBy(() -> confusion.recall("e"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("label 'e' is unknown, expected one of [a, b, c, d]");
        assertThatThrownBy(() ->
                        Evaluation.regression(new double[2], new double[2]).confusion())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a confusion of labels is for classification, this is a regression");
    }
}
