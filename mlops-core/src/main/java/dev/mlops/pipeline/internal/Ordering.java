package dev.mlops.pipeline.internal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Orders the vertices within layers so that few edges cross: each layer in turn is sorted by the mean place of its
 * vertices' neighbours in the layer before, down and up again, neighbours that cross less the other way round change
 * places, and the best order seen is kept (the barycentre method of Sugiyama, Tagawa and Toda, 1981, with the
 * transposition of Gansner and others, 1993).
 */
final class Ordering {
    private static final int SWEEPS = 16;

    private final LayerGraph graph;
    private final int[] place;

    private Ordering(LayerGraph graph) {
        this.graph = graph;
        this.place = new int[graph.size()];
    }

    /** The vertices of each layer in order. */
    static List<List<Integer>> of(LayerGraph graph) {
        return new Ordering(graph).best();
    }

    private List<List<Integer>> best() {
        List<List<Integer>> layers = new ArrayList<>(byLayer());
        layers.forEach(this::number);
        List<List<Integer>> best = layers;
        long fewest = crossings();
        for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
            layers = swept(layers, sweep % 2 == 0);
            long crossings = crossings();
            if (crossings < fewest) {
                fewest = crossings;
                best = layers;
            }
        }
        return best;
    }

    private List<List<Integer>> byLayer() {
        Map<Integer, List<Integer>> layers = new TreeMap<>();
        for (int vertex = 0; vertex < graph.size(); vertex++) {
            layers.computeIfAbsent(graph.layer(vertex), l -> new ArrayList<>()).add(vertex);
        }
        return List.copyOf(layers.values());
    }

    private List<List<Integer>> swept(List<List<Integer>> layers, boolean down) {
        List<List<Integer>> swept = new ArrayList<>(layers);
        for (int i = 0; i < layers.size(); i++) {
            int layer = down ? i : layers.size() - 1 - i;
            Map<Integer, Double> means =
                    layers.get(layer).stream().collect(Collectors.toMap(v -> v, v -> mean(v, down)));
            List<Integer> sorted = new ArrayList<>(layers.get(layer));
            sorted.sort(Comparator.comparing(means::get));
            number(sorted);
            transpose(sorted);
            swept.set(layer, sorted);
        }
        return swept;
    }

    private void transpose(List<Integer> layer) {
        for (int i = 1; i < layer.size(); i++) {
            int left = layer.get(i - 1);
            int right = layer.get(i);
            if (gain(left, right) > 0) {
                Collections.swap(layer, i - 1, i);
                number(layer);
                i = Math.max(0, i - 2);
            }
        }
    }

    /** How many crossings less there are when two neighbours change places. */
    private int gain(int left, int right) {
        return gain(graph.before(left), graph.before(right)) + gain(graph.after(left), graph.after(right));
    }

    private int gain(List<Integer> ofLeft, List<Integer> ofRight) {
        int gain = 0;
        for (int a : ofLeft) {
            for (int b : ofRight) {
                gain += Integer.signum(place[a] - place[b]);
            }
        }
        return gain;
    }

    private double mean(int vertex, boolean down) {
        List<Integer> neighbours = down ? graph.before(vertex) : graph.after(vertex);
        return neighbours.stream().mapToInt(v -> place[v]).average().orElse(place[vertex]);
    }

    private void number(List<Integer> layer) {
        for (int i = 0; i < layer.size(); i++) {
            place[layer.get(i)] = i;
        }
    }

    private long crossings() {
        List<int[]> links = graph.links();
        long crossings = 0;
        for (int i = 0; i < links.size(); i++) {
            for (int j = i + 1; j < links.size(); j++) {
                crossings += crosses(links.get(i), links.get(j)) ? 1 : 0;
            }
        }
        return crossings;
    }

    private boolean crosses(int[] a, int[] b) {
        return graph.layer(a[0]) == graph.layer(b[0])
                && (long) (place[a[0]] - place[b[0]]) * (place[a[1]] - place[b[1]]) < 0;
    }
}
