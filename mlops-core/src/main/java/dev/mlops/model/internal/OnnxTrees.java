package dev.mlops.model.internal;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.onnx.Attributes;
import dev.mlops.model.internal.onnx.Columns;
import dev.mlops.model.internal.onnx.Graph;
import dev.mlops.model.internal.onnx.TensorType;
import dev.mlops.model.internal.onnx.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Trees as one operator of a graph, which finds the leaf that a row falls into in each of them: a tree's leaves are
 * numbered, and the number is what the operator predicts for it. It computes in floats, which hold the numbers exactly;
 * what a leaf is worth is looked up in doubles.
 */
final class OnnxTrees {
    /** Numbers up to here are exact as floats. */
    private static final int MAX_LEAVES = 1 << 24;

    private final List<Node> nodes = new ArrayList<>();
    private final List<Integer> leaves = new ArrayList<>();
    private final String below;

    /** One node of a tree; a leaf has column -1 and its number as first child. */
    private record Node(int tree, int id, int column, double threshold, int first, int second, boolean missingFirst) {
        boolean isLeaf() {
            return column < 0;
        }
    }

    private OnnxTrees(String below) {
        this.below = below;
    }

    /** Trees whose values up to the threshold go to the first child. */
    static OnnxTrees of(List<Tree> trees) {
        OnnxTrees result = new OnnxTrees("BRANCH_LEQ");
        for (Tree tree : trees) {
            int number = result.leaves.size();
            int leaves = 0;
            for (int id = 0; id < tree.size(); id++) {
                int next = tree.next(id);
                result.nodes.add(new Node(
                        number, id, tree.column(id), tree.threshold(id), next, next + 1, 0 <= tree.threshold(id)));
                leaves += tree.column(id) < 0 ? 1 : 0;
            }
            result.leaves.add(leaves);
        }
        return result;
    }

    /** Boosted trees, whose values below the threshold go to the first child; adds what leaves are worth to {@code worth}. */
    static OnnxTrees of(BoostedKernel boosted, List<Double> worth) {
        OnnxTrees result = new OnnxTrees("BRANCH_LT");
        int[] roots = boosted.roots();
        for (int tree = 0; tree < roots.length; tree++) {
            int end = tree + 1 < roots.length ? roots[tree + 1] : boosted.nodes().length;
            result.add(boosted.nodes(), tree, roots[tree], end, worth);
        }
        return result;
    }

    private void add(int[] raw, int tree, int root, int end, List<Double> worth) {
        int found = 0;
        for (int at = root; at < end; at += BoostedKernel.STRIDE) {
            int id = (at - root) / BoostedKernel.STRIDE;
            float value = Float.intBitsToFloat(raw[at + 1]);
            if (raw[at + 2] == 0) {
                worth.add((double) value);
                nodes.add(new Node(tree, id, -1, 0, found++, 0, false));
            } else {
                int first = (raw[at + 2] - root) / BoostedKernel.STRIDE;
                int column = raw[at] & ~BoostedKernel.MISSING_GOES_LEFT;
                nodes.add(new Node(tree, id, column, value, first, first + 1, raw[at] < 0));
            }
        }
        leaves.add(found);
    }

    /**
     * The number of the leaf in each tree [N,trees], counted through all trees.
     *
     * @throws InvalidException if a tree has too many leaves
     */
    String leaves(Graph graph, Columns columns) {
        int most = leaves.stream().mapToInt(count -> count).max().orElse(0);
        if (most > MAX_LEAVES) {
            throw new InvalidException(
                    "a tree of %d leaves can't be exported to ONNX, it may have %d".formatted(most, MAX_LEAVES));
        }
        long[] offsets = new long[leaves.size()];
        for (int tree = 1; tree < offsets.length; tree++) {
            offsets[tree] = offsets[tree - 1] + leaves.get(tree - 1);
        }
        int[] used = nodes.stream()
                .filter(node -> !node.isLeaf())
                .mapToInt(Node::column)
                .collect(TreeSet<Integer>::new, TreeSet::add, TreeSet::addAll)
                .stream()
                .mapToInt(Integer::intValue)
                .toArray();
        // trees of one leaf alone read no column, but the operator wants some
        String values = columns.values(used.length == 0 ? new int[] {0} : used);
        boolean floats = below.equals("BRANCH_LT");
        String input = floats ? graph.cast(present(graph, values), TensorType.FLOAT) : values;
        String found = graph.node("TreeEnsembleRegressor", attributes(used, floats), input);
        String numbers = graph.cast(found, TensorType.INT64);
        return graph.node("Add", numbers, graph.constant(Tensors.of(offsets, 1, offsets.length)));
    }

    /** Columns that aren't active are missing. */
    private static String present(Graph graph, String values) {
        String absent = graph.node("Equal", values, graph.constant(0.0));
        return graph.node("Where", absent, graph.constant(Double.NaN), values);
    }

    private Attributes attributes(int[] used, boolean floats) {
        Node[] all = nodes.toArray(new Node[0]);
        Node[] ends = nodes.stream().filter(Node::isLeaf).toArray(Node[]::new);
        double[] thresholds = Stream.of(all).mapToDouble(Node::threshold).toArray();
        double[] numbers = Stream.of(ends).mapToDouble(Node::first).toArray();
        Attributes attributes = new Attributes()
                .with("n_targets", leaves.size())
                .with("nodes_treeids", longs(all, Node::tree))
                .with("nodes_nodeids", longs(all, Node::id))
                .with("nodes_featureids", longs(all, n -> n.isLeaf() ? 0 : Arrays.binarySearch(used, n.column())))
                .with("nodes_modes", Stream.of(all).map(n -> n.isLeaf() ? "LEAF" : below))
                .with("nodes_truenodeids", longs(all, n -> n.isLeaf() ? 0 : n.first()))
                .with("nodes_falsenodeids", longs(all, n -> n.isLeaf() ? 0 : n.second()))
                .with("nodes_missing_value_tracks_true", longs(all, n -> n.missingFirst() ? 1 : 0))
                .with("target_treeids", longs(ends, Node::tree))
                .with("target_nodeids", longs(ends, Node::id))
                .with("target_ids", longs(ends, Node::tree));
        return floats
                ? attributes.with("nodes_values", floats(thresholds)).with("target_weights", floats(numbers))
                : attributes
                        .with("nodes_values_as_tensor", Tensors.of(thresholds, thresholds.length))
                        .with("target_weights_as_tensor", Tensors.of(numbers, numbers.length));
    }

    private static long[] longs(Node[] nodes, ToLongFunction<Node> property) {
        return Stream.of(nodes).mapToLong(property).toArray();
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        IntStream.range(0, values.length).forEach(i -> floats[i] = (float) values[i]);
        return floats;
    }
}
