package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PredictionMetricsTest {
    private static final Model MODEL = Rides.model(3);

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final PredictionMetrics metrics = PredictionMetrics.in(meters);

    @BeforeEach
    void register() {
        next();
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    /** Makes a further version the champion. */
    private void next() {
        registry.alias(registry.register("rides", MODEL), "champion");
    }

    private Predictor.Builder<Ride> measured() {
        return Predictor.builder(registry, "rides", Ride.class)
                .refresh(Duration.ofDays(1))
                .metrics(metrics);
    }

    private long answered(String version) {
        return meters.get("mlops.prediction.duration")
                .tags("model", "rides", "version", version, "arm", "champion")
                .timer()
                .count();
    }

    private double errors(String kind) {
        return meters.get("mlops.prediction.errors")
                .tags("model", "rides", "arm", "champion", "kind", kind)
                .counter()
                .count();
    }

    private double gauge(String name) {
        return meters.get(name).tag("model", "rides").gauge().value();
    }

    private double counter(String name, String... tags) {
        return meters.get(name)
                .tag("model", "rides")
                .tags(tags)
                .functionCounter()
                .count();
    }

    private List<String> versions() {
        return meters.find("mlops.prediction.duration").timers().stream()
                .map(timer -> String.valueOf(timer.getId().getTag("version")))
                .sorted()
                .toList();
    }

    @Test
    void answers_are_timed_by_model_version_and_arm() {
        try (Predictor<Ride> predictor = measured().build()) {
            predictor.predict(RIDE);
            predictor.answerAll(List.of(RIDE, RIDE));
            next();
            predictor.refresh();
            predictor.predict(RIDE, "key");

            assertThat(answered("1")).isEqualTo(3);
            assertThat(answered("2")).isEqualTo(1);
            assertThat(meters.get("mlops.prediction.duration")
                            .timer()
                            .totalTime(java.util.concurrent.TimeUnit.NANOSECONDS))
                    .isPositive();
            assertThat(gauge("mlops.model.version")).isEqualTo(2);
            assertThat(gauge("mlops.model.stale")).isZero();
            assertThat(counter("mlops.model.swaps", "arm", "champion")).isEqualTo(1);
        }
    }

    @Test
    void the_version_is_told_before_the_first_prediction() {
        try (Predictor<Ride> predictor = measured().build()) {
            assertThat(gauge("mlops.model.version"))
                    .isEqualTo(predictor.health().get(0).version());
        }
    }

    @Test
    void a_bad_row_is_an_error_of_the_kind_invalid_and_no_answer() {
        try (Predictor<Map<String, ?>> predictor =
                Predictor.builder(registry, "rides").metrics(metrics).build()) {
            assertThatThrownBy(() -> predictor.predict(Map.of("from", 3, "miles", "far")))
                    .isInstanceOf(InvalidException.class);
        }
        try (Predictor<Map<String, ?>> predictor =
                Predictor.builder(registry, "rides").metrics(metrics).build()) {
            predictor.predict(Map.of("from", 3, "miles", 5));
            assertThat(errors("invalid")).as("of a predictor that is closed").isZero();
            assertThatThrownBy(() -> predictor.predict(Map.of("from", 3, "miles", "far")))
                    .isInstanceOf(InvalidException.class);
            assertThat(errors("invalid")).isEqualTo(1);
            assertThat(errors("failure")).isZero();
            assertThat(answered("1")).isEqualTo(1);
        }
    }

    @Test
    void errors_are_told_apart_by_what_can_be_done_about_them() {
        assertThat(Stream.of(
                                new InvalidException("x"),
                                new StorageUnavailableException("x", new java.io.IOException()),
                                new RejectedExecutionException(),
                                new dev.failsafe.TimeoutExceededException(
                                        dev.failsafe.Timeout.of(Duration.ofSeconds(1))),
                                new IllegalStateException())
                        .map(error -> ErrorKind.of(error).tag()))
                .containsExactly("invalid", "unavailable", "unavailable", "timeout", "failure");
    }

    @Test
    void a_cache_is_measured_where_there_is_one() {
        try (Predictor<Ride> plain = measured().build()) {
            plain.predict(RIDE);
            assertThat(meters.find("mlops.cache.gets").meters()).isEmpty();
            try (Predictor<Ride> predictor = measured().cache(100).build()) {
                predictor.predict(RIDE);
                predictor.predict(RIDE);
                predictor.predict(RIDE);
                assertThat(counter("mlops.cache.gets", "result", "hit")).isEqualTo(2);
                assertThat(counter("mlops.cache.gets", "result", "miss")).isEqualTo(1);
                assertThat(counter("mlops.cache.evictions")).isZero();
                assertThat(gauge("mlops.cache.size")).isEqualTo(1);
            }
            assertThat(meters.find("mlops.cache.gets").meters()).isEmpty();
        }
    }

    @Test
    void a_shadow_is_measured_and_one_that_is_not_there_has_done_nothing() throws InterruptedException {
        try (Predictor<Ride> plain = measured().build()) {
            plain.predict(RIDE);
            assertThat(counter("mlops.shadow.rows", "result", "answered")).isZero();
        }
        registry.alias(registry.register("rides", MODEL), "candidate");
        java.util.concurrent.CountDownLatch heard = new java.util.concurrent.CountDownLatch(2);
        try (Predictor<Ride> predictor = measured()
                .shadow("candidate", (row, answer, shadow) -> heard.countDown())
                .build()) {
            predictor.predict(RIDE);
            predictor.predict(RIDE);
            heard.await();
            assertThat(counter("mlops.shadow.rows", "result", "answered")).isEqualTo(2);
            assertThat(counter("mlops.shadow.rows", "result", "failed")).isZero();
            assertThat(counter("mlops.shadow.rows", "result", "dropped")).isZero();
            assertThat(gauge("mlops.shadow.queue")).isZero();
        }
    }

    @Test
    void meters_of_versions_that_are_gone_for_long_are_removed() {
        try (Predictor<Ride> predictor = measured().build()) {
            for (int version = 2; version <= PredictorMeters.VERSIONS + 2; version++) {
                predictor.predict(RIDE);
                next();
                predictor.refresh();
            }
            predictor.predict(RIDE);
            assertThat(versions())
                    .hasSize(PredictorMeters.VERSIONS)
                    .doesNotContain("1", "2")
                    .contains("3", "34");
            assertThat(meters.find("mlops.prediction.errors").counters())
                    .hasSize(PredictorMeters.VERSIONS * ErrorKind.values().length);
        }
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void predictors_of_one_model_share_meters_and_one_that_is_closed_leaves_them_to_the_other() {
        try (Predictor<Ride> predictor = measured().build()) {
            predictor.predict(RIDE);
            Predictor<Ride> other = measured().build();
            other.predict(RIDE);
            assertThat(answered("1")).isEqualTo(2);
            other.close();
            predictor.predict(RIDE);
            assertThat(answered("1")).isEqualTo(3);
            assertThat(gauge("mlops.model.version")).isEqualTo(1);
        }
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void a_prediction_log_is_measured(@TempDir Path folder) {
        try (PredictionLog log = PredictionLog.in(folder);
                Predictor<Ride> predictor = measured().onPrediction(log).build()) {
            metrics.watch(log);
            predictor.predict(RIDE);
            log.flush();
            assertThat(meters.get("mlops.prediction.log.records")
                            .tag("result", "written")
                            .functionCounter()
                            .count())
                    .isEqualTo(1);
            assertThat(meters.get("mlops.prediction.log.queue").gauge().value()).isZero();
        }
    }

    @Test
    void prometheus_has_base_units_totals_and_a_histogram() {
        PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Predictor<Ride> predictor = Predictor.builder(registry, "rides", Ride.class)
                .cache(10)
                .metrics(PredictionMetrics.in(prometheus))
                .build()) {
            predictor.predict(RIDE);
            String text = prometheus.scrape();
            assertThat(text.lines())
                    .contains(
                            "# TYPE mlops_prediction_duration_seconds histogram",
                            "mlops_prediction_duration_seconds_bucket{arm=\"champion\",model=\"rides\",version=\"1\",le=\"+Inf\"} 1",
                            "mlops_prediction_duration_seconds_count{arm=\"champion\",model=\"rides\",version=\"1\"} 1",
                            "mlops_prediction_errors_total{arm=\"champion\",kind=\"invalid\",model=\"rides\",version=\"1\"} 0.0",
                            "mlops_cache_gets_total{model=\"rides\",result=\"miss\"} 1.0",
                            "mlops_model_swaps_total{arm=\"champion\",model=\"rides\"} 0.0",
                            "mlops_model_version{arm=\"champion\",model=\"rides\"} 1.0");
            assertThat(prometheus.getMeters()).extracting(Meter::getId).allSatisfy(id -> assertThat(id.getDescription())
                    .isNotEmpty());
        }
    }
}
