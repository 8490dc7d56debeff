package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.regression.Regressor;

class TrainingTest {
    private static final Dataset<Journey> RIDES = Journey.dataset(200, 1);

    private final Vectorizer vectorizer = Journey.features().fit(RIDES);

    private static Trainer<Regressor> linear() {
        return Estimators.fresh(Estimators.NUMBERS, "linear");
    }

    private static Trainer<Label> logistic() {
        return Estimators.fresh(Estimators.LABELS, "logistic");
    }

    @Test
    void a_target_that_is_not_there_is_named_with_the_columns_that_are() {
        assertThatThrownBy(() -> Model.regression(vectorizer, "durations").train(linear(), RIDES))
                .isInstanceOf(InvalidException.class)
                .hasMessage("dataset 'rides' has no column 'durations': did you mean 'duration'?");
    }

    @Test
    void a_target_of_the_wrong_type_is_refused() {
        assertThatThrownBy(() -> Model.regression(vectorizer, "speed").train(linear(), RIDES))
                .isInstanceOf(InvalidException.class)
                .hasMessage("column 'speed' of dataset 'rides' is STRING, it must be a number");
        assertThatThrownBy(() -> Model.classification(vectorizer, "duration").train(logistic(), RIDES))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("a text, a whole number or a boolean");
    }

    @Test
    void a_missing_target_is_named_with_its_row() {
        assertThatThrownBy(() -> Model.regression(vectorizer, "fare").train(linear(), RIDES))
                .isInstanceOf(InvalidException.class)
                .hasMessageMatching("column 'fare' is null in row \\d+ of dataset 'rides', it must be a finite number");
    }

    @Test
    void a_target_that_is_not_a_number_is_named_with_its_row() {
        Dataset<Journey> bad = Dataset.of(
                "bad",
                Journey.class,
                List.of(RIDES.rows().get(0), new Journey(1, "street", 1, 1, 1.0, true, 1, Double.NaN, "fast")));
        assertThatThrownBy(() -> Model.regression(vectorizer, "duration").train(linear(), bad))
                .isInstanceOf(InvalidException.class)
                .hasMessage("column 'duration' is NaN in row 2 of dataset 'bad', it must be a finite number");
    }

    @Test
    void no_rows_are_refused() {
        Dataset<Journey> none = Dataset.of("none", Journey.class, List.of());
        assertThatThrownBy(() -> Model.regression(vectorizer, "duration").train(linear(), none))
                .isInstanceOf(InvalidException.class)
                .hasMessage("dataset 'none' has no rows, training needs at least one");
    }

    @Test
    void a_negative_weight_is_named_with_its_row() {
        Dataset<Journey> bad =
                Dataset.of("bad", Journey.class, List.of(new Journey(1, "street", 1, 1, 1.0, true, -2, 1, "fast")));
        assertThatThrownBy(() -> Model.regression(vectorizer, "duration")
                        .weight("weight")
                        .train(linear(), bad))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("column 'weight' is -2.0 in row 1");
    }

    @Test
    void the_target_is_no_feature() {
        Vectorizer knowing =
                Features.of(Feature.number("wind"), Feature.number("duration")).fit(RIDES);
        assertThatThrownBy(() -> Model.regression(knowing, "duration"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the target 'duration' is among the columns that the features read, [wind, duration]:"
                        + " a model would learn to copy it");
        Vectorizer grouping =
                Features.of(Feature.number("fare").fill(Fill.medianBy("speed"))).fit(RIDES);
        assertThatThrownBy(() -> Model.classification(grouping, "speed"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'speed'");
        assertThatThrownBy(() -> Baseline.mean("zone").by("zone").train(RIDES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'zone'");
    }

    @Test
    void one_label_is_nothing_to_learn() {
        Journey ride = RIDES.rows().get(0);
        Dataset<Journey> alike = Dataset.of("alike", Journey.class, List.of(ride, ride, ride));
        assertThatThrownBy(() -> Model.classification(vectorizer, "speed").train(logistic(), alike))
                .isInstanceOf(InvalidException.class)
                .hasMessage("column 'speed' of dataset 'alike' holds the label '" + ride.speed()
                        + "' in each of 3 rows, a classifier needs at least 2 labels");
        assertThatThrownBy(() -> Baseline.mostFrequent("speed").train(alike)).isInstanceOf(InvalidException.class);
    }

    @Test
    void weights_reach_the_trainer() {
        Training<Regressor> training = Model.regression(vectorizer, "duration");
        double plain = training.train(Estimators.fresh(Estimators.NUMBERS, "boosted"), RIDES)
                .predict(RIDES.rows().get(0));
        double weighted = training.weight("weight")
                .train(Estimators.fresh(Estimators.NUMBERS, "boosted"), RIDES)
                .predict(RIDES.rows().get(0));
        assertThat(weighted).isNotEqualTo(plain);
    }

    @Test
    void provenance_names_trainer_options_data_and_time() {
        Instant noon = Instant.parse("2021-02-03T12:00:00.123456Z");
        Provenance provenance = Model.regression(vectorizer, "duration")
                .clock(() -> noon)
                .train(linear(), RIDES)
                .provenance();
        assertThat(provenance.trainer()).isEqualTo("org.tribuo.regression.sgd.linear.LinearSGDTrainer");
        assertThat(provenance.configuration())
                .containsEntry("epochs", "3")
                .containsKey("optimiser.initialLearningRate");
        assertThat(provenance.data()).isEqualTo(new Provenance.Data("rides", RIDES.contentHash(), 200));
        assertThat(provenance.created()).isEqualTo(Instant.parse("2021-02-03T12:00:00.123Z"));
        assertThat(provenance.software().tribuo()).isEqualTo("4.3.2");
    }
}
