package dev.mlops.serving.http;

import static dev.mlops.serving.http.RideServer.RIDE;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mlops.serving.Await;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AccessLogTest {
    private static final String TOKEN = "predict-token-0001";
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final RideServer rides = new RideServer(options -> options.accessLog(lines::add)
            .token("web-shop", Role.PREDICT, TOKEN)
            .route("GET", "/hello", request -> ApiResponse.html("hello")));

    @AfterEach
    void close() {
        rides.close();
    }

    private JsonNode line() {
        Await.until(() -> !lines.isEmpty());
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).doesNotContain("\n", "\r", TOKEN);
        return Client.parsed(lines.get(0));
    }

    @Test
    void an_answer_is_a_line_of_json() throws IOException, InterruptedException {
        HttpResponse<String> response = rides.ask("POST", "/predict", RIDE, "Authorization", "Bearer " + TOKEN);

        JsonNode line = line();
        assertThat(Instant.parse(line.path("time").asText())).isBeforeOrEqualTo(Instant.now());
        assertThat(line.path("remote").asText()).isEqualTo("127.0.0.1");
        assertThat(line.path("bearer").asText()).isEqualTo("web-shop");
        assertThat(line.path("method").asText()).isEqualTo("POST");
        assertThat(line.path("path").asText()).isEqualTo("/predict");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("request_bytes").asInt()).isEqualTo(RIDE.length());
        assertThat(line.path("response_bytes").asInt())
                .isEqualTo(response.body().length());
        assertThat(line.path("millis").asDouble()).isBetween(0.0, 30_000.0);
        assertThat(line.path("prediction_id").asText())
                .isEqualTo(response.headers().firstValue("Prediction-Id").orElseThrow());
    }

    @Test
    void a_refusal_is_a_line_without_a_name() throws IOException, InterruptedException {
        rides.ask("POST", "/predict", RIDE, "Authorization", "Bearer " + TOKEN + "x");

        assertThat(line().path("status").asInt()).isEqualTo(401);
        assertThat(line().has("bearer")).isFalse();
        assertThat(line().has("prediction_id")).isFalse();
    }

    @Test
    void what_a_client_wrote_can_not_break_out_of_its_line() throws IOException {
        try (Wire wire = rides.wire()) {
            wire.head("GET /a\",\"status\":200,%0d%0a%00{}", "X-Forwarded-For: 1.2.3.4")
                    .rest();
        }
        try (Wire wire = rides.wire()) {
            wire.head("GET /b%0d%0a%00%22%7B%7D" + "c".repeat(5_000)).answer();
        }
        Await.until(() -> lines.stream().anyMatch(line -> line.contains("/b%0d")));
        assertThat(lines).allSatisfy(line -> {
            assertThat(line).doesNotContain("\n", "\r", "\0").hasSizeLessThan(1_000);
            assertThat(Client.parsed(line).path("remote").asText()).isEqualTo("127.0.0.1");
            assertThat(Client.parsed(line).path("status").asInt()).isBetween(400, 499);
        });
    }

    @Test
    void a_query_is_not_told_since_secrets_are_sent_in_it() throws IOException, InterruptedException {
        rides.ask("GET", "/hello?password=hunter2", "");
        assertThat(line().path("path").asText()).isEqualTo("/hello");
    }

    @Test
    void a_connection_that_breaks_before_the_answer_is_a_line_without_a_status() throws IOException {
        try (Wire wire = rides.wire()) {
            wire.head(
                    "POST /predict",
                    "Authorization: Bearer " + TOKEN,
                    "Content-Type: application/json",
                    "Content-Length: 20");
            Await.until(() -> rides.server.requests() == 1);
            wire.reset();
        }
        assertThat(line().path("status").asInt(400)).isEqualTo(400);
        assertThat(line().path("bearer").asText()).isEqualTo("web-shop");
    }
}
