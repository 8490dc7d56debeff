package dev.mlops.serving.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code GET /metrics} in the formats of Prometheus, where the host's registry is one of Prometheus, or has one in it. */
final class MetricsEndpoint {
    private static final String REGISTRY = "io.micrometer.prometheusmetrics.PrometheusMeterRegistry";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private static final String OPEN_METRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private final PrometheusMeterRegistry meters;

    private MetricsEndpoint(PrometheusMeterRegistry meters) {
        this.meters = meters;
    }

    /** The routes for what a registry has measured; none where it can't be told, or the jar for it is absent. */
    static List<Route> routes(MeterRegistry meters) {
        return isPresent()
                ? prometheus(meters)
                        .map(found -> new MetricsEndpoint(found).routes())
                        .orElse(List.of())
                : List.of();
    }

    private static boolean isPresent() {
        try {
            Class.forName(REGISTRY, false, MetricsEndpoint.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Optional<PrometheusMeterRegistry> prometheus(MeterRegistry meters) {
        Stream<MeterRegistry> all = meters instanceof CompositeMeterRegistry composite
                ? composite.getRegistries().stream()
                : Stream.of(meters);
        return all.filter(PrometheusMeterRegistry.class::isInstance)
                .map(PrometheusMeterRegistry.class::cast)
                .findFirst();
    }

    private List<Route> routes() {
        return List.of(Route.of("GET", "/metrics", Role.ADMIN, ErrorFormat.PLAIN, (request, path) -> scrape(request))
                .described(RouteDoc.of("What was measured, in the formats of Prometheus")
                        .answers(200, "text/plain", Schemas.TEXT)
                        .answers(200, "application/openmetrics-text", Schemas.TEXT)));
    }

    /** Prometheus asks for OpenMetrics first and takes the other; a person's browser gets plain text. */
    private ApiResponse scrape(ApiRequest request) {
        boolean open = request.header("Accept").orElse("").contains("application/openmetrics-text");
        String type = open ? OPEN_METRICS : TEXT;
        return ApiResponse.of(200, type, meters.scrape(type).getBytes(StandardCharsets.UTF_8))
                .with("Vary", "Accept");
    }
}
