package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tribuo.Trainer;
import org.tribuo.classification.Label;
import org.tribuo.regression.Regressor;

class ModelTest {
    private static final Dataset<Journey> RIDES = Journey.dataset(200, 1);

    private static Trainer<Regressor> linear() {
        return Estimators.fresh(Estimators.NUMBERS, "linear");
    }

    private static Trainer<Label> logistic() {
        return Estimators.fresh(Estimators.LABELS, "logistic");
    }

    private static Model regression() {
        return Model.regression(Journey.features().fit(RIDES), "duration").train(linear(), RIDES);
    }

    private static Model classifier() {
        return Model.classification(Journey.features().fit(RIDES), "speed").train(logistic(), RIDES);
    }

    @Nested
    class Predicting {
        private final Model model = regression();

        @Test
        void a_map_of_texts_and_numbers_gives_what_the_record_gives() {
            Journey ride = RIDES.rows().get(0);
            Map<String, Object> map = Map.of(
                    "zone",
                    String.valueOf(ride.zone()),
                    "kind",
                    ride.kind(),
                    "distance",
                    ride.distance(),
                    "wind",
                    ride.wind());
            assertThat(model.predict(map)).isEqualTo(model.predict(ride));
        }

        @Test
        void the_inputs_of_a_record_are_a_map_that_is_answered_like_it() {
            Journey ride = RIDES.rows().get(0);
            assertThat(model.inputs(ride))
                    .containsOnlyKeys("zone", "kind", "distance", "wind")
                    .containsEntry("kind", ride.kind());
            assertThat(model.predictMaps(
                            RIDES.rows().stream().map(model::inputs).toList()))
                    .containsExactly(model.predictAll(RIDES.rows()));
            record Other(int zone) {}
            assertThatThrownBy(() -> model.inputs(new Other(1)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("kind");
        }

        @Test
        void an_input_that_a_record_has_no_value_for_is_null() {
            Features fares = Features.of(Feature.number("fare").fill(Fill.mean()));
            Model ofFares = Model.regression(fares.fit(RIDES), "duration").train(linear(), RIDES);
            Journey free = RIDES.rows().stream()
                    .filter(ride -> ride.fare() == null)
                    .findFirst()
                    .orElseThrow();
            assertThat(ofFares.inputs(free)).containsOnlyKeys("fare").containsValue(null);
        }

        @Test
        void what_the_signature_does_not_name_is_ignored_in_a_map() {
            Map<String, Object> map = Map.of("zone", 1, "kind", "street", "distance", 2.5, "wind", 0.5);
            Map<String, Object> more =
                    Map.of("zone", 1, "kind", "street", "distance", 2.5, "wind", 0.5, "passengers", "many");
            assertThat(model.predict(more)).isEqualTo(model.predict(map));
        }

        @Test
        void a_required_field_missing_in_a_map_is_named() {
            assertThatThrownBy(() -> model.predict(Map.of("zone", 1, "kind", "street", "wind", 0)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("distance");
        }

        @Test
        void a_value_of_the_wrong_kind_in_a_map_is_named_with_its_field() {
            Map<String, Object> map = Map.of("zone", 1, "kind", "street", "distance", "far", "wind", 0);
            assertThatThrownBy(() -> model.predict(map))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("distance")
                    .hasMessageContaining("far");
        }

        @Test
        void a_record_without_a_field_is_refused_by_name() {
            assertThatThrownBy(() -> model.predict(new Point(1, 2)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("Point");
        }

        @Test
        void another_record_type_with_the_same_fields_predicts_the_same() {
            Journey ride = RIDES.rows().get(3);
            Request request = new Request(ride.distance(), ride.wind(), ride.zone(), ride.kind());
            assertThat(model.predict(request)).isCloseTo(model.predict(ride), within(1e-12));
            assertThat(model.scorer(Request.class).score(request)).isEqualTo(model.predict(request));
        }

        @Test
        void a_batch_gives_each_row_its_prediction_in_order_and_may_mix_record_types() {
            Journey ride = RIDES.rows().get(3);
            Request request = new Request(1, 2, 3, "street");
            assertThat(model.predictAll(List.of(ride, request, ride)))
                    .containsExactly(model.predict(ride), model.predict(request), model.predict(ride));
            assertThat(model.predictAll(List.of())).isEmpty();
        }

        @Test
        void a_bad_row_of_a_batch_is_named_by_its_number() {
            List<Nulls> rows = List.of(new Nulls(1.0, 1, 1, "street"), new Nulls(null, 1, 1, "street"));
            assertThatThrownBy(() -> model.predictAll(rows))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageStartingWith("row 2: ")
                    .hasMessageContaining("distance");
        }

        @Test
        void a_row_of_a_batch_that_lacks_a_field_or_is_null_is_named() {
            List<Record> rows = List.of(RIDES.rows().get(0), new Point(1, 2));
            assertThatThrownBy(() -> model.predictAll(rows))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("row 2: record Point has no column 'zone': expected one of x, y");
            assertThatThrownBy(() -> model.predictAll(Arrays.asList(RIDES.rows().get(0), null)))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessage("row 2 is null");
        }

        @Test
        void a_batch_of_maps_gives_what_the_records_give() {
            List<Map<String, Object>> maps = RIDES.rows().stream()
                    .map(ride -> Map.<String, Object>of(
                            "zone", ride.zone(), "kind", ride.kind(), "distance", ride.distance(), "wind", ride.wind()))
                    .toList();
            assertThat(model.predictMaps(maps)).containsExactly(model.predictAll(RIDES.rows()));
            assertThatThrownBy(() -> model.predictMaps(List.of(maps.get(0), Map.of("zone", 1))))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageStartingWith("row 2: the row has no entry 'kind'");
        }

        @Test
        void a_misspelt_entry_is_not_taken_for_a_missing_value() {
            Map<String, Object> row = new HashMap<>(Map.of("Zone", 1, "kind", "street", "distance", 2, "wind", 0));
            assertThatThrownBy(() -> model.predict(row))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("the row has no entry 'zone': did you mean it by 'Zone'?");
            row.remove("Zone");
            assertThatThrownBy(() -> model.predict(row))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage(
                            "the row has no entry 'zone', which the model reads: it must be there, if only as null");
            row.put("zone", null);
            assertThat(model.predict(row)).isFinite();
            row.put("Zone", 1);
            assertThat(model.predict(row)).isFinite();
        }

        @Test
        void an_entry_may_be_left_out_where_the_features_say_what_missing_means() {
            Features features = Features.of(
                    Feature.number("fare").fill(Fill.mean()),
                    Feature.number("wind").flag(),
                    Feature.category("kind").missing(CategoryFeature.Rule.LEVEL),
                    Feature.number("distance").bucket(1, 5).missing(CategoryFeature.Rule.LEVEL));
            Model tolerant = Model.regression(features.fit(RIDES), "duration").train(linear(), RIDES);
            assertThat(tolerant.predict(Map.of())).isFinite();
            assertThatThrownBy(() -> tolerant.predict(Map.of("Fare", 7)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("the row has no entry 'fare': did you mean it by 'Fare'?");
            Features mixed = features.and(Features.of(Feature.category("kind").named("plain")));
            Model strict = Model.regression(mixed.fit(RIDES), "duration").train(linear(), RIDES);
            assertThatThrownBy(() -> strict.predict(Map.of()))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("no entry 'kind'");
        }

        @Test
        void coefficients_add_up_to_the_prediction() {
            Coefficients learnt = Objects.requireNonNull(model.coefficients().get("duration"));
            assertThat(model.coefficients()).containsOnlyKeys("duration");
            assertThat(learnt.weights().keySet())
                    .containsExactlyElementsOf(model.vectorizer().columns());
            for (Journey ride : RIDES) {
                double sum = learnt.intercept();
                for (Map.Entry<String, Double> column :
                        model.vectorizer().transform(ride).entrySet()) {
                    sum += column.getValue() * learnt.weights().getOrDefault(column.getKey(), Double.NaN);
                }
                assertThat(sum).isCloseTo(model.predict(ride), within(1e-9));
            }
            assertThat(Model.regression(Journey.features().fit(RIDES), "duration")
                            .train(Estimators.fresh(Estimators.NUMBERS, "cart"), RIDES)
                            .coefficients())
                    .isEmpty();
        }

        @Test
        void after_a_bad_row_the_next_prediction_is_right() {
            Model boosted = Model.regression(Journey.features().fit(RIDES), "duration")
                    .train(Estimators.fresh(Estimators.NUMBERS, "boosted"), RIDES);
            Nulls good = new Nulls(1.0, 1, 1, "street");
            double before = boosted.predict(good);
            assertThatThrownBy(() -> boosted.predict(new Nulls(null, 1, 1, "street")))
                    .isInstanceOf(InvalidException.class);
            assertThat(boosted.predict(good)).isEqualTo(before);
        }

        @Test
        void classify_is_refused_with_the_signature() {
            assertThatThrownBy(() -> model.classify(RIDES.rows().get(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith("-> duration: a number is a regression: call predict, not classify");
        }
    }

    @Nested
    class Classifying {
        private final Model model = classifier();

        @Test
        void labels_come_with_scores_in_the_order_of_the_signature() {
            Classification answer = model.classify(RIDES.rows().get(0));
            assertThat(model.signature().output().labels()).containsExactly("fast", "slow", "usual");
            assertThat(answer.scores().keySet()).containsExactly("fast", "slow", "usual");
            assertThat(answer.scores().values().stream().mapToDouble(s -> s).sum())
                    .isCloseTo(1, within(1e-9));
            assertThat(answer.score(answer.label()))
                    .isEqualTo(answer.scores().values().stream()
                            .mapToDouble(s -> s)
                            .max()
                            .orElseThrow());
        }

        @Test
        void a_map_gives_what_the_record_gives() {
            Journey ride = RIDES.rows().get(0);
            Map<String, Object> map =
                    Map.of("zone", ride.zone(), "kind", ride.kind(), "distance", ride.distance(), "wind", ride.wind());
            assertThat(model.classify(map)).isEqualTo(model.classify(ride));
        }

        @Test
        void batches_give_what_single_rows_give() {
            List<Classification> answers = model.classifyAll(RIDES.rows());
            assertThat(answers).hasSize(RIDES.size());
            assertThat(answers.get(7)).isEqualTo(model.classify(RIDES.rows().get(7)));
            Map<String, Object> map = Map.of("zone", 1, "kind", "street", "distance", 3, "wind", 0);
            assertThat(model.classifyMaps(List.of(map))).containsExactly(model.classify(map));
            assertThatThrownBy(() -> model.predictMaps(List.of())).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void coefficients_come_for_each_label() {
            assertThat(model.coefficients()).containsOnlyKeys("fast", "slow", "usual");
            Journey ride = RIDES.rows().get(0);
            Map<String, Double> logits = new HashMap<>();
            model.coefficients().forEach((label, learnt) -> {
                double sum = learnt.intercept();
                for (Map.Entry<String, Double> column :
                        model.vectorizer().transform(ride).entrySet()) {
                    sum += column.getValue() * learnt.weights().getOrDefault(column.getKey(), Double.NaN);
                }
                logits.put(label, Math.exp(sum));
            });
            double all = logits.values().stream().mapToDouble(value -> value).sum();
            logits.forEach((label, value) ->
                    assertThat(model.classify(ride).score(label)).isCloseTo(value / all, within(1e-9)));
        }

        @Test
        void an_unknown_label_has_no_score() {
            assertThatThrownBy(() -> model.classify(RIDES.rows().get(0)).score("warp"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("warp")
                    .hasMessageContaining("usual");
        }

        @Test
        void predict_is_refused_with_the_signature() {
            assertThatThrownBy(() -> model.predict(RIDES.rows().get(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageEndingWith(
                            "speed: one of [fast, slow, usual] is a classifier: call classify, not predict");
            assertThatThrownBy(() -> model.scorer(Journey.class)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> model.predictAll(RIDES.rows())).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void whole_numbers_and_booleans_are_labels_too() {
            Vectorizer vectorizer = Journey.features().fit(RIDES);
            assertThat(Model.classification(vectorizer, "night")
                            .train(logistic(), RIDES)
                            .signature()
                            .output()
                            .labels())
                    .containsExactly("false", "true");
            Vectorizer others = Journey.numbers().fit(RIDES);
            assertThat(Model.classification(others, "zone")
                            .train(logistic(), RIDES)
                            .signature()
                            .output()
                            .labels())
                    .containsExactly("0", "1", "2", "3", "4", "5");
        }
    }

    @Test
    void models_that_differ_are_not_averaged() {
        Model one = regression();
        Model other = Model.regression(Journey.numbers().fit(RIDES), "duration").train(linear(), RIDES);
        assertThatThrownBy(() -> Model.average(List.of(one, other), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("signature and vectoriser");
        assertThatThrownBy(() -> Model.average(List.of(one, one), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("2 models have 1 weights, expected one a model");
        assertThatThrownBy(() -> Model.average(List.of(one), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 1 models, an average needs at least 2");
        assertThatThrownBy(() -> Model.average(List.of(one, one), 1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("above 0");
        assertThatThrownBy(() -> Model.average(List.of(classifier(), classifier()), 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no number to average");
    }

    /** The fields of a request only, in another order. */
    public record Request(double distance, double wind, int zone, String kind) {}

    /** A distance that may be missing. */
    public record Nulls(@Nullable Double distance, double wind, int zone, String kind) {}

    /** None of the fields. */
    public record Point(double x, double y) {}
}
