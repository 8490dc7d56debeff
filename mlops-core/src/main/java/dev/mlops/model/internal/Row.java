package dev.mlops.model.internal;

import java.util.Arrays;

/**
 * One vectorised row in buffers that are used again and again: its active columns and values and, for estimators that
 * look columns up, the same values by column. Not thread-safe; {@link Pool} hands it to one thread at a time.
 */
public final class Row {
    /** The active columns; the first {@link #size} entries count. */
    public int[] indices;

    /** The values of the active columns. */
    public double[] values;

    /** How many columns are active. */
    public int size;

    /** The value of each column, NaN where it isn't active; empty where no estimator needs it. */
    final double[] dense;

    Row(int columns, boolean dense) {
        this.indices = new int[16];
        this.values = new double[16];
        this.dense = new double[dense ? columns : 0];
        Arrays.fill(this.dense, Double.NaN);
    }

    /** Makes room for this many active columns. */
    public void reserve(int count) {
        if (count > indices.length) {
            indices = new int[count];
            values = new double[count];
        }
    }

    /** Makes the active columns visible by column; call once when they are set. */
    void scatter() {
        if (dense.length > 0) {
            for (int i = 0; i < size; i++) {
                dense[indices[i]] = values[i];
            }
        }
    }

    /** Makes the row empty again, in time proportional to its active columns. */
    void clear() {
        if (dense.length > 0) {
            for (int i = 0; i < size; i++) {
                dense[indices[i]] = Double.NaN;
            }
        }
        size = 0;
    }
}
