package dev.mlops.model.internal;

/**
 * Rows of a sparse matrix, compressed by row (CSR). Within a row, columns ascend and are unique. The arrays are shared,
 * not copied: whoever holds the matrix must not change them.
 *
 * @param columns how many columns
 * @param starts length rows + 1; row r is at positions starts[r] (inclusive) to starts[r + 1] (exclusive)
 * @param indices the column of each stored value, from 0
 * @param values the stored values
 */
@SuppressWarnings("ArrayRecordComponent")
public record SparseMatrix(int columns, int[] starts, int[] indices, double[] values) {

    /** How many rows. */
    public int rows() {
        return starts.length - 1;
    }
}
