package dev.mlops.pipeline.internal;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalInt;

/** Puts each node of an acyclic graph in a layer after those of its inputs: longest path layering. */
final class Layering {
    private Layering() {}

    /**
     * The layer of each node, from 0. A node without inputs moves up to just before the first that reads it; one in
     * {@code last} comes after all others.
     */
    static int[] of(int nodes, List<int[]> edges, boolean[] last) {
        int[] layer = longestPaths(nodes, edges);
        for (int node = 0; node < nodes; node++) {
            layer[node] = pulled(node, layer, edges);
        }
        int end = 0;
        for (int node = 0; node < nodes; node++) {
            end = last[node] ? end : Math.max(end, layer[node] + 1);
        }
        for (int node = 0; node < nodes; node++) {
            layer[node] = last[node] ? end : layer[node];
        }
        return layer;
    }

    private static int pulled(int node, int[] layer, List<int[]> edges) {
        boolean isSource = edges.stream().noneMatch(edge -> edge[1] == node);
        OptionalInt reader = edges.stream()
                .filter(edge -> edge[0] == node)
                .mapToInt(edge -> layer[edge[1]])
                .min();
        return isSource && reader.isPresent() ? reader.getAsInt() - 1 : layer[node];
    }

    private static int[] longestPaths(int nodes, List<int[]> edges) {
        int[] layer = new int[nodes];
        int[] open = new int[nodes];
        edges.forEach(edge -> open[edge[1]]++);
        Deque<Integer> ready = new ArrayDeque<>();
        for (int node = 0; node < nodes; node++) {
            if (open[node] == 0) {
                ready.add(node);
            }
        }
        while (!ready.isEmpty()) {
            int node = ready.remove();
            for (int[] edge : edges) {
                if (edge[0] == node) {
                    layer[edge[1]] = Math.max(layer[edge[1]], layer[node] + 1);
                    if (--open[edge[1]] == 0) {
                        ready.add(edge[1]);
                    }
                }
            }
        }
        return layer;
    }
}
