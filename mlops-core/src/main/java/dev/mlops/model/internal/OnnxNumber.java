package dev.mlops.model.internal;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.onnx.Columns;
import dev.mlops.model.internal.onnx.Graph;
import dev.mlops.model.internal.onnx.Tensors;
import java.util.ArrayList;
import java.util.List;

/**
 * Regression estimators as parts of a graph. An average becomes the sum of its members' parts, nested ones too: one
 * weighted sum for all linear models, one set of trees, and one set of boosted trees for each booster.
 */
final class OnnxNumber {
    private static final String EXPORTABLE =
            "linear models, decision trees, forests, boosted trees and weighted averages of these can be";

    private final Graph graph;
    private final Columns columns;
    private final List<Tree> trees = new ArrayList<>();
    private final List<Double> worth = new ArrayList<>();
    private final List<String> terms = new ArrayList<>();
    private double[] weights = new double[0];
    private double intercept;

    OnnxNumber(Graph graph, Columns columns) {
        this.graph = graph;
        this.columns = columns;
    }

    /**
     * The predictions [N,1], NaN where the model refuses the row.
     *
     * @throws InvalidException if the estimator is of another kind
     */
    String export(Kernel kernel) {
        add(kernel, 1);
        if (!trees.isEmpty()) {
            terms.add(worth(OnnxTrees.of(trees), worth));
        }
        if (weights.length > 0) {
            terms.add(columns.sums(new double[][] {weights}, new double[] {intercept}));
        } else {
            terms.add(graph.constant(Tensors.of(new double[] {intercept}, 1, 1)));
            String refusals = columns.refusals();
            if (refusals != null) {
                terms.add(refusals);
            }
        }
        return graph.sum(terms);
    }

    private void add(Kernel kernel, double share) {
        if (kernel instanceof AverageKernel average) {
            for (int member = 0; member < average.members().size(); member++) {
                add(average.members().get(member), share * average.share(member));
            }
        } else if (kernel instanceof LinearKernel linear) {
            add(linear, share);
        } else if (kernel instanceof TreeKernel tree) {
            trees.add(tree.tree());
            for (double value : tree.values()) {
                worth.add(share * value);
            }
        } else if (kernel instanceof BoostedKernel boosted) {
            add(boosted, share);
        } else {
            String found = kernel instanceof TribuoKernel tribuo ? tribuo.estimator() : kernel.toString();
            throw new InvalidException("estimator %s can't be exported to ONNX, %s".formatted(found, EXPORTABLE));
        }
    }

    private void add(LinearKernel linear, double share) {
        double[] sum = weights.length == 0 ? new double[linear.weights().length] : weights;
        for (int column = 0; column < sum.length; column++) {
            sum[column] += share * linear.weights()[column];
        }
        weights = sum;
        intercept += share * linear.intercept();
    }

    private void add(BoostedKernel boosted, double share) {
        intercept += share * boosted.base();
        if (boosted.roots().length > 0) {
            List<Double> leaves = new ArrayList<>();
            OnnxTrees found = OnnxTrees.of(boosted, leaves);
            terms.add(worth(found, leaves.stream().map(value -> share * value).toList()));
        }
    }

    private String worth(OnnxTrees found, List<Double> values) {
        double[] table = values.stream().mapToDouble(Double::doubleValue).toArray();
        String constant = graph.constant(Tensors.of(table, table.length));
        return graph.sum(graph.node("Gather", constant, found.leaves(graph, columns)), 1, true);
    }
}
