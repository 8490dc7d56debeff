package dev.mlops.model.internal.onnx;

import org.jspecify.annotations.Nullable;

/** The columns of a vectoriser as parts of a graph, from which estimators are built. */
public interface Columns {

    /**
     * Weighted sums [N,k] of the columns. NaN where the model refuses the row.
     *
     * @param weights for each of k sums a weight a column
     * @param intercepts what is added to each sum
     */
    String sums(double[][] weights, double[] intercepts);

    /**
     * These columns, ascending, as they are [N,k]: 0 where one isn't active.
     *
     * @param columns at least one
     */
    String values(int[] columns);

    /** 0, or NaN where the model refuses the row [N,1]; null if it refuses none. */
    @Nullable
    String refusals();
}
