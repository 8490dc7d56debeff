package dev.mlops.model.internal;

/**
 * A decision tree in arrays. Node 0 is the root; the two children of a split lie side by side behind it, so a walk only
 * goes forward and ends.
 */
final class Tree {
    private final int[] columns;
    private final double[] thresholds;
    private final int[] next;

    /**
     * Shares the arrays.
     *
     * @param columns the column that a node splits on, -1 for a leaf
     * @param thresholds values up to it go to the first child, greater ones to the second
     * @param next the first child of a split; the payload's index of a leaf
     */
    Tree(int[] columns, double[] thresholds, int[] next) {
        this.columns = columns;
        this.thresholds = thresholds;
        this.next = next;
    }

    int size() {
        return columns.length;
    }

    /** The column that a node splits on, -1 for a leaf. */
    int column(int node) {
        return columns[node];
    }

    double threshold(int node) {
        return thresholds[node];
    }

    /** The first child of a split; the payload's index of a leaf. */
    int next(int node) {
        return next[node];
    }

    /** The payload's index of the leaf that the row falls into; a column that isn't active counts as 0. */
    int leaf(Row row) {
        double[] dense = row.dense;
        int node = 0;
        int column = columns[0];
        while (column >= 0) {
            double value = dense[column];
            boolean right = value > thresholds[node] || (Double.isNaN(value) && 0.0 > thresholds[node]);
            node = right ? next[node] + 1 : next[node];
            column = columns[node];
        }
        return next[node];
    }
}
