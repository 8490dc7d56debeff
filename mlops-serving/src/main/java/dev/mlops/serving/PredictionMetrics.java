package dev.mlops.serving;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;

/**
 * Measures predictors into a Micrometer registry; needs {@code io.micrometer:micrometer-core}. All predictors and servers of
 * one registry share one.
 *
 * <pre>
 * PredictionMetrics metrics = PredictionMetrics.in(meterRegistry);
 * Predictor&lt;Trip&gt; predictor = Predictor.builder(registry, "trip-duration", Trip.class).metrics(metrics).build();
 * </pre>
 *
 * <p>The meters, all with the tag {@code model}:
 *
 * <ul>
 *   <li>{@code mlops.prediction.duration}: a timer with a histogram from 1 microsecond to 10 seconds, by {@code version} and
 *       {@code arm}; {@code mlops.prediction.errors}: rows that weren't answered, by these and {@code kind}: {@code invalid},
 *       {@code unavailable}, {@code timeout} or {@code failure};
 *   <li>{@code mlops.model.version}: the version that answers, by {@code arm}; {@code mlops.model.swaps}: how often another took
 *       over; {@code mlops.model.stale}: 1 while the store can't be asked, else 0;
 *   <li>{@code mlops.cache.gets} by {@code result} {@code hit} or {@code miss}, {@code mlops.cache.evictions} and
 *       {@code mlops.cache.size}, where a predictor has a cache;
 *   <li>{@code mlops.shadow.rows} by {@code result} {@code answered}, {@code failed} or {@code dropped}, and
 *       {@code mlops.shadow.queue}; 0 where there is no shadow.
 * </ul>
 *
 * <p>What several predictors of one model have is counted together. A predictor has meters of the 32 versions that its arms had
 * last; when it is closed, those that no other one needs are removed. Thread-safe.
 */
public final class PredictionMetrics {
    private final MeterRegistry meters;
    private final Map<String, ModelMeters> models = new ConcurrentHashMap<>();

    private PredictionMetrics(MeterRegistry meters) {
        this.meters = Objects.requireNonNull(meters, "meters");
    }

    /** Measures into a registry. */
    public static PredictionMetrics in(MeterRegistry meters) {
        return new PredictionMetrics(meters);
    }

    /** The registry that it measures into. */
    public MeterRegistry registry() {
        return meters;
    }

    Attached of(String model) {
        return new PredictorMeters(models.computeIfAbsent(model, name -> new ModelMeters(meters, name)));
    }

    /**
     * Measures a log, too: {@code mlops.prediction.log.records} by {@code result} {@code written}, {@code dropped} or
     * {@code lost}, and {@code mlops.prediction.log.queue}. Of several logs only the first is measured.
     */
    public void watch(PredictionLog log) {
        Gauge.builder("mlops.prediction.log.queue", log, each -> each.health().queued())
                .description("Predictions that wait to be logged")
                .register(meters);
        records(log, "written", PredictionLogHealth::written);
        records(log, "dropped", PredictionLogHealth::dropped);
        records(log, "lost", PredictionLogHealth::lost);
    }

    private void records(PredictionLog log, String result, ToLongFunction<PredictionLogHealth> count) {
        FunctionCounter.builder("mlops.prediction.log.records", log, each -> count.applyAsLong(each.health()))
                .description("Predictions that came to the log")
                .tag("result", result)
                .register(meters);
    }
}
