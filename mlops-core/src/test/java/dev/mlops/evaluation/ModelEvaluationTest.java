package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Baseline;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;

class ModelEvaluationTest {
    private final Dataset<Ride> training = Dataset.of("training", Ride.class, Rides.some(2_000, 1));
    private final Dataset<Ride> heldOut = Dataset.of("held out", Ride.class, Rides.some(1_000, 2));

    @Test
    void a_regression_is_evaluated_against_the_column_it_was_trained_to_predict() {
        Model mean = Baseline.mean("minutes").train(training);
        double predicted = mean.predict(heldOut.rows().get(0));

        assertThat(Evaluation.of(mean, heldOut).metrics())
                .isEqualTo(Evaluation.regression(heldOut, "minutes", ride -> predicted)
                        .metrics());
    }

    @Test
    void a_good_model_is_worth_it_and_a_useless_one_is_not() {
        Model ridge = regression(Features.of(Feature.number("miles")));
        Model useless = regression(Features.of(Feature.category("vendor")));
        Evaluation baseline =
                Evaluation.of(Baseline.median("minutes").by("zone").train(training), heldOut);

        assertThat(Feasibility.builder()
                        .baseline("median of the zone", baseline)
                        .candidate("ridge", Evaluation.of(ridge, heldOut))
                        .assess()
                        .verdict())
                .isEqualTo(Feasibility.Verdict.YES);
        assertThat(Feasibility.builder()
                        .baseline("median of the zone", baseline)
                        .candidate("useless", Evaluation.of(useless, heldOut))
                        .worthIt(0.2)
                        .assess()
                        .verdict())
                .isEqualTo(Feasibility.Verdict.NO);
    }

    private Model regression(Features features) {
        return Model.regression(features.fit(training), "minutes").train(new RidgeTrainer(1), training);
    }

    @Test
    void a_classifier_is_evaluated_with_its_scores() {
        Model model = Model.classification(
                        Features.of(Feature.number("minutes"), Feature.number("miles"))
                                .fit(training),
                        "vendor")
                .train(new LogisticRegressionTrainer(), training);

        Evaluation evaluation = Evaluation.of(model, heldOut);

        assertThat(evaluation.metrics().keySet()).contains("accuracy", "log_loss", "auc", "macro_f1");
        long right = heldOut.rows().stream()
                .filter(ride -> model.classify(ride).label().equals(String.valueOf(ride.vendor())))
                .count();
        assertThat(evaluation.accuracy()).isEqualTo(right / 1_000.0);
        assertThat(evaluation.auc()).isCloseTo(0.5, within(0.1));
    }

    @Test
    void a_true_label_that_the_model_does_not_know_is_a_mistake() {
        Model model = Baseline.mostFrequent("vendor").train(training.filter(ride -> ride.vendor() < 3));

        Evaluation evaluation = Evaluation.of(model, heldOut);

        assertThat(evaluation.accuracy()).isBetween(0.15, 0.35);
        assertThat(evaluation.by("vendor").find(4L).orElseThrow().evaluation().accuracy())
                .isZero();
        assertThat(evaluation.logLoss()).isGreaterThan(10);
    }

    @Test
    void rows_without_the_truth_are_refused() {
        Model model = Baseline.mean("minutes").train(training);

        assertThatThrownBy(() -> Evaluation.of(model, Dataset.of("zones", Zone.class, List.of(new Zone("a")))))
                .isInstanceOf(InvalidException.class)
                .hasMessage("dataset 'zones' has no column 'minutes': expected one of zone");
        assertThatThrownBy(() -> Evaluation.of(model, Dataset.of("none", Ride.class, List.of())))
                .isInstanceOf(InvalidException.class)
                .hasMessage("there are 0 rows to evaluate, expected at least 1");
    }

    @Test
    void a_truth_that_is_not_a_number_is_named() {
        Model model = Baseline.mean("minutes").train(training);
        Ride bad = new Ride(1, null, 1, LocalDateTime.MIN, null, Double.NaN);

        assertThatThrownBy(() -> Evaluation.of(model, Dataset.of("bad", Ride.class, List.of(bad))))
                .isInstanceOf(InvalidException.class)
                .hasMessage("truth of row 1 is NaN, expected a finite number");
    }

    @Test
    void the_text_shows_metrics_and_quantiles_of_error() {
        Evaluation evaluation = Evaluation.regression(new double[] {1, 2, 3}, new double[] {2, 2, 5});

        assertThat(evaluation.toText())
                .startsWith("regression on 3 rows\nrmse                    1.2910\n")
                .contains("error           0.0200  0.1000  0.5000  1.0000  1.5000  1.9000  1.9800");
        assertThat(evaluation.toString()).startsWith("regression on 3 rows {explained_variance=");
        assertThat(Metric.of("rmse")).isEqualTo(Metric.RMSE);
        assertThatThrownBy(() -> Metric.of("rsme"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("metric 'rsme' is unknown, expected one of [rmse, mae,");
    }

    record Zone(String zone) {}
}
