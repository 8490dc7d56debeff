package dev.mlops.serving.http;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Measures the requests of an API by method, pattern of the path, and status. What a client makes up goes under one name, so
 * that strangers make no meters.
 */
final class HttpMetrics implements AutoCloseable {
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");
    private static final String OTHER = "other";
    private static final Duration[] BUCKETS = Stream.of(
                    "0.0001", "0.00025", "0.0005", "0.001", "0.0025", "0.005", "0.01", "0.025", "0.05", "0.1", "0.25",
                    "0.5", "1", "2.5", "5", "10")
            .map(seconds -> Duration.parse("PT" + seconds + "S"))
            .toArray(Duration[]::new);

    private final MeterRegistry meters;
    private final AtomicInteger active = new AtomicInteger();
    private final Gauge gauge;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    private record Key(String method, String route, int status) {}

    HttpMetrics(MeterRegistry meters) {
        this.meters = meters;
        this.gauge = Gauge.builder("mlops.http.requests.active", active, AtomicInteger::get)
                .description("HTTP requests that are being answered")
                .strongReference(true)
                .register(meters);
    }

    /** A request has come; gives the time. */
    long begun() {
        active.incrementAndGet();
        return System.nanoTime();
    }

    /**
     * A request is answered.
     *
     * @param route the pattern of the route, such as {@code /api/models/{model}}; empty where there was none
     */
    void answered(long begun, String method, String route, int status) {
        active.decrementAndGet();
        String known = METHODS.contains(method) ? method : OTHER;
        timers.computeIfAbsent(new Key(known, route.isEmpty() ? OTHER : route, status), this::timer)
                .record(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Key key) {
        return Timer.builder("mlops.http.requests")
                .description("How long answers to HTTP requests took")
                .tags("method", key.method(), "route", key.route(), "status", Integer.toString(key.status()))
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
    }

    @Override
    public void close() {
        meters.remove(gauge);
        timers.values().forEach(meters::remove);
        timers.clear();
    }
}
