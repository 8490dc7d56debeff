package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.LoggedPrediction;
import dev.mlops.serving.PredictionLog;
import dev.mlops.serving.PredictionMetrics;
import dev.mlops.serving.Rides;
import dev.mlops.storage.Workspace;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an API tells of its work: metrics, and predictions to listeners. */
final class MeteredApiTest {
    private static final String RIDE = "{\"from\":3,\"miles\":5}";

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    @BeforeEach
    void register() {
        registry.alias(registry.register("rides", Rides.model(3)), "champion");
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private ModelApi api(MeterRegistry meters) {
        return ModelApi.builder(registry)
                .token("prometheus", Role.ADMIN, Client.TOKEN)
                .metrics(PredictionMetrics.in(meters))
                .build();
    }

    @Test
    void requests_are_measured_by_the_pattern_of_their_path_and_what_strangers_make_up_under_one_name() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (ModelApi api = api(meters)) {
            Client client = new Client(api);
            client.post("/predict", RIDE);
            client.post("/api/models/rides/predict", RIDE);
            client.post("/api/models/nothing/predict", RIDE);
            client.post("/predict", "{");
            for (int i = 0; i < 100; i++) {
                client.get("/made/up/" + i);
                client.ask("MADE" + i, "/up", Map.of(), new byte[0]);
            }
            assertThat(meters.find("mlops.http.requests").timers())
                    .extracting(timer -> timer.getId().getTag("method") + " "
                            + timer.getId().getTag("route") + " "
                            + timer.getId().getTag("status") + " " + timer.count())
                    .containsExactlyInAnyOrder(
                            "POST /predict 200 1",
                            "POST /predict 400 1",
                            "POST /api/models/{model}/predict 200 1",
                            "POST /api/models/{model}/predict 404 1",
                            "GET other 404 100",
                            "other other 404 100");
            assertThat(meters.get("mlops.http.requests.active").gauge().value()).isZero();
            assertThat(meters.get("mlops.prediction.duration").timer().count()).isEqualTo(2);
        }
        assertThat(meters.getMeters()).as("when the API is closed").isEmpty();
    }

    @Test
    void a_request_that_is_being_answered_is_active() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        double[] active = new double[1];
        try (ModelApi api = ModelApi.builder(registry)
                .metrics(PredictionMetrics.in(meters))
                .onPrediction((row, prediction, took) -> active[0] =
                        meters.get("mlops.http.requests.active").gauge().value())
                .build()) {
            new Client(api).post("/predict", RIDE);
        }
        assertThat(active[0]).isEqualTo(1);
    }

    @Test
    void prometheus_gets_text_and_open_metrics_that_keep_to_the_format() {
        try (ModelApi api = api(prometheus)) {
            Client client = new Client(api);
            client.post("/predict", RIDE);
            client.post("/predict", "{");

            Client.Answer plain = client.get("/metrics");
            assertThat(plain.status()).isEqualTo(200);
            assertThat(plain.response().headers())
                    .containsEntry("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                    .containsEntry("Vary", "Accept");
            assertThat(Exposition.check(plain.text(), false))
                    .contains(
                            "mlops_http_requests_seconds_count{method=\"POST\",route=\"/predict\",status=\"200\"}",
                            "mlops_http_requests_active",
                            "mlops_prediction_errors_total{arm=\"champion\",kind=\"invalid\",model=\"rides\",version=\"1\"}");

            Client.Answer open = client.get(
                    "/metrics",
                    Map.of(
                            "Accept",
                            "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.1"));
            assertThat(open.response().headers())
                    .containsEntry("Content-Type", "application/openmetrics-text; version=1.0.0; charset=utf-8");
            assertThat(Exposition.check(open.text(), true))
                    .contains("mlops_http_requests_seconds_count{method=\"POST\",route=\"/predict\",status=\"200\"}");
        }
    }

    @Test
    void prometheus_is_found_in_a_composite_registry_and_without_it_there_are_no_metrics_to_get() {
        CompositeMeterRegistry composite = new CompositeMeterRegistry();
        composite.add(new SimpleMeterRegistry());
        try (ModelApi api = api(composite)) {
            assertThat(new Client(api).get("/metrics").status()).isEqualTo(404);
        }
        composite.add(prometheus);
        try (ModelApi api = api(composite)) {
            assertThat(new Client(api).get("/metrics").status()).isEqualTo(200);
        }
    }

    @Test
    void predictions_over_http_come_to_a_log(@TempDir Path folder) {
        try (PredictionLog log = PredictionLog.in(folder);
                ModelApi api = ModelApi.builder(registry).onPrediction(log).build()) {
            String id =
                    new Client(api).post("/predict", RIDE).response().headers().get("Prediction-Id");
            log.flush();
            try (Stream<LoggedPrediction> all = PredictionLog.read(folder)) {
                List<LoggedPrediction> read = all.toList();
                assertThat(read).hasSize(1);
                assertThat(read.get(0).id()).isEqualTo(id);
                assertThat(read.get(0).inputs()).containsEntry("from", 3).containsEntry("miles", 5);
            }
        }
    }
}
