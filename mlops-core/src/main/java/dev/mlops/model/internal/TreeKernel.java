package dev.mlops.model.internal;

/** A regression tree: the value of the leaf that a row falls into. */
final class TreeKernel implements Kernel {
    private final Tree tree;
    private final double[] values;

    TreeKernel(Tree tree, double[] values) {
        this.tree = tree;
        this.values = values;
    }

    Tree tree() {
        return tree;
    }

    /** The value of each leaf. */
    double[] values() {
        return values;
    }

    @Override
    public double value(Row row) {
        return values[tree.leaf(row)];
    }
}
