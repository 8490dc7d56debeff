package dev.mlops.pipeline.internal;

import java.util.ArrayList;
import java.util.List;

/**
 * A layered graph whose every link joins neighbouring layers: an edge over several layers runs through one waypoint in
 * each of those between. Vertices are the nodes, then the waypoints.
 */
final class LayerGraph {
    private final int nodes;
    private final List<Integer> layers = new ArrayList<>();
    private final List<int[]> links = new ArrayList<>();
    private final List<List<Integer>> routes = new ArrayList<>();
    private final List<List<Integer>> before = new ArrayList<>();
    private final List<List<Integer>> after = new ArrayList<>();

    LayerGraph(int[] layerOfNode, List<int[]> edges) {
        nodes = layerOfNode.length;
        for (int layer : layerOfNode) {
            add(layer);
        }
        edges.forEach(edge -> routes.add(route(edge[0], edge[1])));
    }

    private int add(int layer) {
        layers.add(layer);
        before.add(new ArrayList<>());
        after.add(new ArrayList<>());
        return layers.size() - 1;
    }

    private List<Integer> route(int from, int to) {
        List<Integer> route = new ArrayList<>(List.of(from));
        for (int layer = layer(from) + 1; layer < layer(to); layer++) {
            route.add(add(layer));
        }
        route.add(to);
        for (int i = 1; i < route.size(); i++) {
            links.add(new int[] {route.get(i - 1), route.get(i)});
            after.get(route.get(i - 1)).add(route.get(i));
            before.get(route.get(i)).add(route.get(i - 1));
        }
        return List.copyOf(route);
    }

    int size() {
        return layers.size();
    }

    int layer(int vertex) {
        return layers.get(vertex);
    }

    boolean isWaypoint(int vertex) {
        return vertex >= nodes;
    }

    /** Pairs of vertices in neighbouring layers. */
    List<int[]> links() {
        return links;
    }

    /** The vertices of the edge of this number, from its first node to its second. */
    List<Integer> route(int edge) {
        return routes.get(edge);
    }

    List<Integer> before(int vertex) {
        return before.get(vertex);
    }

    List<Integer> after(int vertex) {
        return after.get(vertex);
    }
}
