package dev.mlops.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.evaluation.PermutationImportance.Importance;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Model;
import dev.mlops.model.linear.LinearRegressionTrainer;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;

class PermutationImportanceTest {
    /** A sum of three numbers, of which one doesn't count. */
    record Sum(double large, double small, double idle, double total, String sign) {}

    private static final Dataset<Sum> SUMS = sums(4_000, 1);

    private static Dataset<Sum> sums(int count, long seed) {
        Random random = new Random(seed);
        List<Sum> rows = IntStream.range(0, count)
                .mapToObj(i -> {
                    double large = random.nextGaussian();
                    double small = random.nextGaussian();
                    double total = 3 * large + small;
                    return new Sum(large, small, random.nextGaussian(), total, total > 0 ? "plus" : "minus");
                })
                .toList();
        return Dataset.of("sums", Sum.class, rows);
    }

    private static Features features() {
        return Features.of(Feature.number("large"), Feature.number("small"), Feature.number("idle"));
    }

    private static Model regression() {
        return Model.regression(features().fit(SUMS), "total").train(new LinearRegressionTrainer(), SUMS);
    }

    @Test
    void an_input_matters_as_much_as_the_theory_of_linear_models_says() {
        PermutationImportance importance = PermutationImportance.of(regression(), SUMS);

        // shuffled and true values are independent: the error's variance is 2 w^2 var(x)
        assertThat(importance.metric()).isEqualTo(Metric.RMSE);
        assertThat(importance.score()).isCloseTo(0, within(1e-6));
        assertThat(importance.inputs()).extracting(Importance::input).containsExactly("large", "small", "idle");
        assertThat(importance.inputs().get(0).mean()).isCloseTo(3 * Math.sqrt(2), within(0.15));
        assertThat(importance.inputs().get(1).mean()).isCloseTo(Math.sqrt(2), within(0.05));
        assertThat(importance.inputs().get(2).mean()).isCloseTo(0, within(1e-6));
        assertThat(importance.inputs().get(0).standardDeviation()).isBetween(1e-4, 0.2);
    }

    @Test
    void of_a_classifier_the_accuracy_falls() {
        Model model = Model.classification(features().fit(SUMS), "sign").train(new LogisticRegressionTrainer(), SUMS);
        PermutationImportance importance = PermutationImportance.of(model, SUMS);

        assertThat(importance.metric()).isEqualTo(Metric.ACCURACY);
        assertThat(importance.score()).isEqualTo(Evaluation.of(model, SUMS).accuracy());
        assertThat(importance.inputs().get(0).input()).isEqualTo("large");
        assertThat(importance.inputs().get(0).mean()).isBetween(0.3, 0.5);
        assertThat(importance.toText()).contains("accuracy", "large", "small", "idle");
    }

    @Test
    void a_metric_that_falls_with_quality_and_one_that_rises_both_get_worse() {
        PermutationImportance.Builder builder = PermutationImportance.builder(regression(), SUMS);

        assertThat(builder.metric(Metric.R2).compute().inputs().get(0).mean()).isPositive();
        assertThat(builder.metric(Metric.MAE).compute().inputs().get(0).mean()).isPositive();
    }

    @Test
    void one_seed_gives_one_answer() {
        PermutationImportance.Builder builder =
                PermutationImportance.builder(regression(), SUMS).repeats(2);

        assertThat(builder.seed(1).compute().inputs())
                .isEqualTo(builder.compute().inputs());
        assertThat(builder.seed(2).compute().inputs())
                .isNotEqualTo(builder.seed(1).compute().inputs());
    }

    @Test
    void what_cant_be_evaluated_is_refused() {
        PermutationImportance.Builder builder = PermutationImportance.builder(regression(), SUMS);
        assertThatThrownBy(() -> builder.repeats(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("repeats is 0, expected at least 1");
        assertThatThrownBy(() -> builder.metric(Metric.AUC).compute()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> PermutationImportance.of(regression(), sums(0, 1)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("0 rows");
    }
}
