package dev.mlops.model.linear;

/**
 * The columns of a {@link CentredMatrix}, and the residuals of the rows, which change as one coefficient at a time does.
 * The means of sparse columns act on all rows alike, so that they are one number, {@code shift}, beside the residuals
 * of the rows; a step costs as much as the column stores.
 */
final class CentredColumns {
    private final CentredProblem problem;
    private final CentredMatrix matrix;
    /** By column, the rows of sparse ones; and their values, plain and multiplied by the rows' weights. */
    private final int[] starts;

    private final int[] rowIndices;
    private final double[] values;
    private final double[] weighted;
    /** By column: its dense array or null. */
    private final double[][] dense;
    /** Of sparse columns: the sum of the weighted values. */
    private final double[] sums;

    private final double[] residuals;
    private double shift;

    CentredColumns(CentredProblem problem) {
        this.problem = problem;
        matrix = problem.matrix;
        int size = matrix.starts[matrix.rows()];
        starts = new int[matrix.columns() + 1];
        rowIndices = new int[size];
        values = new double[size];
        weighted = new double[size];
        sums = new double[matrix.columns()];
        dense = new double[matrix.columns()][];
        for (int d = 0; d < matrix.dense.length; d++) {
            dense[matrix.denseColumns[d]] = matrix.dense[d];
        }
        residuals = new double[matrix.rows()];
        transpose();
    }

    /** A counting sort: first where each column starts, then each row in turn into its columns. */
    private void transpose() {
        int size = rowIndices.length;
        for (int k = 0; k < size; k++) {
            starts[matrix.indices[k] + 1]++;
        }
        for (int j = 0; j < matrix.columns(); j++) {
            starts[j + 1] += starts[j];
        }
        int[] next = starts.clone();
        for (int row = 0; row < residuals.length; row++) {
            for (int k = matrix.starts[row]; k < matrix.starts[row + 1]; k++) {
                int j = matrix.indices[k];
                int at = next[j]++;
                rowIndices[at] = row;
                values[at] = matrix.values[k];
                weighted[at] = matrix.values[k] * problem.weights[row];
                sums[j] += weighted[at];
            }
        }
    }

    /** Computes the residuals afresh, so that no rounding of earlier steps stays. */
    void reset(double[] coefficients) {
        problem.residuals(coefficients, residuals);
        shift = 0;
    }

    /** The product of a column with the weighted residuals. */
    double correlation(int column) {
        return dense[column] == null ? sparseCorrelation(column) : denseCorrelation(dense[column]);
    }

    private double sparseCorrelation(int column) {
        double sum = shift * sums[column];
        for (int k = starts[column]; k < starts[column + 1]; k++) {
            sum += weighted[k] * residuals[rowIndices[k]];
        }
        return sum;
    }

    /** Its mean is 0, so that the shift adds nothing. */
    private double denseCorrelation(double[] column) {
        double s0 = 0;
        double s1 = 0;
        int row = 0;
        for (; row + 1 < column.length; row += 2) {
            s0 += problem.weights[row] * column[row] * residuals[row];
            s1 += problem.weights[row + 1] * column[row + 1] * residuals[row + 1];
        }
        return row < column.length ? s0 + s1 + problem.weights[row] * column[row] * residuals[row] : s0 + s1;
    }

    /** Changes the residuals as a step of a coefficient does. */
    void step(int column, double step) {
        if (dense[column] != null) {
            CentredMatrix.add(-step, dense[column], residuals);
            return;
        }
        shift += matrix.means[column] * step;
        for (int k = starts[column]; k < starts[column + 1]; k++) {
            residuals[rowIndices[k]] -= values[k] * step;
        }
    }
}
