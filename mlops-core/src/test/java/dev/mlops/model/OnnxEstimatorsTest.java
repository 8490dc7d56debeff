package dev.mlops.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.model.CategoryFeature.Rule;
import dev.mlops.model.linear.LassoTrainer;
import dev.mlops.model.linear.RidgeTrainer;
import dev.mlops.model.onnx.OnnxExport;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.tribuo.Trainer;
import org.tribuo.regression.Regressor;

/** Every kind of estimator beside its graph in ONNX Runtime. */
class OnnxEstimatorsTest {
    /** XGBoost and its compiled form add floats, the graph doubles. */
    private static final double FLOATS = 1e-4;

    private static final double DOUBLES = 1e-9;

    record Sale(Optional<String> shop, double price, boolean open, double sold) {
        static Dataset<Sale> some() {
            return Dataset.of(
                    "sales",
                    Sale.class,
                    IntStream.range(0, 40)
                            .mapToObj(i -> new Sale(Optional.of("s" + i % 3), i % 11, i % 2 == 0, i % 3 + i % 11))
                            .toList());
        }
    }

    @Property(tries = 15)
    void a_regression_answers_like_its_model(@ForAll("numbers") String kind, @ForAll long seed) {
        Dataset<Journey> rides = Journey.dataset(120, seed);
        Model model = Model.regression(features().fit(rides), "duration")
                .train(Estimators.fresh(Estimators.NUMBERS, kind), rides);

        assertThat(OnnxExport.of(model).verify(Journey.dataset(120, seed + 1).rows()))
                .isLessThan(kind.equals("boosted") ? FLOATS : DOUBLES);
    }

    @Property(tries = 15)
    void a_classifier_answers_like_its_model(@ForAll("labels") String kind, @ForAll long seed) {
        Dataset<Journey> rides = Journey.dataset(120, seed);
        Model model = Model.classification(features().fit(rides), "speed")
                .train(Estimators.fresh(Estimators.LABELS, kind), rides);

        assertThat(OnnxExport.of(model).verify(Journey.dataset(120, seed + 1).rows()))
                .isLessThan(DOUBLES);
    }

    @Test
    void an_average_of_averages_of_linear_models_and_trees_answers_like_its_model() {
        Dataset<Journey> rides = Journey.dataset(200, 1);
        Training<Regressor> training = Model.regression(features().fit(rides), "duration");
        Model trees = training.train(Estimators.fresh(Estimators.NUMBERS, "random forest"), rides);
        Model boosted = training.train(Estimators.fresh(Estimators.NUMBERS, "boosted"), rides);
        Model ridge = training.train(new RidgeTrainer(1), rides);
        Model lasso = training.train(new LassoTrainer(0.1), rides);

        Model average = Model.average(List.of(Model.average(List.of(trees, ridge), 1, 3), boosted, lasso), 2, 1, 1);

        assertThat(OnnxExport.of(average).verify(Journey.dataset(200, 2).rows()))
                .isLessThan(FLOATS);
    }

    @Test
    void what_the_model_refuses_is_not_a_number_to_the_graph() {
        Dataset<Sale> sales = Sale.some();
        Features strict = Features.of(
                Feature.category("shop").missing(Rule.FAIL),
                Feature.category("shop").unseen(Rule.FAIL).named("known shop"),
                Feature.category("shop").missing(Rule.FAIL).times(Feature.number("open")),
                Feature.number("price").within(0, 10));
        List<Sale> odd = List.of(
                new Sale(Optional.of("s1"), 3, true, 0),
                new Sale(Optional.of("s9"), 3, true, 0),
                new Sale(Optional.of("s1"), 11, true, 0),
                new Sale(Optional.of("s1"), Double.NaN, false, 0));

        for (Trainer<Regressor> trainer :
                List.of(new RidgeTrainer(1), Estimators.fresh(Estimators.NUMBERS, "boosted"))) {
            Model model = Model.regression(strict.fit(sales), "sold").train(trainer, sales);
            assertThat(OnnxExport.of(model).verify(odd)).isLessThan(FLOATS);
        }
    }

    @Test
    void equal_models_give_equal_files() {
        Dataset<Journey> rides = Journey.dataset(100, 1);
        Training<Regressor> training = Model.regression(features().fit(rides), "duration");

        assertThat(OnnxExport.of(training.train(new RidgeTrainer(1), rides)).bytes())
                .isEqualTo(OnnxExport.of(training.train(new RidgeTrainer(1), rides))
                        .bytes());
    }

    @Test
    void verifying_tells_a_graph_of_another_model() {
        Dataset<Journey> rides = Journey.dataset(100, 1);
        Training<Regressor> training = Model.regression(features().fit(rides), "duration");
        Model model = training.train(new RidgeTrainer(1), rides);
        byte[] other =
                OnnxExport.of(training.train(new RidgeTrainer(100), rides)).bytes();

        assertThat(OnnxGraphs.difference(model, other, rides.rows())).isGreaterThan(0.1);
    }

    @Test
    void an_estimator_that_is_not_compiled_is_refused_by_name() {
        Dataset<Journey> rides = Journey.dataset(100, 1);
        Model model = Model.regression(features().fit(rides), "duration")
                .train(Estimators.fresh(Estimators.OTHER_NUMBERS, "factorisation"), rides);

        assertThat(OnnxExport.supports(model)).isFalse();
        assertThatThrownBy(() -> OnnxExport.of(model))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("FMRegressionModel")
                .hasMessageContaining("boosted trees");
    }

    @Test
    void the_hash_of_a_text_is_refused_by_the_name_of_its_feature() {
        Dataset<Sale> sales = Sale.some();
        Model model = Model.regression(
                        Features.of(Feature.category("shop").hash(4)).fit(sales), "sold")
                .train(new RidgeTrainer(1), sales);

        assertThat(OnnxExport.supports(model)).isFalse();
        assertThatThrownBy(() -> OnnxExport.of(model))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("feature hash(shop) hashes a text");
    }

    @Test
    void a_model_that_reads_nothing_is_refused() {
        Dataset<Sale> sales = Sale.some();

        assertThatThrownBy(() -> OnnxExport.of(Baseline.mean("sold").train(sales)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("reads no field");
    }

    private static Features features() {
        NumberFeature distance = Feature.number("distance");
        return Features.of(
                        Feature.category("zone").unseen(Rule.LEVEL).minCount(15),
                        Feature.cross("zone", "kind").scale(2),
                        Feature.category("kind").times(Feature.number("wind").standardise()),
                        Feature.category("zone").hash(3).times(distance),
                        distance.bucket(1, 5, 12),
                        distance,
                        Feature.number("fare").fill(Fill.medianBy("zone")).standardise(),
                        Feature.number("fare").flag(),
                        Feature.number("night"),
                        Feature.number("weight"))
                .and(Feature.number("wind").spline(-1, 0, 1));
    }

    @Provide
    Arbitrary<String> numbers() {
        return Arbitraries.of(Estimators.sorted(Estimators.NUMBERS));
    }

    @Provide
    Arbitrary<String> labels() {
        return Arbitraries.of(Estimators.sorted(Estimators.LABELS));
    }
}
