package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.mlops.data.Dataset;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.Example;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.impl.ArrayExample;
import org.tribuo.regression.Regressor;

class CompiledScorerTest {

    @Property(tries = 25)
    void a_regression_equals_tribuo_on_random_rows(@ForAll("numbers") String kind, @ForAll long seed) {
        Dataset<Journey> rides = Journey.dataset(120, seed);
        Vectorizer vectorizer = Journey.features().fit(rides);
        Model model = Model.regression(vectorizer, "duration").train(Estimators.fresh(Estimators.NUMBERS, kind), rides);
        assertThat(model.isCompiled()).isTrue();
        assertEqualsTribuo(model, Journey.dataset(120, seed + 1).rows());
    }

    @Property(tries = 25)
    void a_classifier_equals_tribuo_on_random_rows(@ForAll("labels") String kind, @ForAll long seed) {
        Dataset<Journey> rides = Journey.dataset(120, seed);
        Vectorizer vectorizer = Journey.features().fit(rides);
        Model model = Model.classification(vectorizer, "speed").train(Estimators.fresh(Estimators.LABELS, kind), rides);
        assertThat(model.isCompiled()).isTrue();
        org.tribuo.Model<Label> tribuo = model.estimator().castModel(Label.class);
        for (Journey ride : Journey.dataset(120, seed + 1).rows()) {
            Classification found = model.classify(ride);
            Prediction<Label> expected = tribuo.predict(example(vectorizer, ride, LabelFactory.UNKNOWN_LABEL));
            assertThat(found.label()).isEqualTo(expected.getOutput().getLabel());
            expected.getOutputScores().forEach((label, score) -> assertThat(found.score(label))
                    .isCloseTo(score.getScore(), within(1e-9)));
        }
    }

    @ParameterizedTest
    @MethodSource("otherNumbers")
    void a_regression_that_is_not_compiled_is_answered_by_tribuo(String kind) {
        Dataset<Journey> rides = Journey.dataset(100, 1);
        Model model = Model.regression(Journey.features().fit(rides), "duration")
                .train(Estimators.fresh(Estimators.OTHER_NUMBERS, kind), rides);
        assertThat(model.isCompiled()).isFalse();
        assertEqualsTribuo(model, rides.rows());
    }

    @Test
    void a_classifier_that_is_not_compiled_is_answered_by_tribuo() {
        Dataset<Journey> rides = Journey.dataset(100, 1);
        Vectorizer vectorizer = Journey.features().fit(rides);
        Model model = Model.classification(vectorizer, "speed")
                .train(Estimators.fresh(Estimators.OTHER_LABELS, "factorisation"), rides);
        assertThat(model.isCompiled()).isFalse();
        org.tribuo.Model<Label> tribuo = model.estimator().castModel(Label.class);
        for (Journey ride : rides) {
            Example<Label> example = example(vectorizer, ride, LabelFactory.UNKNOWN_LABEL);
            assertThat(model.classify(ride).label())
                    .isEqualTo(tribuo.predict(example).getOutput().getLabel());
        }
    }

    @Test
    void a_weighted_average_of_linear_and_boosted_models_is_compiled() {
        Dataset<Journey> rides = Journey.dataset(300, 5);
        Vectorizer vectorizer = Journey.features().fit(rides);
        Training<Regressor> training = Model.regression(vectorizer, "duration");
        Model average = Model.average(
                List.of(
                        training.train(Estimators.fresh(Estimators.NUMBERS, "linear"), rides),
                        training.train(Estimators.fresh(Estimators.NUMBERS, "boosted"), rides)),
                0.7,
                0.3);
        assertThat(average.isCompiled()).isTrue();
        assertEqualsTribuo(average, Journey.dataset(300, 6).rows());
    }

    @Test
    void a_row_without_active_columns_is_answered_as_all_zero() {
        Dataset<Journey> rides = Journey.dataset(200, 3);
        Vectorizer vectorizer =
                Features.of(Feature.number("distance"), Feature.number("wind")).fit(rides);
        Journey nothing = new Journey(1, "street", 0, 0, null, false, 1, 0, "fast");
        Journey nearlyNothing = new Journey(1, "street", 1e-300, 0, null, false, 1, 0, "fast");
        for (String kind : List.of("linear", "cart", "random forest")) {
            Model model =
                    Model.regression(vectorizer, "duration").train(Estimators.fresh(Estimators.NUMBERS, kind), rides);
            assertThat(model.predict(nothing)).as(kind).isCloseTo(model.predict(nearlyNothing), within(1e-9));
        }
        Model other = Model.regression(vectorizer, "duration")
                .train(Estimators.fresh(Estimators.OTHER_NUMBERS, "factorisation"), rides);
        assertThat(other.predict(nothing)).isCloseTo(other.predict(nearlyNothing), within(1e-9));
    }

    @ParameterizedTest
    @MethodSource("numberKinds")
    void many_threads_may_share_a_scorer(String kind) throws Exception {
        Dataset<Journey> rides = Journey.dataset(500, 9);
        Model model = Model.regression(Journey.features().fit(rides), "duration")
                .train(Estimators.fresh(Estimators.NUMBERS, kind), rides);
        Scorer<Journey> scorer = model.scorer(Journey.class);
        double[] expected = model.predictAll(rides.rows());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            Callable<double[]> pass =
                    () -> rides.rows().stream().mapToDouble(scorer::score).toArray();
            List<Callable<double[]>> passes =
                    IntStream.range(0, 40).mapToObj(i -> pass).toList();
            for (Future<double[]> found : threads.invokeAll(passes)) {
                assertThat(found.get()).containsExactly(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void assertEqualsTribuo(Model model, List<Journey> rides) {
        org.tribuo.Model<Regressor> tribuo = model.estimator().castModel(Regressor.class);
        Regressor unknown = new Regressor("duration", Double.NaN);
        Scorer<Journey> scorer = model.scorer(Journey.class);
        for (Journey ride : rides) {
            double expected = tribuo.predict(example(model.vectorizer(), ride, unknown))
                    .getOutput()
                    .getValues()[0];
            assertThat(scorer.score(ride)).isCloseTo(expected, within(1e-9));
        }
    }

    private static <T extends org.tribuo.Output<T>> Example<T> example(Vectorizer vectorizer, Journey ride, T unknown) {
        SortedMap<String, Double> columns = vectorizer.transform(ride);
        ArrayExample<T> example = new ArrayExample<>(unknown);
        columns.forEach(example::add);
        return example;
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.of(Estimators.sorted(Estimators.NUMBERS));
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.of(Estimators.sorted(Estimators.LABELS));
    }

    static Stream<String> numberKinds() {
        return Estimators.sorted(Estimators.NUMBERS).stream();
    }

    static Stream<String> otherNumbers() {
        return Estimators.sorted(Estimators.OTHER_NUMBERS).stream();
    }
}
