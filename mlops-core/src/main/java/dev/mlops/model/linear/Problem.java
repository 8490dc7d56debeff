package dev.mlops.model.linear;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.SparseMatrix;
import dev.mlops.model.internal.VectorizedDataset;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import org.tribuo.Dataset;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.ImmutableOutputInfo;
import org.tribuo.regression.Regressor;

/**
 * What is fitted: rows of features, a finite target each, and a finite weight each, none negative and not all 0. The
 * arrays are shared, not copied. Features are checked later, by {@link CentredProblem}, in a pass that it needs anyway.
 *
 * @param names the name of a column, for errors
 */
@SuppressWarnings("ArrayRecordComponent")
record Problem(SparseMatrix matrix, double[] targets, double[] weights, double totalWeight, IntFunction<String> names) {

    static Problem of(SparseMatrix matrix, double[] targets, double[] weights, IntFunction<String> names) {
        if (targets.length == 0) {
            throw new InvalidException("the training set has 0 rows, a linear trainer needs at least 1");
        }
        for (int row = 0; row < targets.length; row++) {
            if (!Double.isFinite(targets[row])) {
                throw new InvalidException(
                        "target of row " + (row + 1) + " is " + targets[row] + ", it must be finite");
            }
        }
        return new Problem(matrix, targets, weights, sum(weights), names);
    }

    private static double sum(double[] weights) {
        double sum = 0;
        for (int row = 0; row < weights.length; row++) {
            if (!(weights[row] >= 0 && weights[row] < Double.POSITIVE_INFINITY)) {
                throw new InvalidException(
                        "weight of row " + (row + 1) + " is " + weights[row] + ", it must be finite and not negative");
            }
            sum += weights[row];
        }
        if (!(sum > 0)) {
            throw new InvalidException(
                    "the weights of all " + weights.length + " rows sum to " + sum + ", at least one must be above 0");
        }
        return sum;
    }

    /** The rows of a Tribuo dataset, with columns numbered as its feature map does. */
    static Problem of(
            Dataset<Regressor> examples, ImmutableFeatureMap features, ImmutableOutputInfo<Regressor> outputs) {
        if (examples.size() > 0 && outputs.size() != 1) {
            throw new InvalidException("the training set has " + outputs.size() + " outputs " + outputs.getDomain()
                    + ", a linear trainer fits exactly 1");
        }
        if (examples instanceof VectorizedDataset<Regressor> rows) {
            IntFunction<String> names = column -> features.get(column).getName();
            return of(rows.matrix(), rows.targets(), widened(rows.weights(), rows.size()), names);
        }
        return new ExampleRows(features, examples.size()).addAll(examples).problem();
    }

    private static double[] widened(float @Nullable [] weights, int rows) {
        double[] widened = ones(rows);
        for (int row = 0; weights != null && row < rows; row++) {
            widened[row] = weights[row];
        }
        return widened;
    }

    static double[] ones(int rows) {
        double[] ones = new double[rows];
        Arrays.fill(ones, 1);
        return ones;
    }
}
