package dev.mlops.model.internal;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.onnx.Attributes;
import dev.mlops.model.internal.onnx.Columns;
import dev.mlops.model.internal.onnx.Graph;
import dev.mlops.model.internal.onnx.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.tribuo.math.util.ExpNormalizer;
import org.tribuo.math.util.SigmoidNormalizer;

/** Classifiers as parts of a graph. */
public final class OnnxLabel {
    private static final String EXPORTABLE = "linear models, decision trees and votes of these can be";

    private final Graph graph;
    private final Columns columns;
    private final int labels;

    OnnxLabel(Graph graph, Columns columns, int labels) {
        this.graph = graph;
        this.columns = columns;
        this.labels = labels;
    }

    /**
     * What a classifier answers.
     *
     * @param label the place [N] of the label answered among the estimator's
     * @param scores the scores [N,labels] in the estimator's order
     */
    public record Answer(String label, String scores) {}

    /**
     * The answers; scores are NaN where the model refuses the row.
     *
     * @throws InvalidException if the estimator is of another kind
     */
    Answer export(LabelKernel kernel) {
        Answer answer = answer(kernel);
        String refusals = kernel instanceof LinearLabels ? null : columns.refusals();
        return refusals == null ? answer : new Answer(answer.label, graph.node("Add", answer.scores, refusals));
    }

    private Answer answer(LabelKernel kernel) {
        if (kernel instanceof LinearLabels linear) {
            return highest(linear(linear));
        }
        if (kernel instanceof TreeLabels tree) {
            String leaf = graph.reshape(OnnxTrees.of(List.of(tree.tree())).leaves(graph, columns), -1);
            long[] answers = new long[tree.labels().length];
            Arrays.setAll(answers, i -> tree.labels()[i]);
            String label = graph.node("Gather", graph.constant(Tensors.of(answers, answers.length)), leaf);
            return new Answer(label, graph.node("Gather", table(List.of(tree.scores())), leaf));
        }
        if (kernel instanceof VoteLabels vote) {
            return highest(votes(vote));
        }
        String found = kernel instanceof TribuoLabels tribuo ? tribuo.estimator() : kernel.toString();
        throw new InvalidException("estimator %s can't be exported to ONNX, %s".formatted(found, EXPORTABLE));
    }

    private Answer highest(String scores) {
        Attributes first = new Attributes().with("axis", 1).with("keepdims", 0);
        return new Answer(graph.node("ArgMax", first, scores), scores);
    }

    private String linear(LinearLabels linear) {
        double[][] weights = linear.labels().stream().map(LinearKernel::weights).toArray(double[][]::new);
        double[] intercepts =
                linear.labels().stream().mapToDouble(LinearKernel::intercept).toArray();
        String sums = columns.sums(weights, intercepts);
        if (linear.normalizer() instanceof ExpNormalizer) {
            return graph.node("Softmax", new Attributes().with("axis", 1), sums);
        }
        return linear.normalizer() instanceof SigmoidNormalizer ? graph.node("Sigmoid", sums) : sums;
    }

    /** Each label's share of the votes [N,labels]: trees vote together, other members each by itself. */
    private String votes(VoteLabels vote) {
        List<Tree> trees = new ArrayList<>();
        List<double[]> leaves = new ArrayList<>();
        List<String> terms = new ArrayList<>();
        double sum = 0;
        for (int member = 0; member < vote.members().size(); member++) {
            sum += vote.weight(member);
        }
        for (int member = 0; member < vote.members().size(); member++) {
            double share = vote.weight(member) / sum;
            if (vote.members().get(member) instanceof TreeLabels tree) {
                trees.add(tree.tree());
                for (int label : tree.labels()) {
                    leaves.add(vote(label, share));
                }
            } else {
                terms.add(vote(answer(vote.members().get(member)), share));
            }
        }
        if (!trees.isEmpty()) {
            String leaf = OnnxTrees.of(trees).leaves(graph, columns);
            terms.add(graph.sum(graph.node("Gather", table(leaves), leaf), 1, false));
        }
        return graph.sum(terms);
    }

    private String vote(Answer answer, double share) {
        List<double[]> votes = new ArrayList<>();
        for (int label = 0; label < labels; label++) {
            votes.add(vote(label, share));
        }
        return graph.node("Gather", table(votes), answer.label);
    }

    private double[] vote(int label, double share) {
        double[] votes = new double[labels];
        votes[label] = share;
        return votes;
    }

    private String table(List<double[]> rows) {
        double[] table = rows.stream().flatMapToDouble(Arrays::stream).toArray();
        return graph.constant(Tensors.of(table, rows.size(), labels));
    }
}
