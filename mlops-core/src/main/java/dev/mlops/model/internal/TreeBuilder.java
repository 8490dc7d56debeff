package dev.mlops.model.internal;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.mlops.InvalidException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.tribuo.common.tree.protos.LeafNodeProto;
import org.tribuo.common.tree.protos.SplitNodeProto;
import org.tribuo.common.tree.protos.TreeNodeProto;

/**
 * Lays out a Tribuo tree in arrays, breadth first. Trusts nothing: every node is visited at most once, so neither a
 * cycle nor a shared or missing child gets through.
 */
final class TreeBuilder {
    private final List<LeafNodeProto> leaves = new ArrayList<>();
    private final Tree tree;

    TreeBuilder(List<TreeNodeProto> nodes, int[] columnOf) throws InvalidProtocolBufferException {
        int[] columns = new int[nodes.size()];
        double[] thresholds = new double[nodes.size()];
        int[] next = new int[nodes.size()];
        boolean[] seen = new boolean[nodes.size()];
        ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(0));
        int placed = 1;
        for (int position = 0; !queue.isEmpty(); position++) {
            TreeNodeProto node = nodes.get(visit(queue.remove(), seen));
            if (node.getSerializedData().is(LeafNodeProto.class)) {
                columns[position] = -1;
                next[position] = leaves.size();
                leaves.add(node.getSerializedData().unpack(LeafNodeProto.class));
            } else {
                SplitNodeProto split = node.getSerializedData().unpack(SplitNodeProto.class);
                columns[position] = column(split.getSplitFeatureIdx(), columnOf);
                thresholds[position] = split.getSplitValue();
                next[position] = placed;
                placed += 2;
                queue.add(split.getLessThanOrEqualIdx());
                queue.add(split.getGreaterThanIdx());
            }
        }
        tree = new Tree(columns, thresholds, next);
    }

    /** The tree; its payload is an index into {@link #leaves}. */
    Tree tree() {
        return tree;
    }

    List<LeafNodeProto> leaves() {
        return leaves;
    }

    private static int visit(int node, boolean[] seen) {
        if (node < 0 || node >= seen.length || seen[node]) {
            throw new InvalidException(
                    "node %d of a tree of %d nodes is missing or has two parents".formatted(node, seen.length));
        }
        seen[node] = true;
        return node;
    }

    private static int column(int feature, int[] columnOf) {
        if (feature < 0 || feature >= columnOf.length) {
            throw new InvalidException("a tree splits on feature %d of %d".formatted(feature, columnOf.length));
        }
        return columnOf[feature];
    }
}
