package dev.mlops.serving.http;

import static dev.mlops.serving.http.RideServer.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.serving.Await;
import dev.mlops.serving.Rides;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ModelServerTest {
    private final RideServer rides = new RideServer(
            options -> options.route("GET", "/hello", request -> ApiResponse.html("hello " + request.query()))
                    .route("GET", "/null", request -> null)
                    .route("GET", "/fails", request -> {
                        throw new IllegalStateException("secret of the host");
                    })
                    .route("GET", "/dies", Role.PREDICT, request -> {
                        throw new AssertionError("secret of the host");
                    })
                    .route("POST", "/echo", request -> ApiResponse.of(200, "application/json", request.body())));

    @AfterEach
    void close() {
        rides.close();
    }

    @Test
    void a_ride_is_predicted() throws IOException, InterruptedException {
        HttpResponse<String> response = rides.ask("POST", "/predict", RIDE);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(Client.parsed(response.body()).path("minutes").asDouble())
                .isEqualTo(rides.registry.load("rides/1").predict(Rides.RIDE));
        assertThat(response.headers().firstValue("Prediction-Id").orElseThrow()).matches("[0-9a-f]{32}");
    }

    @Test
    void it_listens_on_the_loopback_at_the_port_that_it_tells() {
        assertThat(rides.uri().getHost())
                .isEqualTo(InetAddress.getLoopbackAddress().getHostAddress());
        assertThat(rides.uri().getPort()).isPositive();
        assertThat(rides.uri().getScheme()).isEqualTo("http");
    }

    @Test
    void a_host_answers_at_paths_of_its_own() throws IOException, InterruptedException {
        assertThat(rides.ask("GET", "/hello?a=%20b", "").body()).isEqualTo("hello a=%20b");
        assertThat(rides.ask("POST", "/echo", "[1]").body()).isEqualTo("[1]");
    }

    @Test
    void what_goes_wrong_in_the_host_is_told_to_nobody() throws IOException, InterruptedException {
        for (String path : new String[] {"/null", "/fails", "/dies"}) {
            HttpResponse<String> response = rides.ask("GET", path, "");
            assertThat(response.statusCode()).isEqualTo(500);
            assertThat(response.body()).doesNotContain("secret", "Exception", "Error");
        }
        Await.until(() -> rides.server.requests() == 0);
    }

    @Test
    void heads_are_those_of_get_without_its_body() throws IOException {
        try (Wire wire = rides.wire()) {
            assertThat(wire.head("HEAD /hello", "Connection: close").rest())
                    .startsWith("HTTP/1.1 200")
                    .contains("Content-Length: 6")
                    .endsWith("\r\n\r\n");
        }
    }

    @Test
    void methods_and_paths_that_there_are_not_are_told_apart() throws IOException, InterruptedException {
        HttpResponse<String> wrong = rides.ask("GET", "/predict", "");
        assertThat(wrong.statusCode()).isEqualTo(405);
        assertThat(wrong.headers().firstValue("Allow")).hasValue("OPTIONS, POST");
        HttpResponse<String> options = rides.ask("OPTIONS", "/hello", "");
        assertThat(options.statusCode()).isEqualTo(204);
        assertThat(options.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
        assertThat(rides.ask("GET", "/nothing", "").statusCode()).isEqualTo(404);
        assertThat(rides.ask("GET", "/", "").statusCode()).isEqualTo(404);
    }

    @Test
    void several_requests_in_a_row_are_answered_in_that_order() throws IOException {
        try (Wire wire = rides.wire()) {
            for (int i = 0; i < 20; i++) {
                wire.post("/echo", ("[" + i + "]").getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(wire.answer().is(200).text()).isEqualTo("[" + i + "]");
            }
        }
    }

    @Test
    void a_client_that_asks_first_is_told_to_go_on() throws IOException {
        try (Wire wire = rides.wire()) {
            wire.head("POST /predict", "Expect: 100-continue", "Content-Type: application/json", "Content-Length: 20");
            assertThat(wire.answer().status()).isEqualTo(100);
            assertThat(wire.send(RIDE).answer().is(200).text()).contains("minutes");
        }
        try (Wire wire = rides.wire()) {
            wire.head("POST /nothing", "Expect: 100-continue", "Content-Type: application/json", "Content-Length: 20");
            assertThat(wire.answer().status()).isEqualTo(404);
        }
    }

    @Test
    void a_client_that_has_ended_its_side_is_answered() throws IOException {
        try (Wire wire = rides.wire()) {
            assertThat(wire.post("/predict", RIDE.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                            .finish()
                            .answer()
                            .status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_port_that_is_taken_is_told() {
        int port = rides.uri().getPort();
        assertThatThrownBy(() -> ModelServer.builder(rides.registry).port(port).start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("port " + port);
    }

    @Test
    void closing_again_does_nothing_and_who_waits_for_it_goes_on() throws Exception {
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> {
            try {
                rides.server.awaitClose();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(waiting).isNotDone();

        rides.server.close();
        rides.server.close();

        waiting.get(20, TimeUnit.SECONDS);
        assertThatThrownBy(() -> rides.ask("GET", "/hello", "")).isInstanceOf(ConnectException.class);
    }

    @Test
    void a_request_that_was_taken_is_answered_before_the_end_and_no_other_is_taken()
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        try (Wire taken = rides.wire();
                Wire open = rides.wire()) {
            open.head("GET /hello").answer().is(200);
            taken.head("GET /slow");
            Await.until(() -> rides.server.requests() == 1);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(rides.server::close);
            Await.until(rides.server::isClosing);

            Wire.Answer late = open.head("GET /hello").answer();
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.header("Retry-After")).isEqualTo("1");
            assertThat(late.header("Connection")).isEqualTo("close");
            assertThat(closing).isNotDone();

            rides.slow.countDown();
            assertThat(taken.answer().is(200).text()).isEqualTo("slow");
            closing.get(20, TimeUnit.SECONDS);
            assertThat(taken.rest()).isEmpty();
        }
    }

    @Test
    void what_takes_longer_than_the_end_may_is_not_waited_for() throws IOException {
        try (RideServer hasty = new RideServer(options -> options.drain(Duration.ZERO));
                Wire wire = hasty.wire()) {
            wire.head("GET /slow");
            Await.until(() -> hasty.server.requests() == 1);
            hasty.server.close();
            assertThat(wire.rest()).doesNotContain("slow");
        }
    }

    @Test
    void connections_that_break_anywhere_leave_nothing_behind() throws IOException {
        String head =
                "POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n";
        String whole = head + RIDE;
        for (int end = 1; end <= whole.length(); end += 3) {
            try (Wire closed = rides.wire();
                    Wire reset = rides.wire();
                    Wire after = rides.wire()) {
                closed.send(whole.substring(0, end));
                reset.send(whole.substring(0, end)).reset();
                after.head("GET /hello").answer().is(200);
            }
        }
        try (Wire slow = rides.wire()) {
            slow.head("GET /slow");
            Await.until(() -> rides.server.requests() == 1);
            slow.reset();
        }
        rides.slow.countDown();
        Await.until(() -> rides.server.requests() == 0);
    }
}
