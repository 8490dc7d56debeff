package dev.mlops.registry;

import dev.mlops.InvalidException;
import dev.mlops.evaluation.Evaluation;
import dev.mlops.model.Model;
import dev.mlops.pipeline.Pipeline;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A pipeline that trains a model, and what of its result that model is.
 *
 * <pre>
 * TrainingPipeline.of(pipeline).model(TripResult::model).metrics(result -&gt; Map.of("rmse", result.rmse()));
 * </pre>
 *
 * @param <R> the type of the pipeline's result
 */
public final class TrainingPipeline<R> {
    private final Pipeline<R> pipeline;
    private final @Nullable Function<? super R, Model> model;
    private final @Nullable Function<? super R, ? extends Map<String, Double>> metrics;

    private TrainingPipeline(
            Pipeline<R> pipeline,
            @Nullable Function<? super R, Model> model,
            @Nullable Function<? super R, ? extends Map<String, Double>> metrics) {
        this.pipeline = pipeline;
        this.model = model;
        this.metrics = metrics;
    }

    /**
     * A pipeline whose result is the model, or only one of whose steps gives one. Where its result is an {@link Evaluation},
     * that has the metrics.
     */
    public static <R> TrainingPipeline<R> of(Pipeline<R> pipeline) {
        return new TrainingPipeline<>(Objects.requireNonNull(pipeline, "pipeline"), null, null);
    }

    /** The same, where this of the result is the model. */
    public TrainingPipeline<R> model(Function<? super R, Model> part) {
        return new TrainingPipeline<>(pipeline, Objects.requireNonNull(part, "part"), metrics);
    }

    /** The same, where this of the result are the metrics, by the keys that runs have them under. */
    public TrainingPipeline<R> metrics(Function<? super R, ? extends Map<String, Double>> part) {
        return new TrainingPipeline<>(pipeline, model, Objects.requireNonNull(part, "part"));
    }

    /** The pipeline. */
    public Pipeline<R> pipeline() {
        return pipeline;
    }

    /** The model of a run; {@code given} are those that its steps gave. */
    Model modelOf(R result, Collection<Model> given) {
        if (model != null) {
            return Objects.requireNonNull(model.apply(result), () -> this + " has null as the model of its result");
        }
        if (result instanceof Model whole) {
            return whole;
        }
        if (given.size() == 1) {
            return given.iterator().next();
        }
        throw new InvalidException(this + " gives a " + result.getClass().getSimpleName() + ", and its steps gave "
                + given.size() + " models, expected one: TrainingPipeline.model says which of the result it is");
    }

    SortedMap<String, Double> metricsOf(R result) {
        if (metrics != null) {
            return new TreeMap<>(metrics.apply(result));
        }
        return result instanceof Evaluation evaluation ? evaluation.metrics() : new TreeMap<>();
    }

    /** {@code pipeline 'name'}. */
    @Override
    public String toString() {
        return "pipeline '" + pipeline.name() + "'";
    }
}
