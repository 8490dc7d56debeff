package dev.mlops.serving.http;

import static dev.mlops.serving.http.Servers.POST;
import static dev.mlops.serving.http.Servers.RIDE;
import static dev.mlops.serving.http.Servers.ask;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class LimitsTest {
    private static final String LIVE = "GET /v2/health/live HTTP/1.1\r\nHost: x\r\n";
    private final Servers servers = new Servers();
    private final ModelServer server = servers.server()
            .concurrency(3)
            .timeout(Duration.ofMillis(500))
            .body(1_000)
            .start();

    @AfterEach
    void close() {
        server.close();
        servers.close();
    }

    private void assertThatItAnswers() throws IOException, InterruptedException {
        HttpResponse<String> response;
        do { // what was broken off before is over soon
            response = ask(server, "POST", "predict", RIDE);
        } while (response.statusCode() == 429);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void one_request_more_than_it_takes_is_told_to_come_again() throws Exception {
        List<RawClient> waiting = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                waiting.add(
                        new RawClient(server.uri()).send(POST + "Content-Length: 10\r\nExpect: 100-continue\r\n\r\n"));
            }
            for (RawClient each : waiting) { // which says that it is being read
                assertThat(each.head()).startsWith("HTTP/1.1 100");
            }
            HttpResponse<String> response = ask(server, "POST", "predict", RIDE);
            assertThat(response.statusCode()).isEqualTo(429);
            assertThat(response.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(response.body()).isEqualTo("{\"error\":\"the server has as many requests as it takes\"}");
        } finally {
            for (RawClient each : waiting) {
                each.close();
            }
        }
        assertThatItAnswers();
    }

    @Test
    void a_body_that_is_too_long_is_refused_before_it_is_read() throws Exception {
        try (RawClient client = new RawClient(server.uri())) {
            client.send(POST + "Content-Length: 1000000000000\r\n\r\n{");
            assertThat(client.head()).startsWith("HTTP/1.1 413").contains("Connection: close");
            client.rest();
        }
        assertThatItAnswers();
    }

    @Test
    void a_client_that_sends_a_body_that_is_too_long_to_its_end_gets_the_answer() throws Exception {
        HttpResponse<String> response = ask(server, "POST", "predict", " ".repeat(5_000_000));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEqualTo("{\"error\":\"body is longer than 1000 bytes\"}");
        assertThat(ask(server, "POST", "predict", " ".repeat(1_001)).statusCode())
                .isEqualTo(413);
        assertThat(ask(server, "POST", "predict", RIDE + " ".repeat(1_000 - RIDE.length()))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_body_in_chunks_is_read_up_to_the_limit() throws Exception {
        String chunked = POST + "Transfer-Encoding: chunked\r\n\r\n";
        String ride = Integer.toHexString(RIDE.length()) + "\r\n" + RIDE + "\r\n";
        try (RawClient client = new RawClient(server.uri())) {
            client.send(chunked + ride + "0\r\n\r\n");
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
        try (RawClient client = new RawClient(server.uri())) {
            client.send(chunked);
            for (int i = 0; i < 5; i++) {
                client.send("100\r\n" + " ".repeat(256) + "\r\n");
            }
            assertThat(client.head()).startsWith("HTTP/1.1 413");
            client.rest();
        }
        assertThatItAnswers();
    }

    @Test
    void a_body_that_does_not_come_is_not_waited_for() throws Exception {
        try (RawClient client = new RawClient(server.uri())) {
            client.send(POST + "Content-Length: 10\r\n\r\n{");
            assertThat(client.rest())
                    .startsWith("HTTP/1.1 408")
                    .contains("body didn't come within 500 ms", "Connection: close");
        }
        assertThatItAnswers();
    }

    @Test
    void a_body_that_ends_before_its_end_leaves_nothing_behind() throws Exception {
        for (int i = 0; i < 10; i++) {
            try (RawClient client = new RawClient(server.uri())) {
                client.send(POST + "Content-Length: 10\r\n\r\n{");
            }
        }
        assertThatItAnswers();
    }

    @Test
    void a_head_that_does_not_end_is_not_waited_for() throws Exception {
        try (RawClient client = new RawClient(server.uri())) {
            assertThat(client.send("GET /v2/health/live HTTP/1.1\r\nHost: x\r\nA: b")
                            .rest())
                    .doesNotContain("HTTP/1.1 200", "HTTP/1.1 5");
        }
        assertThatItAnswers();
    }

    @Test
    void heads_have_a_length_and_a_number_of_lines() throws Exception {
        try (RawClient client = new RawClient(server.uri())) {
            assertThat(client.send(LIVE + "A: " + "b".repeat(100_000) + "\r\n\r\n")
                            .rest())
                    .doesNotContain("HTTP/1.1 200", "HTTP/1.1 5");
        }
        try (RawClient client = new RawClient(server.uri())) {
            assertThat(client.send(LIVE + "A: b\r\n".repeat(200) + "\r\n").rest())
                    .doesNotContain("HTTP/1.1 200", "HTTP/1.1 5");
        }
        assertThatItAnswers();
    }

    @Test
    void a_body_of_another_type_is_refused_as_a_form_of_a_foreign_page_would_be() throws Exception {
        for (String type :
                List.of("text/plain", "application/x-www-form-urlencoded", "application/json; charset=latin1")) {
            try (RawClient client = new RawClient(server.uri())) {
                client.send("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: " + type + "\r\nContent-Length: "
                        + RIDE.length() + "\r\n\r\n" + RIDE);
                assertThat(client.head()).startsWith("HTTP/1.1 415");
            }
        }
        try (RawClient client = new RawClient(server.uri())) {
            client.send("POST /predict HTTP/1.1\r\nHost: x\r\nContent-Type: Application/JSON; Charset=\"UTF-8\"\r\n"
                    + "Content-Length: " + RIDE.length() + "\r\n\r\n" + RIDE);
            assertThat(client.head()).startsWith("HTTP/1.1 200");
        }
    }
}
