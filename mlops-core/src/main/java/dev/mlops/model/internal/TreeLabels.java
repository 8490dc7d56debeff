package dev.mlops.model.internal;

/** A classification tree: the label and the scores of the leaf that a row falls into. */
final class TreeLabels implements LabelKernel {
    private final Tree tree;
    private final int[] labels;
    private final double[][] scores;

    TreeLabels(Tree tree, int[] labels, double[][] scores) {
        this.tree = tree;
        this.labels = labels;
        this.scores = scores;
    }

    Tree tree() {
        return tree;
    }

    /** The label of each leaf. */
    int[] labels() {
        return labels;
    }

    /** The scores of each leaf. */
    double[][] scores() {
        return scores;
    }

    @Override
    public int classify(Row row, double[] out) {
        int leaf = tree.leaf(row);
        System.arraycopy(scores[leaf], 0, out, 0, out.length);
        return labels[leaf];
    }
}
