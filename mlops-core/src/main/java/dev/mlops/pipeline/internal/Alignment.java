package dev.mlops.pipeline.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Places the vertices of ordered layers along their layers so that edges run straight. Each layer in turn goes as near
 * as it can, in weighted least squares, to where the neighbours of its vertices pull them; with the least distances
 * taken off, keeping the order is isotonic regression, which pooling adjacent violators solves exactly.
 */
final class Alignment {
    private static final int SWEEPS = 120;
    private static final double STRAIGHT = 3;

    private final LayerGraph graph;
    private final double nodeSize;
    private final double gap;
    private final double[] at;

    private Alignment(LayerGraph graph, double nodeSize, double gap) {
        this.graph = graph;
        this.nodeSize = nodeSize;
        this.gap = gap;
        this.at = new double[graph.size()];
    }

    /** The middle of each vertex, the least being half a node from 0. */
    static double[] of(LayerGraph graph, List<List<Integer>> layers, double nodeSize, double gap) {
        Alignment alignment = new Alignment(graph, nodeSize, gap);
        layers.forEach(layer -> alignment.place(layer, new double[layer.size()]));
        for (int sweep = 0; sweep < SWEEPS; sweep++) {
            for (int i = 0; i < layers.size(); i++) {
                List<Integer> layer = layers.get(sweep % 2 == 0 ? i : layers.size() - 1 - i);
                alignment.place(
                        layer, layer.stream().mapToDouble(alignment::pull).toArray());
            }
        }
        return alignment.fromZero();
    }

    private double pull(int vertex) {
        double sum = 0;
        double weights = 0;
        for (List<Integer> neighbours : List.of(graph.before(vertex), graph.after(vertex))) {
            for (int other : neighbours) {
                double weight = weight(vertex) * weight(other);
                sum += weight * at[other];
                weights += weight;
            }
        }
        return weights == 0 ? Arrays.stream(at).average().orElse(0) : sum / weights;
    }

    private double weight(int vertex) {
        return graph.isWaypoint(vertex) ? STRAIGHT : 1;
    }

    /** Moves a layer as near to {@code wanted} as order and distances allow. */
    private void place(List<Integer> layer, double[] wanted) {
        double[] offset = new double[layer.size()];
        for (int i = 1; i < offset.length; i++) {
            offset[i] = offset[i - 1] + half(layer.get(i - 1)) + half(layer.get(i)) + gap;
        }
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < offset.length; i++) {
            Block block = Block.of(wanted[i] - offset[i], weight(layer.get(i)));
            while (!blocks.isEmpty() && blocks.get(blocks.size() - 1).mean() >= block.mean()) {
                block = blocks.remove(blocks.size() - 1).with(block);
            }
            blocks.add(block);
        }
        int i = 0;
        for (Block block : blocks) {
            for (int k = 0; k < block.count(); k++, i++) {
                at[layer.get(i)] = block.mean() + offset[i];
            }
        }
    }

    private double half(int vertex) {
        return graph.isWaypoint(vertex) ? 0 : nodeSize / 2;
    }

    private double[] fromZero() {
        double least = Double.POSITIVE_INFINITY;
        for (int vertex = 0; vertex < at.length; vertex++) {
            least = Math.min(least, at[vertex] - half(vertex));
        }
        double[] shifted = new double[at.length];
        for (int vertex = 0; vertex < at.length; vertex++) {
            shifted[vertex] = at[vertex] - least;
        }
        return shifted;
    }

    /** Neighbours that stand together, at the weighted mean of where they want to be. */
    private record Block(double sum, double weight, int count) {
        static Block of(double wanted, double weight) {
            return new Block(wanted * weight, weight, 1);
        }

        double mean() {
            return sum / weight;
        }

        Block with(Block next) {
            return new Block(sum + next.sum, weight + next.weight, count + next.count);
        }
    }
}
