package dev.mlops.model.internal;

import dev.mlops.model.internal.onnx.Columns;
import dev.mlops.model.internal.onnx.Graph;
import java.util.List;
import java.util.function.Supplier;
import org.tribuo.Model;
import org.tribuo.classification.Label;
import org.tribuo.protos.core.ModelProto;

/**
 * A classifier that answers for vectorised rows: compiled where we know its kind (linear models, trees, votes of them),
 * else Tribuo's model on an example. Immutable, thread-safe.
 */
public final class LabelEstimator {
    private final LabelKernel kernel;
    private final List<String> labels;
    private final int columns;

    private LabelEstimator(LabelKernel kernel, List<String> labels, int columns) {
        this.kernel = kernel;
        this.labels = labels;
        this.columns = columns;
    }

    /**
     * Compiles a model.
     *
     * @param columns the vectoriser's columns
     * @param labels the signature's labels, in any order
     * @param tribuo gives Tribuo's model; only called where the kind isn't compiled
     * @throws dev.mlops.InvalidException if the model's content contradicts itself, the columns or the labels
     */
    public static LabelEstimator of(
            ModelProto model, List<String> columns, List<String> labels, Supplier<Model<?>> tribuo) {
        List<String> byId = LabelIds.of(model, labels);
        LabelKernel kernel = new LabelCompiler(columns, byId)
                .compile(model)
                .orElseGet(() ->
                        new TribuoLabels(OutputTypes.require(tribuo.get(), Label.class), new Examples(columns), byId));
        return new LabelEstimator(kernel, byId, columns.size());
    }

    /** The labels in the estimator's own order, which is that of the scores. */
    public List<String> labels() {
        return labels;
    }

    /** The weighted sums, one a label in the order of {@link #labels}, that scores are made of; empty where they aren't. */
    public List<LinearKernel> linear() {
        return kernel instanceof LinearLabels linear ? linear.labels() : List.of();
    }

    /** Whether no Tribuo example is built. */
    public boolean isCompiled() {
        return !(kernel instanceof TribuoLabels);
    }

    /** Adds the estimator to a graph, see {@link OnnxLabel}. */
    public OnnxLabel.Answer export(Graph graph, Columns columns) {
        return new OnnxLabel(graph, columns, labels.size()).export(kernel);
    }

    /** An empty row of the size that this estimator needs. */
    public Row newRow() {
        return new Row(columns, kernel.dense());
    }

    /** Sets the score of each label and returns the place of the label answered; the row is empty afterwards. */
    public int answer(Row row, double[] scores) {
        row.scatter();
        try {
            return kernel.classify(row, scores);
        } finally {
            row.clear();
        }
    }
}
