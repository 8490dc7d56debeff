package dev.mlops.model.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.tribuo.Dataset;
import org.tribuo.Example;
import org.tribuo.Model;
import org.tribuo.MutableDataset;
import org.tribuo.Trainer;
import org.tribuo.VariableIDInfo;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.sgd.linear.LogisticRegressionTrainer;
import org.tribuo.ensemble.BaggingTrainer;
import org.tribuo.math.optimisers.AdaGrad;
import org.tribuo.provenance.SimpleDataSourceProvenance;
import org.tribuo.regression.RegressionFactory;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.ensemble.AveragingCombiner;
import org.tribuo.regression.rtree.CARTRegressionTrainer;
import org.tribuo.regression.sgd.linear.LinearSGDTrainer;
import org.tribuo.regression.sgd.objectives.SquaredLoss;

class VectorizedDatasetTest {
    private static final List<String> COLUMNS = List.of("a", "b", "c", "d");
    private static final SimpleDataSourceProvenance SOURCE =
            new SimpleDataSourceProvenance("numbers", new RegressionFactory());

    /** Rows 0: a=1, c=2; 1: empty; 2: b=-1, c=0.5; no row has d. */
    private static final SparseMatrix MATRIX =
            new SparseMatrix(4, new int[] {0, 2, 2, 4}, new int[] {0, 2, 1, 2}, new double[] {1, 2, -1, 0.5});

    private static VectorizedDataset<Regressor> small(float[] weights) {
        return VectorizedDataset.regression(COLUMNS, MATRIX, "y", new double[] {10, 20, 30}, weights, SOURCE);
    }

    @Test
    void the_feature_map_holds_every_column_under_its_index() {
        Dataset<Regressor> dataset = small(null);

        assertThat(dataset.getFeatureIDMap().size()).isEqualTo(4);
        for (int c = 0; c < 4; c++) {
            assertThat(dataset.getFeatureIDMap().getID(COLUMNS.get(c))).isEqualTo(c);
        }
        VariableIDInfo info = dataset.getFeatureIDMap().get("c");
        assertThat(info.getCount()).isEqualTo(2);
        assertThat(info.toString()).contains("max=2.000000", "min=0.500000", "mean=1.250000");
        assertThat(dataset.getFeatureIDMap().get("d").getCount()).isZero();
    }

    @Test
    void examples_hold_the_rows_entries_outputs_and_weights() {
        VectorizedDataset<Regressor> dataset = small(new float[] {1, 0.5f, 2});

        Example<Regressor> last = dataset.getExample(2);

        assertThat(last.getWeight()).isEqualTo(2f);
        assertThat(last.getOutput().getValues()).containsExactly(30);
        assertThat(last.size()).isEqualTo(2);
        assertThat(last.lookup("b").getValue()).isEqualTo(-1);
        assertThat(last.lookup("c").getValue()).isEqualTo(0.5);
        assertThat(dataset.getData()).hasSize(3).hasSize(dataset.size());
        assertThat(dataset.targets()).containsExactly(10, 20, 30);
        assertThat(dataset.outputs()).hasSize(3);
        assertThat(dataset.matrix()).isSameAs(MATRIX);
        assertThat(dataset.weights()).containsExactly(1, 0.5f, 2);
    }

    @Test
    void an_empty_row_is_an_example_that_tribuo_takes() {
        Example<Regressor> empty = small(null).getExample(1);

        assertThat(empty.validateExample()).isTrue();
        assertThat(empty.lookup("a").getValue()).isZero();
    }

    @Test
    void shuffling_changes_the_order_of_iteration_only() {
        VectorizedDataset<Regressor> dataset = big(200);
        List<Double> before = outputs(dataset);

        dataset.shuffle(true);
        List<Double> shuffled = outputs(dataset);
        dataset.shuffle(false);

        assertThat(shuffled).isNotEqualTo(before).containsExactlyInAnyOrderElementsOf(before);
        assertThat(outputs(dataset)).isEqualTo(before);
    }

    @Test
    void outputs_are_observed() {
        assertThat(small(null).getOutputInfo().getTotalObservations()).isEqualTo(3);
        assertThat(small(null).getOutputs()).hasSize(1);
        assertThat(small(null).getProvenance().getNumFeatures()).isEqualTo(4);
        assertThat(small(null).getProvenance().getNumExamples()).isEqualTo(3);
    }

    @Test
    void a_tree_trains_and_uses_the_same_ids_and_values() {
        assertSameModel(new CARTRegressionTrainer(4));
    }

    @Test
    void bagged_trees_train() {
        assertSameModel(new BaggingTrainer<>(new CARTRegressionTrainer(4), new AveragingCombiner(), 3, 42L));
    }

    @Test
    void stochastic_gradient_descent_trains_and_uses_the_same_ids_and_values() {
        assertSameModel(new LinearSGDTrainer(new SquaredLoss(), new AdaGrad(0.1), 5, 42L));
    }

    @Test
    void classification_trains() {
        VectorizedDataset<Regressor> numbers = big(200);
        List<Label> labels = new ArrayList<>();
        for (double target : numbers.targets()) {
            labels.add(new Label(target > 0 ? "high" : "low"));
        }
        VectorizedDataset<Label> dataset = VectorizedDataset.of(
                COLUMNS,
                numbers.matrix(),
                labels,
                null,
                new LabelFactory(),
                new SimpleDataSourceProvenance("labels", new LabelFactory()));

        Model<Label> model = new LogisticRegressionTrainer().train(dataset);

        long right = IntStream.range(0, dataset.size())
                .filter(r -> model.predict(dataset.getExample(r)).getOutput().equals(labels.get(r)))
                .count();
        assertThat(right).isGreaterThan(180);
        assertThatThrownBy(dataset::targets)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is not one number");
    }

    @Test
    void targets_are_read_from_a_list_of_regressors() {
        List<Regressor> outputs = List.of(new Regressor("y", 1), new Regressor("y", 2), new Regressor("y", 3));

        assertThat(VectorizedDataset.of(COLUMNS, MATRIX, outputs, null, new RegressionFactory(), SOURCE)
                        .targets())
                .containsExactly(1, 2, 3);
    }

    @Test
    void it_is_written_as_tribuos_own_dataset() {
        assertThat(small(null).serialize().getClassName()).isEqualTo("org.tribuo.ImmutableDataset");
    }

    @Test
    void lengths_and_order_are_checked() {
        assertThatThrownBy(() ->
                        VectorizedDataset.regression(List.of("a", "b", "c"), MATRIX, "y", new double[3], null, SOURCE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("there are 3 columns: the matrix has 4");
        assertThatThrownBy(() -> VectorizedDataset.regression(COLUMNS, MATRIX, "y", new double[2], null, SOURCE))
                .hasMessage("there are 2 outputs: the matrix has 3");
        assertThatThrownBy(() -> small(new float[4])).hasMessage("there are 4 weights: the matrix has 3");
        assertThatThrownBy(() -> VectorizedDataset.regression(
                        List.of("a", "c", "b", "d"), MATRIX, "y", new double[3], null, SOURCE))
                .hasMessage("column b follows c: columns must ascend");
    }

    private static List<Double> outputs(VectorizedDataset<Regressor> dataset) {
        List<Double> outputs = new ArrayList<>();
        for (Example<Regressor> example : dataset) {
            outputs.add(example.getOutput().getValues()[0]);
        }
        return outputs;
    }

    /** Trains on ours and on a copy made by Tribuo. */
    private static void assertSameModel(Trainer<Regressor> trainer) {
        VectorizedDataset<Regressor> ours = big(200);
        MutableDataset<Regressor> theirs = new MutableDataset<>(SOURCE, new RegressionFactory());
        ours.forEach(theirs::add);

        Model<Regressor> model = trainer.train(ours);
        trainer.setInvocationCount(0);
        Model<Regressor> reference = trainer.train(theirs);

        for (String column : List.of("a", "b", "c")) {
            assertThat(model.getFeatureIDMap().getID(column))
                    .isEqualTo(ours.getFeatureIDMap().getID(column))
                    .isEqualTo(reference.getFeatureIDMap().getID(column));
        }
        for (Example<Regressor> example : ours) {
            assertThat(predict(model, example)).isCloseTo(predict(reference, example), within(1e-9));
        }
    }

    private static double predict(Model<Regressor> model, Example<Regressor> example) {
        return model.predict(example).getOutput().getValues()[0];
    }

    private static VectorizedDataset<Regressor> big(int rows) {
        Random random = new Random(7);
        int[] starts = new int[rows + 1];
        int[] indices = new int[2 * rows];
        double[] values = new double[2 * rows];
        double[] targets = new double[rows];
        for (int r = 0; r < rows; r++) {
            starts[r + 1] = 2 * r + 2;
            indices[2 * r] = random.nextInt(2);
            indices[2 * r + 1] = 2;
            values[2 * r] = 1;
            values[2 * r + 1] = random.nextGaussian();
            targets[r] = 3 * values[2 * r + 1] + indices[2 * r] - 0.5;
        }
        SparseMatrix matrix = new SparseMatrix(4, starts, indices, values);
        return VectorizedDataset.regression(COLUMNS, matrix, "y", targets, null, SOURCE);
    }
}
