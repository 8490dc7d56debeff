package dev.mlops.model.internal;

import dev.mlops.model.internal.onnx.Columns;
import dev.mlops.model.internal.onnx.Graph;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.tribuo.Model;
import org.tribuo.protos.core.ModelProto;
import org.tribuo.regression.Regressor;

/**
 * A regression estimator that answers for vectorised rows: compiled where we know its kind (linear models, CART,
 * forests, boosted trees, weighted averages of them), else Tribuo's model on an example. Immutable, thread-safe.
 */
public final class NumberEstimator {
    private final Kernel kernel;
    private final int columns;

    private NumberEstimator(Kernel kernel, int columns) {
        this.kernel = kernel;
        this.columns = columns;
    }

    /**
     * Compiles a model.
     *
     * @param columns the vectoriser's columns
     * @param tribuo gives Tribuo's model; only called where the kind isn't compiled
     * @throws dev.mlops.InvalidException if the model's content contradicts itself or the columns
     */
    public static NumberEstimator of(ModelProto model, List<String> columns, Supplier<Model<?>> tribuo) {
        Kernel kernel = new RegressionCompiler(columns)
                .compile(model)
                .orElseGet(() ->
                        new TribuoKernel(OutputTypes.require(tribuo.get(), Regressor.class), new Examples(columns)));
        return new NumberEstimator(kernel, columns.size());
    }

    /** The weights, where the estimator is a weighted sum; null where it isn't. */
    public @Nullable LinearKernel linear() {
        return kernel instanceof LinearKernel linear ? linear : null;
    }

    /** Whether no Tribuo example is built. */
    public boolean isCompiled() {
        return !(kernel instanceof TribuoKernel);
    }

    /** Adds the estimator to a graph, see {@link OnnxNumber}. */
    public String export(Graph graph, Columns columns) {
        return new OnnxNumber(graph, columns).export(kernel);
    }

    /** An empty row of the size that this estimator needs. */
    public Row newRow() {
        return new Row(columns, kernel.dense());
    }

    /** The prediction; the row is empty afterwards. */
    public double answer(Row row) {
        row.scatter();
        try {
            return kernel.value(row);
        } finally {
            row.clear();
        }
    }
}
