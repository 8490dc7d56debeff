package dev.mlops.model.linear;

import dev.mlops.model.internal.SparseMatrix;
import java.util.Arrays;
import java.util.stream.IntStream;

/*
 * Columns that most rows store, such as a distance, are kept apart as arrays with their mean subtracted: that takes no
 * more memory, the loops over them are vectorised, and a column that lies far from zero, such as a year, loses no digits
 * to x b - m b. The others stay in compressed rows, with their means beside them. Rows of one or two values, which is
 * what one-hot data consist of, skip the inner loop, whose set-up would cost twice the work.
 */
/** The features of a {@link CentredProblem}: each column minus its mean, without filling the sparse ones. */
final class CentredMatrix {
    /** The columns that are kept as arrays, and those arrays, centred. */
    final int[] denseColumns;

    final double[][] dense;
    /** The mean of each sparse column, still to be subtracted; 0 for dense ones. */
    final double[] means;
    /** The sparse columns by rows. */
    final int[] starts;

    final int[] indices;
    final double[] values;

    CentredMatrix(SparseMatrix matrix, Moments moments) {
        int rows = matrix.rows();
        means = moments.means.clone();
        denseColumns = IntStream.range(0, matrix.columns())
                .filter(j -> moments.counts[j] > rows / 2)
                .toArray();
        dense = new double[denseColumns.length][rows];
        if (dense.length == 0) {
            starts = matrix.starts();
            indices = matrix.indices();
            values = matrix.values();
            return;
        }
        int kept = matrix.starts()[rows];
        for (int column : denseColumns) {
            kept -= moments.counts[column];
        }
        starts = new int[rows + 1];
        indices = new int[kept];
        values = new double[kept];
        split(matrix);
    }

    private void split(SparseMatrix matrix) {
        int[] slots = new int[means.length];
        Arrays.fill(slots, -1);
        for (int d = 0; d < dense.length; d++) {
            slots[denseColumns[d]] = d;
            Arrays.fill(dense[d], -means[denseColumns[d]]);
        }
        int[] from = matrix.starts();
        int size = 0;
        for (int row = 0; row < matrix.rows(); row++) {
            for (int k = from[row]; k < from[row + 1]; k++) {
                int column = matrix.indices()[k];
                if (slots[column] >= 0) {
                    dense[slots[column]][row] += matrix.values()[k];
                } else {
                    indices[size] = column;
                    values[size++] = matrix.values()[k];
                }
            }
            starts[row + 1] = size;
        }
        for (int column : denseColumns) {
            means[column] = 0;
        }
    }

    int rows() {
        return starts.length - 1;
    }

    int columns() {
        return means.length;
    }

    /** rows = X v. */
    void multiply(double[] v, double[] rows) {
        multiplyDense(v, rows);
        for (int row = 0; row < rows.length; row++) {
            int k = starts[row];
            int end = starts[row + 1];
            rows[row] += end - k == 1 ? values[k] * v[indices[k]] : product(k, end, v);
        }
    }

    /** result = X' rows. */
    void multiplyTransposed(double[] rows, double[] result) {
        Arrays.fill(result, 0);
        double sum = 0;
        for (int row = 0; row < rows.length; row++) {
            int k = starts[row];
            int end = starts[row + 1];
            sum += rows[row];
            if (end - k == 1) {
                result[indices[k]] += values[k] * rows[row];
            } else {
                addRow(k, end, rows[row], result);
            }
        }
        finish(rows, sum, result);
    }

    /** rows = W X v and result = X' rows, in one pass over the sparse columns. */
    void multiplyNormal(double[] v, double[] weights, double[] rows, double[] result) {
        multiplyDense(v, rows);
        Arrays.fill(result, 0);
        double sum = 0;
        for (int row = 0; row < rows.length; row++) {
            int k = starts[row];
            int end = starts[row + 1];
            double product;
            if (end - k == 1) {
                int j = indices[k];
                product = weights[row] * (rows[row] + values[k] * v[j]);
                result[j] += values[k] * product;
            } else {
                product = weights[row] * (rows[row] + product(k, end, v));
                addRow(k, end, product, result);
            }
            sum += product;
            rows[row] = product;
        }
        finish(rows, sum, result);
    }

    private double product(int start, int end, double[] v) {
        if (end - start == 2) {
            return values[start] * v[indices[start]] + values[start + 1] * v[indices[start + 1]];
        }
        double product = 0;
        for (int k = start; k < end; k++) {
            product += values[k] * v[indices[k]];
        }
        return product;
    }

    private void addRow(int start, int end, double factor, double[] result) {
        if (end - start == 2) {
            result[indices[start]] += values[start] * factor;
            result[indices[start + 1]] += values[start + 1] * factor;
            return;
        }
        for (int k = start; k < end; k++) {
            result[indices[k]] += values[k] * factor;
        }
    }

    private void multiplyDense(double[] v, double[] rows) {
        Arrays.fill(rows, -dot(means, v));
        for (int d = 0; d < dense.length; d++) {
            add(v[denseColumns[d]], dense[d], rows);
        }
    }

    private void finish(double[] rows, double sum, double[] result) {
        add(-sum, means, result);
        for (int d = 0; d < dense.length; d++) {
            result[denseColumns[d]] = dot(dense[d], rows);
        }
    }

    /** to += factor from. */
    static void add(double factor, double[] from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }

    /** The sum of products, in four partial sums, so that additions don't wait for each other. */
    static double dot(double[] a, double[] b) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        for (; i + 3 < a.length; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < a.length; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }
}
