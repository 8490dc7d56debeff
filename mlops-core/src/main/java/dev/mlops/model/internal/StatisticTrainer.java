package dev.mlops.model.internal;

import com.oracle.labs.mlrg.olcut.config.Config;
import java.util.Arrays;
import org.tribuo.Model;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.regression.Regressor;
import org.tribuo.regression.sgd.linear.LinearSGDModel;

/**
 * Predicts a statistic of the target: of all rows, or, where columns are the levels of one category, of the rows of the
 * same level, and of all rows for a level that training didn't see. The result is a linear model: the intercept is the
 * statistic of all rows, a column's weight the difference of its rows' statistic. Weights of rows are ignored.
 */
public final class StatisticTrainer extends BaselineTrainer<Regressor> {

    /** What is computed of the targets. */
    public enum Statistic {
        /** The arithmetic mean. */
        MEAN,
        /** The middle value, or the mean of the two middle values. */
        MEDIAN
    }

    @Config(mandatory = true, description = "What is computed of the targets.")
    private Statistic statistic = Statistic.MEAN;

    /** For OLCUT, which sets the fields. */
    private StatisticTrainer() {}

    /** Creates the trainer. */
    public StatisticTrainer(Statistic statistic) {
        this.statistic = statistic;
    }

    @Override
    Class<?> modelClass() {
        return LinearSGDModel.class;
    }

    @Override
    Model<Regressor> fit(VectorizedDataset<Regressor> rows, ModelProvenance provenance) {
        SparseMatrix matrix = rows.matrix();
        int columns = matrix.columns();
        double[] result = new double[columns + 1];
        result[columns] = of(rows.targets().clone());
        double[][] groups = groups(matrix, rows.targets());
        for (int column = 0; column < columns; column++) {
            result[column] = groups[column].length == 0 ? 0 : of(groups[column]) - result[columns];
        }
        return LinearModels.regression(provenance, rows.getFeatureIDMap(), rows.getOutputIDInfo(), result);
    }

    /** The targets of the rows in which each column is active. */
    private static double[][] groups(SparseMatrix matrix, double[] targets) {
        int[] counts = new int[matrix.columns()];
        for (int column : matrix.indices()) {
            counts[column]++;
        }
        double[][] groups = new double[counts.length][];
        Arrays.setAll(groups, column -> new double[counts[column]]);
        for (int row = 0; row < matrix.rows(); row++) {
            for (int i = matrix.starts()[row]; i < matrix.starts()[row + 1]; i++) {
                int column = matrix.indices()[i];
                groups[column][--counts[column]] = targets[row];
            }
        }
        return groups;
    }

    /** The statistic; reorders the values. */
    private double of(double[] values) {
        if (statistic == Statistic.MEAN) {
            return Arrays.stream(values).average().orElse(Double.NaN);
        }
        Arrays.sort(values);
        int middle = values.length / 2;
        return values.length % 2 == 1 ? values[middle] : values[middle - 1] / 2 + values[middle] / 2;
    }
}
