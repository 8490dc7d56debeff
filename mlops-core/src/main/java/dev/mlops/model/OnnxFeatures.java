package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.onnx.Columns;
import dev.mlops.model.internal.onnx.Graph;
import dev.mlops.model.internal.onnx.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Fitted features as parts of a graph; what {@link RowEncoder} is for rows. */
final class OnnxFeatures implements Columns {
    private final Graph graph;
    private final OnnxInputs inputs;
    private final OnnxNumbers numbers;
    private final List<OnnxCategory> categories = new ArrayList<>();
    private final List<OnnxNumbers.Fitting> plain = new ArrayList<>();
    private final List<Integer> plainColumns = new ArrayList<>();
    private final int width;

    /**
     * Declares the inputs.
     *
     * @param inputWidth the second dimension of each; 0 for vectors
     * @throws InvalidException if a feature can't be exported, or there are none; the message names it
     */
    OnnxFeatures(Graph graph, Fit fit, ColumnLayout layout, int inputWidth) {
        if (fit.schema().fields().isEmpty()) {
            throw new InvalidException("the model reads no field: an ONNX graph of it would not know of how many rows");
        }
        this.graph = graph;
        this.width = layout.columns().size();
        this.inputs = new OnnxInputs(graph, fit.schema(), inputWidth);
        OnnxLevels levels = new OnnxLevels(graph);
        this.numbers = new OnnxNumbers(graph, inputs, levels, fit);
        OnnxKeys keys = new OnnxKeys(graph, inputs, numbers);
        for (int f = 0; f < fit.fitted().size(); f++) {
            Feature feature = fit.features().list().get(f);
            if (feature instanceof CategoryFeature category) {
                Fitted.Category fitted = (Fitted.Category) fit.fitted().get(f);
                categories.add(
                        OnnxCategory.of(graph, keys, levels, category, fitted, layout.starts()[f], layout.unseen()[f]));
            } else {
                plain.add(new OnnxNumbers.Fitting(
                        (NumberFeature) feature, (Fitted.Numeric) fit.fitted().get(f)));
                plainColumns.add(layout.starts()[f]);
            }
        }
    }

    @Override
    public String sums(double[][] weights, double[] intercepts) {
        List<String> terms = new ArrayList<>();
        if (!plain.isEmpty()) {
            terms.add(graph.node("MatMul", numbers.matrix(plain), constant(weights)));
        }
        for (List<OnnxCategory> group : groups(category -> category.times() == null && category.matters(weights))) {
            terms.add(gathered(group, weights));
        }
        for (List<OnnxCategory> group : groups(category -> category.times() != null && category.matters(weights))) {
            terms.add(multiplied(group, weights));
        }
        String intercept = graph.constant(Tensors.of(intercepts, 1, intercepts.length));
        terms.add(terms.isEmpty() ? graph.node("Expand", intercept, inputs.shape()) : intercept);
        return graph.sum(terms);
    }

    /** The categories that share their slots, so that one look-up answers for all of them. */
    private Collection<List<OnnxCategory>> groups(Predicate<OnnxCategory> which) {
        Map<String, List<OnnxCategory>> groups = new LinkedHashMap<>();
        for (OnnxCategory category : categories) {
            if (which.test(category)) {
                groups.computeIfAbsent(category.tensor(), tensor -> new ArrayList<>())
                        .add(category);
            }
        }
        return groups.values();
    }

    private String constant(double[][] weights) {
        double[] table = new double[plain.size() * weights.length];
        for (int number = 0; number < plain.size(); number++) {
            for (int sum = 0; sum < weights.length; sum++) {
                table[number * weights.length + sum] = weights[sum][plainColumns.get(number)];
            }
        }
        return graph.constant(Tensors.of(table, plain.size(), weights.length));
    }

    /** The weights of levels [N,sums]. */
    private String gathered(List<OnnxCategory> group, double[][] weights) {
        int slots = group.get(0).columns().length;
        double[] table = new double[slots * weights.length];
        for (OnnxCategory category : group) {
            for (int slot = 0; slot < slots; slot++) {
                for (int sum = 0; sum < weights.length; sum++) {
                    table[slot * weights.length + sum] += category.weight(slot, weights[sum]);
                }
            }
        }
        String constant = graph.constant(Tensors.of(table, slots, weights.length));
        return graph.node("Gather", constant, group.get(0).tensor());
    }

    /** The weights of levels times numbers [N,sums]. */
    private String multiplied(List<OnnxCategory> group, double[][] weights) {
        int slots = group.get(0).columns().length;
        int factors = group.size();
        double[] table = new double[slots * factors * weights.length];
        for (int slot = 0, place = 0; slot < slots; slot++) {
            for (OnnxCategory category : group) {
                for (double[] sum : weights) {
                    table[place++] = category.weight(slot, sum);
                }
            }
        }
        String constant = graph.constant(Tensors.of(table, slots, factors, weights.length));
        String gathered = graph.node("Gather", constant, group.get(0).tensor());
        String times = numbers.matrix(group.stream().map(OnnxCategory::factor).toList());
        String values = graph.reshape(times, -1, factors, 1);
        String products = graph.node("Mul", gathered, values);
        if (group.stream().anyMatch(OnnxCategory::refuses)) {
            // a factor of 0 asks for no level, so that none is refused
            String zero = graph.node("Equal", values, graph.constant(0.0));
            products = graph.node("Where", zero, graph.constant(0.0), products);
        }
        return graph.sum(products, 1, false);
    }

    @Override
    public String values(int[] columns) {
        Map<Integer, String> byStart = new TreeMap<>();
        for (int number = 0; number < plain.size(); number++) {
            if (Arrays.binarySearch(columns, plainColumns.get(number)) >= 0) {
                byStart.put(plainColumns.get(number), numbers.matrix(List.of(plain.get(number))));
            }
        }
        for (OnnxCategory category : categories) {
            int[] used = category.among(columns);
            if (used.length > 0) {
                byStart.put(used[0], values(category, used));
            }
        }
        return graph.concat(List.copyOf(byStart.values()));
    }

    private String values(OnnxCategory category, int[] used) {
        long[] places = new long[category.columns().length];
        for (int slot = 0; slot < places.length; slot++) {
            int place = Arrays.binarySearch(used, category.columns()[slot]);
            places[slot] = place >= 0 ? place : -1;
        }
        String place = graph.node("Gather", graph.constant(Tensors.of(places, places.length, 1)), category.tensor());
        String range =
                graph.constant(Tensors.of(LongStream.range(0, used.length).toArray(), 1, used.length));
        String active = graph.node("Equal", place, range);
        return graph.node("Where", active, value(category), graph.constant(0.0));
    }

    /** What an active column of a category holds [N,1]. */
    private String value(OnnxCategory category) {
        String scale = graph.constant(category.scale());
        return category.times() == null ? scale : graph.node("Mul", numbers.matrix(List.of(category.factor())), scale);
    }

    @Override
    public @Nullable String refusals() {
        List<String> refusals = new ArrayList<>();
        for (OnnxNumbers.Fitting number : plain) {
            if (!number.feature().isFlag()) {
                refusals.add(graph.node("Mul", numbers.matrix(List.of(number)), graph.constant(0.0)));
            }
        }
        for (OnnxCategory category : categories) {
            double[][] nothing = new double[1][width];
            if (category.times() != null
                    && (category.refuses() || !category.times().isFlag())) {
                refusals.add(multiplied(List.of(category), nothing));
            } else if (category.refuses()) {
                refusals.add(gathered(List.of(category), nothing));
            }
        }
        return refusals.isEmpty() ? null : graph.sum(refusals);
    }
}
