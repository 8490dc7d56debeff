package dev.mlops.model;

import dev.mlops.model.internal.onnx.Graph;
import dev.mlops.model.internal.onnx.TensorType;
import dev.mlops.model.internal.onnx.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** {@link NumberReader} and {@link NumberValue} as parts of a graph. A value that they refuse is NaN. */
final class OnnxNumbers {
    /** Beyond this the difference of two numbers may not be finite. */
    private static final double HUGE = 1e300;

    private final Graph graph;
    private final OnnxInputs inputs;
    private final OnnxLevels levels;
    private final Map<Fit.Filling, FittedFill> fills = new HashMap<>();

    OnnxNumbers(Graph graph, OnnxInputs inputs, OnnxLevels levels, Fit fit) {
        this.graph = graph;
        this.inputs = inputs;
        this.levels = levels;
        List<Fit.Filling> plan = Fit.plan(fit.features());
        for (int i = 0; i < plan.size(); i++) {
            fills.put(plan.get(i), fit.fills().get(i));
        }
    }

    /** A number and what it has learnt. */
    record Fitting(NumberFeature feature, Fitted.Numeric fitted) {
        double factor() {
            return feature.scale() / fitted.deviation();
        }
    }

    /** The values [N,k] of k numbers, as they go into their columns. */
    String matrix(List<Fitting> numbers) {
        List<String> parts = new ArrayList<>();
        for (int from = 0, to; from < numbers.size(); from = to) {
            to = curve(numbers, from);
            parts.add(
                    to > from + 1
                            ? hats(numbers.subList(from, to))
                            : single(numbers.get(from).feature()));
        }
        return standardised(graph.concat(parts), numbers);
    }

    private String single(NumberFeature feature) {
        return feature.isFlag() ? flag(feature.source()) : value(feature.source());
    }

    private String standardised(String values, List<Fitting> numbers) {
        double[] means = numbers.stream().mapToDouble(n -> n.fitted().mean()).toArray();
        double[] factors = numbers.stream().mapToDouble(Fitting::factor).toArray();
        boolean centred = Arrays.stream(means).allMatch(mean -> mean == 0);
        boolean scaled = Arrays.stream(factors).allMatch(factor -> factor == 1);
        String moved = centred ? values : graph.node("Sub", values, row(means));
        return scaled ? moved : graph.node("Mul", moved, row(factors));
    }

    /** The values [N,1] of a number after its steps; NaN where it is bad and can't be filled. */
    String value(Source source) {
        String stepped = steps(inputs.number(source.column()), source.steps());
        return graph.node("Where", good(source, stepped), stepped, fill(source, x -> steps(x, source)));
    }

    private String flag(Source source) {
        String stepped = steps(inputs.number(source.column()), source.steps());
        return graph.cast(graph.node("Not", good(source, stepped)), TensorType.DOUBLE);
    }

    private String good(Source source, String stepped) {
        String raw = inputs.number(source.column());
        if (source.steps().isEmpty()) {
            double smallest = Math.max(source.min(), -Double.MAX_VALUE);
            double largest = Math.min(source.max(), Double.MAX_VALUE);
            return within(raw, smallest, largest);
        }
        String finite = graph.node("LessOrEqual", graph.node("Abs", stepped), graph.constant(Double.MAX_VALUE));
        return graph.node("And", within(raw, source.min(), source.max()), finite);
    }

    /** Whether numbers [N,1] lie in this range; NaN doesn't. */
    private String within(String raw, double min, double max) {
        return graph.node(
                "And",
                graph.node("GreaterOrEqual", raw, graph.constant(min)),
                graph.node("LessOrEqual", raw, graph.constant(max)));
    }

    private String steps(String raw, List<Transform> steps) {
        String x = raw;
        for (Transform step : steps) {
            String parameter = graph.constant(step.parameter());
            x = switch (step.kind()) {
                case LOG1P -> graph.node("Log", graph.node("Add", x, graph.constant(1.0)));
                case SQRT -> graph.node("Sqrt", x);
                case ABOVE -> graph.node("Max", graph.node("Sub", x, parameter), graph.constant(0.0));
                case AT_MOST -> graph.node("Min", x, parameter);
                case HAT -> hats(x, List.of(step));
            };
        }
        return x;
    }

    private static double steps(double raw, Source source) {
        double x = raw;
        for (Transform step : source.steps()) {
            x = step.apply(x);
        }
        return Double.isFinite(x) ? x : Double.NaN;
    }

    /** What stands in for a bad value [N,1], or [1,1] where that is one for all rows, once {@code steps} took it. */
    private String fill(Source source, DoubleUnaryOperator steps) {
        return Fit.Filling.of(source)
                .findFirst()
                .map(filling -> fill(filling.fill(), fills.get(filling), steps))
                .orElseGet(() -> graph.constant(Double.NaN));
    }

    private String fill(Fill fill, @Nullable FittedFill fitted, DoubleUnaryOperator steps) {
        if (fitted == null) {
            throw new IllegalStateException("a fill is used before it is fitted");
        }
        Fill next = fill.otherwise();
        if (next == null) {
            return graph.constant(steps.applyAsDouble(fitted.value()));
        }
        Slots slots = levels.slots(fill.columns().stream().map(inputs::part).toList(), fitted.levels());
        double[] values = new double[slots.size()];
        double[] known = new double[slots.size()];
        for (int group = 0; group < fitted.values().length; group++) {
            values[slots.of(group)] = steps.applyAsDouble(fitted.values()[group]);
            known[slots.of(group)] = 1;
        }
        String isKnown = graph.node("Greater", gather(known, slots), graph.constant(0.5));
        return graph.node("Where", isKnown, gather(values, slots), fill(next, fitted.otherwise(), steps));
    }

    private String gather(double[] table, Slots slots) {
        return graph.node("Gather", graph.constant(Tensors.of(table, table.length, 1)), slots.tensor());
    }

    /** Where the knots of the curve end that begins here: hats over the same number lie side by side. */
    private static int curve(List<Fitting> numbers, int from) {
        Source first = numbers.get(from).feature().source();
        int to = from;
        while (to < numbers.size() && isHat(numbers.get(to).feature(), first)) {
            to++;
        }
        return Math.max(to, from + 1);
    }

    private static boolean isHat(NumberFeature feature, Source first) {
        Source source = feature.source();
        return !feature.isFlag()
                && source.steps().size() == 1
                && source.steps().get(0).kind() == Transform.Kind.HAT
                && isSmall(source.steps().get(0))
                && source.column().equals(first.column())
                && source.min() == first.min()
                && source.max() == first.max()
                && Objects.equals(source.fill(), first.fill());
    }

    private static boolean isSmall(Transform hat) {
        return Math.abs(hat.left()) < HUGE && Math.abs(hat.right()) < HUGE;
    }

    /** The columns [N,k] of hats over one number, which is filled first and once: a hat has a value wherever the number has. */
    private String hats(List<Fitting> numbers) {
        Source source = numbers.get(0).feature().source();
        String raw = inputs.number(source.column());
        String good = within(raw, source.min(), source.max());
        String filled = graph.node("Where", good, raw, fill(source, x -> x));
        List<Transform> hats =
                numbers.stream().map(n -> n.feature().source().steps().get(0)).toList();
        return hats(filled, hats);
    }

    /** Hats [N,k] of numbers [N,1]: the smaller of the two slopes, where the slope of an end that has no neighbour is 1. */
    private String hats(String x, List<Transform> hats) {
        String bounded = graph.node("Max", graph.node("Min", x, graph.constant(HUGE)), graph.constant(-HUGE));
        String rising = slope(bounded, hats, Transform::left);
        String falling = slope(bounded, hats, Transform::right);
        String hat = graph.node("Max", graph.node("Min", rising, falling), graph.constant(0.0));
        return graph.node("Where", graph.node("IsNaN", x), graph.constant(Double.NaN), hat);
    }

    private String slope(String x, List<Transform> hats, ToDoubleFunction<Transform> neighbour) {
        double[] from = hats.stream().mapToDouble(neighbour).toArray();
        double[] run = new double[from.length];
        double[] factor = new double[from.length];
        double[] constant = new double[from.length];
        for (int i = 0; i < from.length; i++) {
            double distance = hats.get(i).parameter() - from[i];
            run[i] = distance == 0 ? 1 : distance;
            factor[i] = distance == 0 ? 0 : 1;
            constant[i] = distance == 0 ? 1 : 0;
        }
        String slope = graph.node("Div", graph.node("Sub", x, row(from)), row(run));
        boolean plain = Arrays.stream(constant).allMatch(c -> c == 0);
        return plain ? slope : graph.node("Add", graph.node("Mul", slope, row(factor)), row(constant));
    }

    private String row(double[] values) {
        return graph.constant(Tensors.of(values, 1, values.length));
    }
}
