package dev.mlops.model;

/** One row of a sparse matrix, reusable; columns ascend as they are added. Not thread-safe. */
final class SparseRow {
    private final int[] indices;
    private final double[] values;
    private int size;

    SparseRow(int capacity) {
        indices = new int[capacity];
        values = new double[capacity];
    }

    void clear() {
        size = 0;
    }

    void add(int column, double value) {
        indices[size] = column;
        values[size++] = value;
    }

    int size() {
        return size;
    }

    int index(int position) {
        return indices[position];
    }

    double value(int position) {
        return values[position];
    }

    void copyTo(int[] toIndices, double[] toValues, int offset) {
        System.arraycopy(indices, 0, toIndices, offset, size);
        System.arraycopy(values, 0, toValues, offset, size);
    }
}
