package dev.mlops.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.model.CategoryFeature;
import dev.mlops.model.Coefficients;
import dev.mlops.model.Feature;
import dev.mlops.model.Features;
import dev.mlops.model.Fill;
import dev.mlops.model.Model;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.serving.Explanation.Contribution;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.tribuo.classification.dtree.CARTClassificationTrainer;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.regression.rtree.CARTRegressionTrainer;

final class ExplainerTest {
    private static final List<String> INPUTS = List.of("from", "to", "miles", "rain");

    /** A trip whose duration has products in it, so that no linear model has it right. */
    record Trip(int from, int to, Optional<Double> miles, double rain, double minutes, String verdict) {

        static Trip random(Random random) {
            int from = random.nextInt(4);
            int to = random.nextInt(4);
            double miles = 1 + 9 * random.nextDouble();
            double rain = random.nextDouble();
            double minutes = from * to + miles * (1 + rain);
            String verdict = minutes < 8 ? "short" : minutes < 14 ? "usual" : "long";
            return new Trip(from, to, Optional.of(miles), rain, minutes, verdict);
        }
    }

    private static final Dataset<Trip> TRIPS = trips(400, 1);
    private static final Dataset<Trip> BACKGROUND = trips(24, 2);
    private static final Trip ROW = trips(1, 3).rows().get(0);

    private static Dataset<Trip> trips(int count, long seed) {
        Random random = new Random(seed);
        return Dataset.of(
                "trips",
                Trip.class,
                IntStream.range(0, count).mapToObj(i -> Trip.random(random)).toList());
    }

    private static Features features() {
        CategoryFeature from = Feature.category("from");
        CategoryFeature to = Feature.category("to");
        return Features.of(
                Feature.cross(from, to),
                from,
                to,
                Feature.number("miles").standardise().fill(Fill.mean()),
                Feature.number("rain"));
    }

    private static Model linear() {
        return Model.regression(features().fit(TRIPS), "minutes").train(new RidgeTrainer(0.1), TRIPS);
    }

    private static Model tree() {
        Features numbers = Features.of(
                Feature.number("from"),
                Feature.number("to"),
                Feature.number("miles").fill(Fill.mean()),
                Feature.number("rain"));
        return Model.regression(numbers.fit(TRIPS), "minutes").train(new CARTRegressionTrainer(8), TRIPS);
    }

    private static double sum(Explanation explanation) {
        return explanation.base()
                + explanation.contributions().stream()
                        .mapToDouble(Contribution::value)
                        .sum();
    }

    private static Coefficients coefficients(Model model, String label) {
        return Objects.requireNonNull(model.coefficients().get(label), label);
    }

    private static double weight(Model model, String label, String column) {
        return Objects.requireNonNull(coefficients(model, label).weights().get(column), column);
    }

    @Nested
    final class LinearModels {
        private final Model model = linear();

        @Test
        void a_feature_contributes_its_value_times_its_weight_under_the_name_that_the_vectoriser_has() {
            Explanation explanation = Explainer.of(model).explain(ROW);

            assertThat(explanation.base())
                    .isEqualTo(coefficients(model, "minutes").intercept());
            assertThat(explanation.prediction()).isEqualTo(model.predict(ROW));
            assertThat(explanation.contributions())
                    .extracting(Contribution::name)
                    .containsExactlyInAnyOrderElementsOf(
                            model.vectorizer().counts().keySet());
            String pair = ROW.from() + "_" + ROW.to();
            String cross = model.vectorizer().features().list().get(0).name();
            assertThat(explanation.contribution(cross))
                    .isEqualTo(new Contribution(cross, pair, weight(model, "minutes", cross + "=" + pair), 0));
            assertThat(explanation.contribution("rain").value())
                    .isEqualTo(weight(model, "minutes", "rain") * ROW.rain());
            assertThat(explanation.contribution("rain").input()).isEqualTo(Double.toString(ROW.rain()));
            assertThat(explanation.isExact()).isTrue();
            assertThat(explanation.output()).isEqualTo("minutes");
            assertThat(explanation.label()).isEmpty();
        }

        @Test
        void with_background_rows_a_feature_contributes_what_it_has_beyond_their_mean() {
            Explanation explanation = Explainer.of(model, BACKGROUND).explain(ROW);

            double mean =
                    BACKGROUND.rows().stream().mapToDouble(Trip::rain).average().orElseThrow();
            assertThat(explanation.contribution("rain").value())
                    .isCloseTo(weight(model, "minutes", "rain") * (ROW.rain() - mean), within(1e-12));
            double answer =
                    Arrays.stream(model.predictAll(BACKGROUND.rows())).average().orElseThrow();
            assertThat(explanation.base()).isCloseTo(answer, within(1e-9));
        }

        @Test
        void a_level_that_was_never_seen_contributes_nothing() {
            Explanation explanation = Explainer.of(model).explain(Map.of("from", 77, "to", 1, "miles", 2, "rain", 0.5));

            assertThat(explanation.contribution("from")).isEqualTo(new Contribution("from", "", 0, 0));
        }

        @Test
        void of_a_classifier_the_linear_score_of_the_answered_label_is_explained_or_that_of_a_named_one() {
            Model classifier = Model.classification(features().fit(TRIPS), "verdict")
                    .train(new LogisticRegressionTrainer(), TRIPS);
            Explanation answered = Explainer.of(classifier).explain(ROW);
            Explanation other =
                    Explainer.builder(classifier).label("short").build().explain(ROW);

            assertThat(answered.label()).contains(classifier.classify(ROW).label());
            assertThat(sum(answered)).isCloseTo(answered.prediction(), within(1e-9));
            assertThat(other.label()).contains("short");
            assertThat(other.contribution("rain").value()).isEqualTo(weight(classifier, "short", "rain") * ROW.rain());
            double odds = Math.log(classifier.classify(ROW).score("short")
                    / classifier.classify(ROW).score(answered.label().orElseThrow()));
            assertThat(other.prediction() - answered.prediction()).isCloseTo(odds, within(1e-9));
        }
    }

    @Property(tries = 200)
    void base_and_contributions_of_a_linear_model_are_the_prediction(
            @ForAll @IntRange(max = 5) int from,
            @ForAll @IntRange(max = 5) int to,
            @ForAll @IntRange(min = -50, max = 50) int miles,
            @ForAll boolean compared,
            @ForAll boolean known) {
        Map<String, Object> row = new HashMap<>(Map.of("from", from, "to", to, "rain", miles / 7.0));
        row.put("miles", known ? miles / 3.0 : null);
        Model model = Shared.LINEAR;
        Explanation explanation = (compared ? Shared.COMPARED : Shared.PLAIN).explain(row);

        assertThat(explanation.prediction()).isEqualTo(model.predict(row));
        assertThat(sum(explanation)).isCloseTo(explanation.prediction(), within(1e-9));
    }

    /** Made once for all tries. */
    private static final class Shared {
        static final Model LINEAR = linear();
        static final Explainer PLAIN = Explainer.of(LINEAR);
        static final Explainer COMPARED = Explainer.of(LINEAR, BACKGROUND);
    }

    @Nested
    final class OtherModels {
        private final Model model = tree();

        @Test
        void contributions_are_the_mean_of_a_fields_steps_over_all_orders_and_background_rows() {
            Explanation explanation = Explainer.of(model, BACKGROUND).explain(ROW);

            assertThat(explanation.isExact()).isTrue();
            Map<String, Double> expected = overAllOrders(model, ROW, BACKGROUND.rows());
            assertThat(explanation.contributions()).hasSize(4).allSatisfy(each -> assertThat(each.value())
                    .isCloseTo(expected.get(each.name()), within(1e-9)));
            assertThat(explanation.contributions())
                    .isSortedAccordingTo((a, b) -> Double.compare(Math.abs(b.value()), Math.abs(a.value())));
            assertThat(sum(explanation)).isCloseTo(model.predict(ROW), within(1e-9));
        }

        @Test
        void sampled_contributions_are_near_the_exact_ones_as_far_as_their_standard_errors_tell() {
            Explanation exact = Explainer.of(model, BACKGROUND).explain(ROW);
            int covered = 0;
            for (int seed = 0; seed < 50; seed++) {
                Explanation sampled = sampled(seed, 8 * 24).explain(ROW);
                assertThat(sampled.isExact()).isFalse();
                assertThat(sum(sampled)).isCloseTo(sampled.prediction(), within(1e-9));
                for (Contribution each : sampled.contributions()) {
                    double error =
                            each.value() - exact.contribution(each.name()).value();
                    covered += Math.abs(error) <= 2 * each.standardError() ? 1 : 0;
                }
            }
            assertThat(covered).isGreaterThan(50 * 4 * 9 / 10);
        }

        @Test
        void one_seed_gives_one_explanation() {
            assertThat(sampled(7, 100).explain(ROW).contributions())
                    .isEqualTo(sampled(7, 100).explain(ROW).contributions())
                    .isNotEqualTo(sampled(8, 100).explain(ROW).contributions());
        }

        private Explainer sampled(long seed, int evaluations) {
            return Explainer.builder(model)
                    .background(BACKGROUND)
                    .evaluations(evaluations)
                    .seed(seed)
                    .build();
        }

        @Test
        void of_a_sum_that_isnt_known_to_be_one_it_finds_the_closed_form_of_linear_models() {
            Features plain = Features.of(Feature.category("from"), Feature.category("to"), Feature.number("rain"));
            Model linear = Model.regression(plain.fit(TRIPS), "minutes").train(new RidgeTrainer(0.1), TRIPS);
            Model average = Model.average(List.of(linear, linear), 1, 1);
            Explanation expected = Explainer.of(linear, BACKGROUND).explain(ROW);
            Explainer.Builder builder = Explainer.builder(average).background(BACKGROUND);

            for (int evaluations : List.of(8 * 24, 24 * 5 + 1)) { // all sets; each background row once
                Explanation found = builder.evaluations(evaluations).build().explain(ROW);
                assertThat(found.base()).isCloseTo(expected.base(), within(1e-9));
                assertThat(found.contributions()).hasSize(3).allSatisfy(each -> assertThat(each.value())
                        .isCloseTo(expected.contribution(each.name()).value(), within(1e-9)));
            }
        }

        @Test
        void of_a_classifier_the_score_of_a_label_is_explained() {
            Features numbers = Features.of(Feature.number("from"), Feature.number("to"), Feature.number("rain"));
            Model classifier =
                    Model.classification(numbers.fit(TRIPS), "verdict").train(new CARTClassificationTrainer(5), TRIPS);
            Explanation explanation = Explainer.builder(classifier)
                    .background(BACKGROUND)
                    .label("long")
                    .build()
                    .explain(ROW);

            assertThat(explanation.label()).contains("long");
            assertThat(explanation.prediction())
                    .isEqualTo(classifier.classify(ROW).score("long"));
            assertThat(sum(explanation)).isCloseTo(explanation.prediction(), within(1e-9));
        }

        @Test
        void a_field_that_a_row_leaves_out_is_missing() {
            Explanation explanation = Explainer.of(model, BACKGROUND).explain(Map.of("from", 1, "to", 2, "rain", 0.5));

            assertThat(explanation.contribution("miles").input()).isEmpty();
            assertThat(sum(explanation)).isCloseTo(explanation.prediction(), within(1e-9));
        }

        /** By the definition: the mean step of each field over every order and every background row. */
        private static Map<String, Double> overAllOrders(Model model, Trip row, List<Trip> background) {
            List<List<String>> orders = orders(INPUTS);
            Map<String, Double> means = new HashMap<>();
            for (Trip other : background) {
                for (List<String> order : orders) {
                    Map<String, Object> mixed = new HashMap<>(model.inputs(other));
                    double before = model.predict(mixed);
                    for (String field : order) {
                        mixed.put(field, model.inputs(row).get(field));
                        double after = model.predict(mixed);
                        means.merge(field, (after - before) / orders.size() / background.size(), Double::sum);
                        before = after;
                    }
                }
            }
            return means;
        }

        private static List<List<String>> orders(List<String> fields) {
            if (fields.isEmpty()) {
                return List.of(List.of());
            }
            List<List<String>> orders = new ArrayList<>();
            for (String first : fields) {
                List<String> others = new ArrayList<>(fields);
                others.remove(first);
                for (List<String> rest : orders(others)) {
                    List<String> order = new ArrayList<>(List.of(first));
                    order.addAll(rest);
                    orders.add(order);
                }
            }
            return orders;
        }
    }

    @Test
    void an_explanation_reads_as_a_sum() {
        assertThat(Explainer.of(Rides.model(2)).explain(Rides.RIDE).toText())
                .containsPattern("\\+\\d+\\.\\d{4}  base")
                .containsPattern("\\+\\d+\\.\\d{4}  miles = 5\\.0")
                .containsPattern("[+-]\\d+\\.\\d{4}  from = 3")
                .containsPattern("\\+(16\\.9|17\\.0)\\d+  minutes");
    }

    @Nested
    final class Refusals {
        private final Model model = tree();

        @Test
        void a_model_that_isnt_linear_needs_background_rows() {
            assertThatThrownBy(() -> Explainer.of(model))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("isn't linear, expected background rows");
            assertThatThrownBy(() -> Explainer.builder(model).backgroundMaps(List.of()))
                    .hasMessage("there are 0 background rows, expected at least 1");
        }

        @Test
        void a_bad_background_row_is_named() {
            List<Map<String, ?>> rows = List.of(
                    Map.of("from", 1, "to", 2, "miles", 1, "rain", 0),
                    Map.of("from", "home", "to", 2, "miles", 1, "rain", 0));
            assertThatThrownBy(
                            () -> Explainer.builder(model).backgroundMaps(rows).build())
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("background row 2: field 'from' is 'home'");
        }

        @Test
        void a_bad_row_is_refused_as_in_predicting() {
            assertThatThrownBy(() -> Explainer.of(model, BACKGROUND).explain(Map.of("from", 1, "tu", 2, "rain", 1)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("did you mean it by 'tu'");
        }

        @Test
        void a_budget_that_gives_no_standard_error_is_refused() {
            Explainer.Builder builder = Explainer.builder(model).background(BACKGROUND);
            assertThatThrownBy(() -> builder.evaluations(14).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("budget is 14 evaluations, expected at least 15 for 4 inputs");
            assertThat(builder.evaluations(15).build().explain(ROW).contributions())
                    .hasSize(4);
            assertThatThrownBy(() -> builder.evaluations(0)).hasMessageContaining("expected 1 or more");
        }

        @Test
        void a_label_that_the_model_cant_answer_is_refused() {
            assertThatThrownBy(() -> Explainer.builder(model).label("long"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("label is 'long', expected one of []");
        }

        @Test
        void a_name_that_doesnt_contribute_is_an_error_that_lists_those_that_do() {
            Explanation explanation = Explainer.of(Rides.model(2)).explain(Rides.RIDE);
            assertThatThrownBy(() -> explanation.contribution("mile"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("nothing called 'mile' contributes")
                    .hasMessageContaining("miles");
        }
    }
}
