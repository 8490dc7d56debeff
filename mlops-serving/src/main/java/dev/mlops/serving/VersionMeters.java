package dev.mlops.serving;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The meters of one version of a model under one arm: how long its answers took, and its errors by kind. */
final class VersionMeters {
    private static final Duration[] BUCKETS = Stream.of(
                    "0.000001",
                    "0.0000025",
                    "0.000005",
                    "0.00001",
                    "0.000025",
                    "0.00005",
                    "0.0001",
                    "0.00025",
                    "0.0005",
                    "0.001",
                    "0.0025",
                    "0.005",
                    "0.01",
                    "0.025",
                    "0.05",
                    "0.1",
                    "0.25",
                    "0.5",
                    "1",
                    "2.5",
                    "5",
                    "10")
            .map(seconds -> Duration.parse("PT" + seconds + "S"))
            .toArray(Duration[]::new);

    private final String arm;
    private final int version;
    private final Timer duration;
    private final Map<ErrorKind, Counter> errors = new EnumMap<>(ErrorKind.class);

    VersionMeters(MeterRegistry meters, String model, String arm, int version) {
        this.arm = arm;
        this.version = version;
        Tags tags = Tags.of("model", model, "version", Integer.toString(version), "arm", arm);
        this.duration = Timer.builder("mlops.prediction.duration")
                .description("How long predictions took that were answered")
                .tags(tags)
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        for (ErrorKind kind : ErrorKind.values()) {
            errors.put(
                    kind,
                    Counter.builder("mlops.prediction.errors")
                            .description("Rows that weren't answered")
                            .tags(tags.and("kind", kind.tag()))
                            .register(meters));
        }
    }

    String arm() {
        return arm;
    }

    int version() {
        return version;
    }

    void answered(Duration took) {
        duration.record(took.toNanos(), TimeUnit.NANOSECONDS);
    }

    void failed(ErrorKind kind) {
        Objects.requireNonNull(errors.get(kind)).increment();
    }

    void removeFrom(MeterRegistry meters) {
        meters.remove(duration);
        errors.values().forEach(meters::remove);
    }
}
