package dev.mlops.model.internal;

import dev.mlops.InvalidException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Collects the trees of a booster in {@link BoostedKernel}'s layout, each breadth first. A node is visited at most once,
 * so neither a cycle nor a child outside the tree gets through; deleted nodes are left behind.
 */
final class BoosterNodes {
    private static final int NODE_BYTES = 20;
    private static final int LEFT = 4;
    private static final int RIGHT = 8;
    private static final int SPLIT = 12;
    private static final int VALUE = 16;

    private final int[] columnOf;
    private int[] nodes = new int[1024];
    private int size;

    BoosterNodes(int[] columnOf) {
        this.columnOf = columnOf;
    }

    /** Appends a tree and returns where its root is. */
    int append(ByteBuffer tree) {
        int root = size;
        BitSet seen = new BitSet();
        ArrayDeque<Integer> queue = new ArrayDeque<>(List.of(0));
        reserve();
        for (int position = root; !queue.isEmpty(); position += BoostedKernel.STRIDE) {
            int node = visit(queue.remove(), tree, seen) * NODE_BYTES;
            nodes[position + 1] = tree.getInt(node + VALUE);
            if (tree.getInt(node + LEFT) != -1) {
                int split = tree.getInt(node + SPLIT);
                nodes[position] =
                        column(split & ~BoostedKernel.MISSING_GOES_LEFT) | (split & BoostedKernel.MISSING_GOES_LEFT);
                nodes[position + 2] = size;
                reserve();
                reserve();
                queue.add(tree.getInt(node + LEFT));
                queue.add(tree.getInt(node + RIGHT));
            }
        }
        return root;
    }

    int[] toArray() {
        return Arrays.copyOf(nodes, size);
    }

    private void reserve() {
        size += BoostedKernel.STRIDE;
        if (size > nodes.length) {
            nodes = Arrays.copyOf(nodes, Math.multiplyExact(nodes.length, 2));
        }
    }

    private static int visit(int node, ByteBuffer tree, BitSet seen) {
        int count = tree.limit() / NODE_BYTES;
        if (node < 0 || node >= count || seen.get(node)) {
            throw new InvalidException(
                    "node %d of a boosted tree of %d nodes is missing or has two parents".formatted(node, count));
        }
        seen.set(node);
        return node;
    }

    private int column(int feature) {
        if (feature >= columnOf.length) {
            throw new InvalidException("a boosted tree splits on feature %d of %d".formatted(feature, columnOf.length));
        }
        return columnOf[feature];
    }
}
