package dev.mlops.pipeline.internal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A graph laid out in layers, from left to right or, where that is too wide, from top to bottom. All lengths are pixels.
 *
 * @param nodes in the order given
 * @param edges as SVG paths, in the order given
 */
public record Drawing(int width, int height, List<Node> nodes, List<Edge> edges) {
    /** The width of a node. */
    public static final int NODE_WIDTH = 192;

    /** The height of a node. */
    public static final int NODE_HEIGHT = 48;

    private static final int WIDEST = 1120;
    private static final int MARGIN = 8;
    private static final int LAYER_GAP = 56;
    private static final int NODE_GAP = 18;

    /** The top left corner of a node. */
    public record Node(int x, int y) {}

    /** The path of an edge, and whether it carries a value. */
    public record Edge(String path, boolean data) {}

    /** An edge between two nodes, by their numbers. */
    public record Link(int from, int to, boolean data) {}

    /** Draws an acyclic graph; nodes in {@code last} stand after all others. */
    public static Drawing of(boolean[] last, List<Link> links) {
        List<int[]> edges =
                links.stream().map(link -> new int[] {link.from(), link.to()}).toList();
        LayerGraph graph = new LayerGraph(Layering.of(last.length, edges, last), edges);
        List<List<Integer>> layers = Ordering.of(graph);
        Drawing across = new Pen(graph, layers, last.length, true).draw(links);
        Drawing down = new Pen(graph, layers, last.length, false).draw(links);
        return across.width() <= Math.max(WIDEST, down.width()) ? across : down;
    }

    /** Turns places along and across layers into x and y. */
    private static final class Pen {
        private final LayerGraph graph;
        private final int nodes;
        private final boolean across;
        private final int depth;
        private final double[] at;
        private final int layers;

        Pen(LayerGraph graph, List<List<Integer>> layers, int nodes, boolean across) {
            this.graph = graph;
            this.nodes = nodes;
            this.across = across;
            this.depth = across ? NODE_WIDTH : NODE_HEIGHT;
            this.at = Alignment.of(graph, layers, across ? NODE_HEIGHT : NODE_WIDTH, NODE_GAP);
            this.layers = layers.size();
        }

        Drawing draw(List<Link> links) {
            double breadth = 0;
            List<Node> placed = new ArrayList<>();
            for (int vertex = 0; vertex < at.length; vertex++) {
                double half = vertex < nodes ? (across ? NODE_HEIGHT : NODE_WIDTH) / 2.0 : 0;
                breadth = Math.max(breadth, at[vertex] + half);
                if (vertex < nodes) {
                    placed.add(node(start(vertex), at[vertex] + MARGIN - half));
                }
            }
            List<Edge> edges = new ArrayList<>();
            for (int i = 0; i < links.size(); i++) {
                edges.add(new Edge(path(graph.route(i)), links.get(i).data()));
            }
            int length = layers * (depth + LAYER_GAP) - LAYER_GAP + 2 * MARGIN;
            int width = (int) Math.ceil(breadth) + 2 * MARGIN;
            return new Drawing(across ? length : width, across ? width : length, placed, edges);
        }

        private Node node(double along, double beside) {
            return new Node((int) Math.round(across ? along : beside), (int) Math.round(across ? beside : along));
        }

        private double start(int vertex) {
            return MARGIN + graph.layer(vertex) * (double) (depth + LAYER_GAP);
        }

        private String path(List<Integer> route) {
            StringBuilder path = new StringBuilder();
            double along = start(route.get(0)) + depth;
            double beside = port(route.get(0), route.get(1), graph.after(route.get(0)));
            path.append('M').append(point(along, beside));
            for (int i = 1; i < route.size(); i++) {
                int vertex = route.get(i);
                boolean isEnd = i == route.size() - 1;
                double nextAlong = start(vertex) - (isEnd ? 5 : 0);
                double nextBeside = isEnd ? port(vertex, route.get(i - 1), graph.before(vertex)) : at[vertex] + MARGIN;
                double middle = (along + nextAlong) / 2;
                path.append(" C").append(point(middle, beside)).append(' ').append(point(middle, nextBeside));
                path.append(' ').append(point(nextAlong, nextBeside));
                along = start(vertex) + depth;
                beside = nextBeside;
                if (!isEnd) {
                    path.append(" L").append(point(along, beside));
                }
            }
            return path.toString();
        }

        /** Where on its side a node is left for or reached from another: spread in the order of those. */
        private double port(int node, int other, List<Integer> others) {
            List<Integer> sorted = others.stream()
                    .distinct()
                    .sorted(Comparator.comparingDouble(v -> at[v]))
                    .toList();
            double room = (across ? NODE_HEIGHT : NODE_WIDTH) * 0.7;
            double step = Math.min(10, room / sorted.size());
            return at[node] + MARGIN + (sorted.indexOf(other) - (sorted.size() - 1) / 2.0) * step;
        }

        private String point(double along, double beside) {
            double x = across ? along : beside;
            double y = across ? beside : along;
            return String.format(Locale.ROOT, "%.1f,%.1f", x, y);
        }
    }
}
