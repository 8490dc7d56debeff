package dev.mlops.serving.http;

import dev.mlops.serving.PredictionListener;
import dev.mlops.serving.PredictionMetrics;
import dev.mlops.serving.Predictor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What looks at the work of an API: listeners of its predictions, and metrics. Without metrics it needs no Micrometer. */
final class Observers implements AutoCloseable {
    private final List<PredictionListener<? super Map<String, ?>>> listeners;
    private final @Nullable PredictionMetrics metrics;
    private final @Nullable HttpMetrics http;

    Observers(List<PredictionListener<? super Map<String, ?>>> listeners, @Nullable PredictionMetrics metrics) {
        this.listeners = List.copyOf(listeners);
        this.metrics = metrics;
        this.http = metrics == null ? null : new HttpMetrics(metrics.registry());
    }

    /** Where what was measured is told. */
    List<Route> routes() {
        return metrics == null ? List.of() : MetricsEndpoint.routes(metrics.registry());
    }

    /** The predictor that these options make, looked at. */
    Predictor<Map<String, ?>> observed(Predictor.Builder<Map<String, ?>> options) {
        listeners.forEach(options::onPrediction);
        if (metrics != null) {
            options.metrics(metrics);
        }
        return options.build();
    }

    /** A request has come; gives what {@link #answered} needs. */
    long begun() {
        return http == null ? 0 : http.begun();
    }

    /**
     * A request is answered.
     *
     * @param route the pattern of the route; empty where there was none
     */
    void answered(long begun, String method, String route, int status) {
        if (http != null) {
            http.answered(begun, method, route, status);
        }
    }

    @Override
    public void close() {
        if (http != null) {
            http.close();
        }
    }
}
