package dev.mlops.model.internal;

/**
 * Gradient-boosted trees as XGBoost evaluates them: values and thresholds are floats, a value less than the threshold
 * goes left, a column that isn't active goes where the split says, and leaves are summed as floats, in the order of the
 * trees, starting from the base score.
 *
 * <p>All trees lie in one array, three ints a node: column and default direction, threshold or leaf value as raw float
 * bits, first child (0 for a leaf). The children of a node lie side by side behind it, so a walk ends.
 */
final class BoostedKernel implements Kernel {
    /** Ints a node. */
    static final int STRIDE = 3;

    /** Set in a node's column where a missing value goes to the first child. */
    static final int MISSING_GOES_LEFT = 0x8000_0000;

    private final float base;
    private final int[] roots;
    private final int[] nodes;

    BoostedKernel(float base, int[] roots, int[] nodes) {
        this.base = base;
        this.roots = roots;
        this.nodes = nodes;
    }

    float base() {
        return base;
    }

    int[] roots() {
        return roots;
    }

    int[] nodes() {
        return nodes;
    }

    @Override
    public double value(Row row) {
        double[] dense = row.dense;
        float sum = base;
        for (int root : roots) {
            sum += leaf(dense, root);
        }
        return sum;
    }

    private float leaf(double[] dense, int root) {
        int node = root;
        int child = nodes[node + 2];
        while (child != 0) {
            int split = nodes[node];
            float value = (float) dense[split & ~MISSING_GOES_LEFT];
            boolean left = Float.isNaN(value) ? split < 0 : value < Float.intBitsToFloat(nodes[node + 1]);
            node = left ? child : child + STRIDE;
            child = nodes[node + 2];
        }
        return Float.intBitsToFloat(nodes[node + 1]);
    }
}
