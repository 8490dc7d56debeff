package dev.mlops.model.linear;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.SparseMatrix;

/** Weighted mean and centred sum of squares of every column, zeros that aren't stored included. */
final class Moments {
    final double[] means;
    final double[] squares;
    /** How many rows store a value. */
    final int[] counts;

    private final Problem problem;
    private final SparseMatrix matrix;
    /** The weights of the rows that store a value. */
    private final double[] stored;

    /** @throws InvalidException if a value isn't finite, or a column's sum of squares overflows */
    Moments(Problem problem) {
        this.problem = problem;
        matrix = problem.matrix();
        means = new double[matrix.columns()];
        squares = new double[matrix.columns()];
        counts = new int[matrix.columns()];
        stored = new double[matrix.columns()];
        sum();
        deviate();
        check();
    }

    private void sum() {
        int[] starts = matrix.starts();
        int[] indices = matrix.indices();
        double[] values = matrix.values();
        double[] weights = problem.weights();
        for (int row = 0; row < weights.length; row++) {
            double weight = weights[row];
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                int j = indices[k];
                means[j] += weight * values[k];
                stored[j] += weight;
                counts[j]++;
            }
        }
        for (int j = 0; j < means.length; j++) {
            means[j] /= problem.totalWeight();
        }
    }

    private void deviate() {
        int[] starts = matrix.starts();
        int[] indices = matrix.indices();
        double[] values = matrix.values();
        double[] weights = problem.weights();
        double[] remainders = new double[means.length];
        for (int row = 0; row < weights.length; row++) {
            double weight = weights[row];
            for (int k = starts[row]; k < starts[row + 1]; k++) {
                int j = indices[k];
                double deviation = values[k] - means[j];
                remainders[j] += weight * deviation;
                squares[j] += weight * deviation * deviation;
            }
        }
        for (int j = 0; j < means.length; j++) {
            correct(j, remainders[j]);
        }
    }

    /** Adds the rows that store nothing, whose deviation is minus the mean; then moves the mean by what is left. */
    private void correct(int j, double remainder) {
        double absent = counts[j] == matrix.rows() ? 0 : Math.max(0, problem.totalWeight() - stored[j]);
        double left = (remainder - absent * means[j]) / problem.totalWeight();
        squares[j] = Math.max(0, squares[j] + absent * means[j] * means[j] - problem.totalWeight() * left * left);
        means[j] += left;
    }

    private void check() {
        for (int j = 0; j < squares.length; j++) {
            if (!Double.isFinite(squares[j]) || !Double.isFinite(means[j])) {
                throw invalid(j);
            }
        }
    }

    private InvalidException invalid(int column) {
        double largest = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            for (int k = matrix.starts()[row]; k < matrix.starts()[row + 1]; k++) {
                double value = matrix.values()[k];
                if (matrix.indices()[k] == column && !Double.isFinite(value)) {
                    return new InvalidException("feature '" + problem.names().apply(column) + "' of row " + (row + 1)
                            + " is " + value + ", it must be finite");
                }
                largest = matrix.indices()[k] == column ? Math.max(largest, Math.abs(value)) : largest;
            }
        }
        return new InvalidException("feature '" + problem.names().apply(column) + "' has magnitudes up to " + largest
                + ", the sum of its squares must be finite");
    }
}
