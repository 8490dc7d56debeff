package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.data.Dataset;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;

final class PredictionsTest {
    private static final Dataset<Point> POINTS = Dataset.of(
            "points", Point.class, List.of(new Point(1, 2, "a"), new Point(2, 4, "b"), new Point(3, 6, "b")));

    record Point(double x, double y, String label) {}

    record Other(double z) {}

    private static Model line(double alpha) {
        return Model.regression(Features.of(Feature.number("x")).fit(POINTS), "y")
                .train(new RidgeTrainer(alpha), POINTS);
    }

    private static Model labels(Dataset<Point> points) {
        return Model.classification(Features.of(Feature.number("x")).fit(points), "label")
                .train(new LogisticRegressionTrainer(), points);
    }

    @Test
    void the_largest_difference_of_numbers_is_that_of_one_row() {
        Model first = line(0.1);
        Model second = line(5);
        double largest = POINTS.rows().stream()
                .mapToDouble(point -> Math.abs(first.predict(point) - second.predict(point)))
                .max()
                .orElseThrow();
        Predictions predictions = Predictions.of(first, second, List.of(POINTS.rows(), List.of(new Point(2, 0, ""))));
        assertThat(predictions.rows()).isEqualTo(4);
        assertThat(predictions.largest()).isEqualTo(largest).isPositive();
        assertThat(Predictions.of(first, first, List.of(POINTS.rows()))).isEqualTo(new Predictions(3, 0.0));
    }

    @Test
    void the_largest_difference_of_labels_is_that_of_a_score() {
        Model first = labels(POINTS);
        Model second = labels(Dataset.of(
                "others", Point.class, List.of(new Point(1, 0, "a"), new Point(1.5, 0, "a"), new Point(9, 0, "b"))));
        double largest = POINTS.rows().stream()
                .mapToDouble(point -> Math.abs(first.classify(point).score("a")
                        - second.classify(point).score("a")))
                .max()
                .orElseThrow();
        Predictions predictions = Predictions.of(first, second, List.of(POINTS.rows()));
        assertThat(predictions.largest()).isBetween(largest, largest + 1e-12).isPositive();
    }

    @Test
    void models_of_another_kind_and_rows_that_they_do_not_read_are_not_compared() {
        Predictions none = new Predictions(0, null);
        assertThat(Predictions.of(line(1), labels(POINTS), List.of(POINTS.rows())))
                .isEqualTo(none);
        assertThat(Predictions.of(line(1), line(1), List.of(List.of(new Other(1)), List.of())))
                .isEqualTo(none);
    }
}
