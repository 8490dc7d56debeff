package dev.mlops.model.linear;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.oracle.labs.mlrg.olcut.config.ConfigurationManager;
import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.internal.SparseMatrix;
import dev.mlops.model.internal.VectorizedDataset;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.impl.ArrayExample;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.baseline.DummyRegressionTrainer;
import org.tribuo.regression.sgd.linear.LinearSGDModel;

/** The trainers as Tribuo sees them. */
class LinearTrainerTest {
    private static final RegressionFactory FACTORY = new RegressionFactory();
    private static final OffsetDateTime THEN = OffsetDateTime.parse("2021-01-31T12:00:00Z");
    private static final SimpleDataSourceProvenance SOURCE = new SimpleDataSourceProvenance("test", THEN, FACTORY);

    static Stream<LinearTrainer<?>> trainers() {
        return Stream.of(
                new LinearRegressionTrainer(),
                new RidgeTrainer(0.3),
                new LassoTrainer(0.05),
                new ElasticNetTrainer(0.05, 0.4));
    }

    /** y = 3 + 2 a - 5 b, exactly. */
    private static MutableDataset<Regressor> plane() {
        return dataset(
                example(3, 1, "a", 0),
                example(5, 1, "a", 1),
                example(-2, 1, "b", 1),
                example(0, 1, "a", 1, "b", 1),
                example(17, 1, "a", 7));
    }

    @SafeVarargs
    private static MutableDataset<Regressor> dataset(Example<Regressor>... examples) {
        MutableDataset<Regressor> dataset = new MutableDataset<>(SOURCE, FACTORY);
        for (Example<Regressor> example : examples) {
            dataset.add(example);
        }
        return dataset;
    }

    private static Example<Regressor> example(double y, float weight, Object... features) {
        ArrayExample<Regressor> example = new ArrayExample<>(new Regressor("y", y), weight);
        for (int i = 0; i < features.length; i += 2) {
            example.add((String) features[i], ((Number) features[i + 1]).doubleValue());
        }
        return example;
    }

    private static double predict(Model<Regressor> model, Object... features) {
        return model.predict(example(0, 1, features)).getOutput().getValues()[0];
    }

    private static MutableDataset<Regressor> random(long seed) {
        Random random = new Random(seed);
        MutableDataset<Regressor> dataset = new MutableDataset<>(SOURCE, FACTORY);
        for (int i = 0; i < 300; i++) {
            double distance = random.nextDouble() * 10;
            String zone = "zone=" + random.nextInt(40);
            double y = 4 + distance * 2 + zone.hashCode() % 7 + random.nextGaussian();
            dataset.add(example(y, 1 + random.nextInt(3), zone, 1, "distance", distance));
        }
        return dataset;
    }

    @Test
    void theModelPredictsWithTheInterceptInItsLastColumn() {
        LinearSGDModel model = new LinearRegressionTrainer().train(plane());
        assertThat(predict(model, "a", 10)).isCloseTo(23, within(1e-9));
        assertThat(predict(model, "a", 1, "b", 2)).isCloseTo(-5, within(1e-9));
        assertThat(model.getWeightsCopy().toArray()[0]).containsExactly(new double[] {2, -5, 3}, within(1e-9));
    }

    @Test
    void weightsOfExamplesCount() {
        LinearSGDModel weighted =
                new RidgeTrainer(1).train(dataset(example(1, 1, "a", 1), example(4, 3, "a", 2), example(9, 2, "a", 0)));
        LinearSGDModel repeated = new RidgeTrainer(1)
                .train(dataset(
                        example(1, 1, "a", 1),
                        example(4, 1, "a", 2),
                        example(4, 1, "a", 2),
                        example(4, 1, "a", 2),
                        example(9, 1, "a", 0),
                        example(9, 1, "a", 0)));
        assertThat(predict(weighted, "a", 5)).isCloseTo(predict(repeated, "a", 5), within(1e-10));
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void aVectorizedDatasetGivesTheSameModelAsItsExamples(LinearTrainer<?> trainer) {
        VectorizedDataset<Regressor> rows = vectorized();
        MutableDataset<Regressor> examples = new MutableDataset<>(SOURCE, FACTORY);
        rows.forEach(examples::add);
        assertThat(trainer.train(rows).getWeightsCopy().toArray()[0])
                .containsExactly(trainer.train(examples).getWeightsCopy().toArray()[0], within(1e-12));
    }

    private static VectorizedDataset<Regressor> vectorized() {
        SparseMatrix matrix = new SparseMatrix(
                3, new int[] {0, 2, 3, 5, 7}, new int[] {0, 2, 1, 0, 2, 1, 2}, new double[] {1, 2, 1, 1, 4, 1, 0.5});
        return VectorizedDataset.regression(
                List.of("a", "b", "c"), matrix, "y", new double[] {1, 2, 5, 3}, new float[] {1, 2, 1, 0.5f}, SOURCE);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void theConvergenceIsInTheModel(LinearTrainer<?> trainer) {
        Convergence convergence = Convergence.of(trainer.train(random(1)));
        assertThat(convergence.converged()).isTrue();
        assertThat(convergence.iterations()).isPositive();
        assertThat(convergence.error()).isBetween(0.0, convergence.tolerance());
        assertThat(convergence.objective()).isPositive();
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void tooFewIterationsAreReportedAsNotConverged(LinearTrainer<?> trainer) {
        Convergence convergence = Convergence.of(trainer.maxIterations(1).train(random(1)));
        assertThat(convergence.converged()).isFalse();
        assertThat(convergence.error()).isGreaterThan(convergence.tolerance());
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void aListenerIsToldFromTheStartToTheEnd(LinearTrainer<?> trainer) {
        List<Long> iterations = new ArrayList<>();
        List<Double> objectives = new ArrayList<>();
        List<Double> errors = new ArrayList<>();
        LinearSGDModel model = trainer.onIteration((iteration, objective, error) -> {
                    iterations.add(iteration);
                    objectives.add(objective);
                    errors.add(error);
                })
                .train(random(4));
        Convergence end = Convergence.of(model);
        int last = iterations.size() - 1;
        assertThat(iterations).startsWith(0L).isSorted().endsWith((long) end.iterations());
        assertThat(objectives.get(0)).isGreaterThan(end.objective());
        assertThat(objectives.get(last)).isEqualTo(end.objective());
        assertThat(errors.get(last)).isEqualTo(end.error());
        assertThat(model.getWeightsCopy().toArray()[0])
                .isEqualTo(trainer.train(random(4)).getWeightsCopy().toArray()[0]);
    }

    @Test
    void aModelOfAnotherTrainerHasNoConvergence() {
        Model<Regressor> other = DummyRegressionTrainer.createMeanTrainer().train(plane());
        assertThatThrownBy(() -> Convergence.of(other))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("is not in its provenance");
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void theModelSurvivesProtobufWithItsProvenance(LinearTrainer<?> trainer) {
        LinearSGDModel model = trainer.train(random(2));
        Model<?> read = Model.deserialize(model.serialize());
        assertThat(read.getProvenance()).isEqualTo(model.getProvenance());
        assertThat(Convergence.of(read)).isEqualTo(Convergence.of(model));
        assertThat(read.getName()).isEqualTo(model.getName()).isEqualTo(trainer.modelName());
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void equalDataAndAFixedClockGiveEqualBytes(LinearTrainer<?> trainer) {
        InstantSource clock = InstantSource.fixed(Instant.parse("2021-02-01T00:00:00Z"));
        byte[] first = trainer.clock(clock).train(random(3)).serialize().toByteArray();
        byte[] second = trainer.clock(clock).train(random(3)).serialize().toByteArray();
        assertThat(first).isEqualTo(second);
    }

    @Test
    void threadsMayShareATrainer() throws Exception {
        LassoTrainer trainer = new LassoTrainer(0.01);
        double[] expected = trainer.train(random(4)).getWeightsCopy().toArray()[0];
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<double[]>> results = IntStream.range(0, 16)
                    .mapToObj(i -> pool.submit(
                            () -> trainer.train(random(4)).getWeightsCopy().toArray()[0]))
                    .toList();
            for (Future<double[]> result : results) {
                assertThat(result.get()).containsExactly(expected);
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(trainer.getInvocationCount()).isEqualTo(17);
    }

    @Nested
    class Provenances {
        @Test
        void holdTheSettingsAndTheInvocationsBefore() {
            ElasticNetTrainer trainer = new ElasticNetTrainer(0.5, 0.25);
            trainer.train(plane());
            Map<String, Provenance> settings = trainer.train(plane())
                    .getProvenance()
                    .getTrainerProvenance()
                    .getConfiguredParameters();
            assertThat(settings).extractingByKey("alpha").asString().contains("0.5");
            assertThat(settings).extractingByKey("l1Ratio").asString().contains("0.25");
            assertThat(settings).containsKeys("tolerance", "maxIterations");
            assertThat(trainer.getInvocationCount()).isEqualTo(2);
        }

        @Test
        void holdWhatTheRunAdds() {
            LinearSGDModel model =
                    new RidgeTrainer(1).train(plane(), Map.of("ticket", new StringProvenance("ticket", "T-1")));
            assertThat(model.getProvenance().getInstanceProvenance().getMap())
                    .containsKeys("ticket", "convergence-error");
        }

        @Test
        void countFromTheInvocationThatIsGiven() {
            RidgeTrainer trainer = new RidgeTrainer(1);
            trainer.train(plane(), Map.of(), 7);
            assertThat(trainer.getInvocationCount()).isEqualTo(8);
            assertThatIllegalArgumentException().isThrownBy(() -> trainer.setInvocationCount(-1));
        }

        @Test
        void configureAnEqualTrainer() {
            ElasticNetTrainer trainer = new ElasticNetTrainer(0.125, 0.5).tolerance(1e-9);
            try (ConfigurationManager manager = new ConfigurationManager()) {
                manager.importConfigurable(trainer, "net");
                Object built = manager.lookup("net");
                assertThat(built).isInstanceOf(ElasticNetTrainer.class).hasToString(trainer.toString());
                assertThat(((ElasticNetTrainer) built).control().tolerance()).isEqualTo(1e-9);
            }
        }
    }

    @Nested
    class Settings {
        @Test
        void areCheckedAtOnce() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new RidgeTrainer(-1))
                    .withMessage("alpha is -1.0, it must be finite and not negative");
            assertThatIllegalArgumentException().isThrownBy(() -> new LassoTrainer(Double.NaN));
            assertThatIllegalArgumentException().isThrownBy(() -> new LassoTrainer(Double.POSITIVE_INFINITY));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ElasticNetTrainer(1, 1.5))
                    .withMessage("l1Ratio is 1.5, it must be from 0 to 1");
            assertThatIllegalArgumentException().isThrownBy(() -> new LassoTrainer(1).tolerance(0));
            assertThatIllegalArgumentException().isThrownBy(() -> new LassoTrainer(1).maxIterations(0));
        }

        @Test
        void changeACopy() {
            LassoTrainer trainer = new LassoTrainer(0.5);
            assertThat(trainer.tolerance(1e-3).maxIterations(5).control().tolerance())
                    .isEqualTo(1e-3);
            assertThat(trainer.control().tolerance()).isEqualTo(LassoTrainer.DEFAULT_TOLERANCE);
            assertThat(trainer.control().maxIterations()).isEqualTo(LassoTrainer.DEFAULT_MAX_ITERATIONS);
        }
    }

    @Nested
    class BadData {
        private final RidgeTrainer trainer = new RidgeTrainer(1);

        private void fails(MutableDataset<Regressor> dataset, String message) {
            assertThatThrownBy(() -> trainer.train(dataset))
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining(message);
        }

        @Test
        void noRows() {
            fails(dataset(), "the training set has 0 rows");
        }

        @Test
        void severalOutputs() {
            String[] names = {"x", "y"};
            fails(
                    dataset(new ArrayExample<>(
                            new Regressor(names, new double[] {1, 2}), new String[] {"a"}, new double[] {1})),
                    "the training set has 2 outputs");
        }

        @Test
        void aFeatureThatIsNotFinite() {
            SparseMatrix matrix =
                    new SparseMatrix(2, new int[] {0, 1, 3}, new int[] {0, 0, 1}, new double[] {1, 2, Double.NaN});
            assertThatThrownBy(() -> trainer.train(
                            VectorizedDataset.regression(List.of("a", "b"), matrix, "y", new double[2], null, SOURCE)))
                    .isInstanceOf(InvalidException.class)
                    .hasMessage("feature 'b' of row 2 is NaN, it must be finite");
            fails(dataset(example(1, 1, "a", Double.NEGATIVE_INFINITY)), "feature 'a' of row 1 is -Infinity");
        }

        @Test
        void aFeatureOutOfRange() {
            fails(
                    dataset(example(1, 1, "a", 1e200), example(1, 1, "a", -1e200)),
                    "feature 'a' has magnitudes up to 1.0E200, the sum of its squares must be finite");
            fails(
                    dataset(example(1, 1, "a", 1e60), example(1, 1, "a", -1e60)),
                    "E120, it must be from 1.0E-80 to 1.0E80");
        }

        @Test
        void aTargetThatIsNotFinite() {
            fails(dataset(example(1, 1, "a", 1), example(Double.NaN, 1, "a", 2)), "target of row 2 is NaN");
            fails(
                    dataset(example(1e200, 1, "a", 1), example(-1e200, 1, "a", 2)),
                    "targets reach the magnitude 1.0E200, the sum of their squares must be finite");
        }

        @Test
        void weightsThatCannotBe() {
            fails(dataset(example(1, -1, "a", 1)), "weight of row 1 is -1.0");
            fails(dataset(example(1, 0, "a", 1), example(2, 0, "a", 1)), "the weights of all 2 rows sum to 0.0");
        }
    }
}
