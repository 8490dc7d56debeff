package dev.mlops.serving.http;

import static dev.mlops.serving.http.Servers.POST;
import static dev.mlops.serving.http.Servers.RIDE;
import static dev.mlops.serving.http.Servers.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.serving.Rides;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ModelServerTest {
    private final Servers servers = new Servers();

    @AfterEach
    void close() {
        servers.close();
    }

    /** An answer that waits until the test lets it go. */
    private static final class Slow implements Function<ApiRequest, ApiResponse> {
        private final CountDownLatch begun = new CountDownLatch(1);
        private final CountDownLatch free = new CountDownLatch(1);

        @Override
        public ApiResponse apply(ApiRequest request) {
            begun.countDown();
            try {
                assertThat(free.await(30, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return ApiResponse.html("done");
        }

        void awaitBegun() throws InterruptedException {
            assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_server_listens_on_the_loopback_address_and_a_free_port_unless_it_is_told_otherwise() throws Exception {
        try (ModelServer server = servers.server().start()) {
            assertThat(server.uri().toString()).matches("http://127\\.0\\.0\\.1:[1-9][0-9]+/");
            HttpResponse<String> response = ask(server, "POST", "predict", RIDE);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).matches("\\{\"minutes\":2[0-9.]+,\"model_version\":\"1\"}");
            assertThat(response.headers().firstValue("Prediction-Id").orElseThrow())
                    .matches("[0-9a-f]{32}");
        }
    }

    @Test
    void an_alias_that_moves_in_the_registry_is_followed() throws Exception {
        try (ModelServer server = servers.server().start()) {
            ask(server, "POST", "predict", RIDE);
            servers.registry.alias(servers.registry.register("rides", Rides.model(5)), "champion");
            String body;
            do {
                body = ask(server, "POST", "predict", RIDE).body();
            } while (body.contains("\"model_version\":\"1\""));
            assertThat(body).contains("\"model_version\":\"2\"");
        }
    }

    @Test
    void pages_of_the_host_stand_beside_the_api() throws Exception {
        try (ModelServer server = servers.server()
                .route("GET", "/", request -> ApiResponse.html("hello " + request.query()))
                .start()) {
            HttpResponse<String> page = ask(server, "GET", "?a=b%20c", "");
            assertThat(page.body()).isEqualTo("hello a=b%20c");
            assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
            HttpResponse<String> head = ask(server, "HEAD", "", "");
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(ask(server, "DELETE", "", "").headers().firstValue("Allow"))
                    .hasValue("GET, HEAD, OPTIONS");
        }
        assertThatThrownBy(() -> servers.server()
                        .route("POST", "/predict", request -> ApiResponse.html(""))
                        .start())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("route POST /predict is there already");
    }

    @Test
    void a_path_is_one_thing_however_it_is_escaped() throws Exception {
        try (ModelServer server = servers.server().start()) {
            assertThat(ask(server, "POST", "%70redict", RIDE).statusCode()).isEqualTo(200);
            assertThat(ask(server, "POST", "api/models/rid%65s/predict", RIDE).statusCode())
                    .isEqualTo(200);
            assertThat(ask(server, "POST", "api%2Fmodels/rides/predict", RIDE).statusCode())
                    .isEqualTo(404);
            try (RawClient client = new RawClient(server.uri())) { // as clients of proxies send it
                client.send("GET http://elsewhere/v2/health/live HTTP/1.1\r\nHost: elsewhere\r\n\r\n");
                assertThat(client.head()).startsWith("HTTP/1.1 200");
            }
        }
    }

    @Test
    void requests_of_a_connection_are_answered_in_turn() throws IOException {
        try (ModelServer server = servers.server().start();
                RawClient client = new RawClient(server.uri())) {
            String request = POST + "Content-Length: " + RIDE.length() + "\r\n\r\n" + RIDE;
            String last = "GET /v2/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            assertThat(client.send(request + request + last).rest().split("HTTP/1.1 200 OK", -1))
                    .hasSize(4);
        }
    }

    @Test
    void a_server_that_is_closed_ends_what_it_has_begun_and_takes_no_more() throws Exception {
        Slow slow = new Slow();
        ModelServer server = servers.server()
                .token("tests", Role.ADMIN, Client.TOKEN)
                .route("POST", "/slow", Role.PREDICT, slow)
                .start();
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(Servers.request(server.uri(), "POST", "slow", RIDE), BodyHandlers.ofString());
        slow.awaitBegun();
        try (RawClient open = new RawClient(server.uri())) {
            open.send("GET /v2/health/live HTTP/1.1\r\nHost: x\r\n\r\n");
            String live = open.head();
            assertThat(live).startsWith("HTTP/1.1 200");
            readBody(open, live);
            CompletableFuture<Void> closed = CompletableFuture.runAsync(server::close);
            String head;
            do { // until it knows that it is being closed
                open.send("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n");
                head = open.head();
                if (head.startsWith("HTTP/1.1 404")) {
                    readBody(open, head);
                }
            } while (head.startsWith("HTTP/1.1 404"));
            assertThat(head).startsWith("HTTP/1.1 503").contains("Retry-After: 1", "Connection: close");
            assertThat(answer).isNotDone();
            slow.free.countDown();
            assertThat(answer.get(30, TimeUnit.SECONDS).body()).isEqualTo("done");
            closed.get(30, TimeUnit.SECONDS);
        }
        server.awaitClose();
        server.close();
        assertThatThrownBy(() -> ask(server, "GET", "v2/health/live", "")).isInstanceOf(ConnectException.class);
    }

    private static void readBody(RawClient client, String head) throws IOException {
        int length = Integer.parseInt(head.replaceAll("(?s).*Content-Length: ([0-9]+).*", "$1"));
        client.skip(length);
    }

    @Test
    void a_server_waits_no_longer_than_it_may_for_what_it_has_begun() throws Exception {
        Slow slow = new Slow();
        ModelServer server = servers.server()
                .drain(Duration.ofMillis(50))
                .route("POST", "/slow", Role.PREDICT, slow)
                .start();
        CompletableFuture<HttpResponse<String>> answer = HttpClient.newHttpClient()
                .sendAsync(Servers.request(server.uri(), "POST", "slow", RIDE), BodyHandlers.ofString());
        slow.awaitBegun();
        server.close();
        slow.free.countDown();
        assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
    }

    @Test
    void a_page_that_fails_tells_nothing_of_how() throws Exception {
        try (ModelServer server = servers.server()
                .route("GET", "/", request -> {
                    throw new IllegalStateException("the secret of the page");
                })
                .route("GET", "/deep", Role.PREDICT, request -> {
                    throw new AssertionError("the secret of the page");
                })
                .start()) {
            for (String path : new String[] {"", "deep"}) {
                HttpResponse<String> response = ask(server, "GET", path, "");
                assertThat(response.statusCode()).isEqualTo(500);
                assertThat(response.body()).isEqualTo("{\"error\":\"internal error\"}");
            }
        }
    }

    @Test
    void a_port_that_is_taken_is_told() {
        try (ModelServer server = servers.server().start()) {
            int port = server.uri().getPort();
            assertThatThrownBy(() -> servers.server().port(port).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("can't listen on 127.0.0.1 port " + port + ": ");
        }
    }

    @Test
    void options_out_of_range_are_refused() {
        assertThatThrownBy(() -> servers.server().port(65_536)).hasMessage("port is 65536, expected 0 to 65535");
        assertThatThrownBy(() -> servers.server().concurrency(0)).hasMessage("concurrency is 0, expected 1 or more");
        assertThatThrownBy(() -> servers.server().timeout(Duration.ZERO))
                .hasMessage("timeout is PT0S, expected 100 ms to 10 minutes");
        assertThatThrownBy(() -> servers.server().drain(Duration.ofMillis(-1)))
                .hasMessageContaining("expected 0 or more");
        assertThatThrownBy(() -> servers.server().body(0)).hasMessage("body limit is 0 bytes, expected 1 or more");
        assertThatThrownBy(() -> servers.server().host("no such host.invalid").start())
                .hasMessageContaining("host 'no such host.invalid' isn't known");
        assertThatThrownBy(() -> servers.server().route("GET", "page", request -> ApiResponse.html("")))
                .hasMessageContaining("path is 'page', expected a slash first");
    }
}
