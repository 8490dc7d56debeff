package dev.mlops.serving.http;

import static dev.mlops.serving.http.Servers.RIDE;
import static dev.mlops.serving.http.Servers.ask;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class AccessLogTest {
    private final Servers servers = new Servers();
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    private JsonNode next() throws InterruptedException, IOException {
        String line = lines.poll(30, TimeUnit.SECONDS);
        assertThat(line).isNotNull().doesNotContain("\n", "\r");
        return new JsonMapper().readTree(line);
    }

    @AfterEach
    void close() {
        servers.close();
    }

    @Test
    void each_answer_is_a_line_of_json() throws Exception {
        try (ModelServer server = servers.server().accessLog(lines::add).start()) {
            String id = ask(server, "POST", "predict", RIDE)
                    .headers()
                    .firstValue("Prediction-Id")
                    .orElseThrow();
            JsonNode line = next();
            assertThat(Instant.parse(line.path("time").textValue()))
                    .isBefore(Instant.now().plusSeconds(1));
            assertThat(line.path("remote").textValue()).isEqualTo("127.0.0.1");
            assertThat(line.path("method").textValue()).isEqualTo("POST");
            assertThat(line.path("path").textValue()).isEqualTo("/predict");
            assertThat(line.path("status").intValue()).isEqualTo(200);
            assertThat(line.path("request_bytes").intValue()).isEqualTo(RIDE.length());
            assertThat(line.path("response_bytes").intValue()).isPositive();
            assertThat(line.path("millis").doubleValue()).isPositive();
            assertThat(line.path("prediction_id").textValue()).isEqualTo(id);
            assertThat(line.has("bearer")).isFalse();
        }
    }

    @Test
    void a_line_tells_who_asked_and_never_the_token() throws Exception {
        try (ModelServer server = servers.server()
                        .accessLog(lines::add)
                        .token("app", Role.PREDICT, Client.TOKEN)
                        .start();
                RawClient client = new RawClient(server.uri())) {
            client.send("GET /v2 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " + Client.TOKEN + "\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
            JsonNode line = next();
            assertThat(line.path("bearer").textValue()).isEqualTo("app");
            assertThat(line.toString()).doesNotContain(Client.TOKEN);
        }
    }

    @Test
    void what_strangers_write_stays_in_its_place() throws Exception {
        try (ModelServer server = servers.server().accessLog(lines::add).start();
                RawClient client = new RawClient(server.uri())) {
            client.send("GET /a%0a%22,%22status%22:200/" + "b".repeat(5_000) + " HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 400");
            JsonNode line = next();
            assertThat(line.path("status").intValue()).isEqualTo(400);
            assertThat(line.path("path").textValue())
                    .startsWith("/a%0a%22")
                    .hasSize(503)
                    .endsWith("...");
        }
    }

    @Test
    void a_log_that_fails_changes_no_answer() throws Exception {
        try (ModelServer server = servers.server()
                .accessLog(line -> {
                    throw new IllegalStateException("disk full");
                })
                .start()) {
            assertThat(ask(server, "POST", "predict", RIDE).statusCode()).isEqualTo(200);
            assertThat(ask(server, "POST", "predict", RIDE).statusCode()).isEqualTo(200);
        }
    }
}
