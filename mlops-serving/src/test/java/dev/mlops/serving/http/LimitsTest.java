package dev.mlops.serving.http;

import static dev.mlops.serving.http.RideServer.RIDE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.serving.Await;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LimitsTest {
    private static final int LONGEST = 100_000;
    private static final String JSON = "Content-Type: application/json";
    private final RideServer rides = new RideServer(
            options -> options.body(LONGEST).timeout(Duration.ofMillis(500)).concurrency(3));

    @AfterEach
    void close() {
        rides.close();
    }

    @Test
    void one_request_too_many_is_told_when_to_come_again() throws IOException {
        List<Wire> slow = new ArrayList<>();
        try (Wire late = rides.wire()) {
            for (int i = 0; i < 3; i++) {
                slow.add(rides.wire().head("GET /slow"));
            }
            Await.until(() -> rides.server.requests() == 3);
            for (int i = 0; i < 10; i++) {
                Wire.Answer full = late.post("/predict", RIDE.getBytes(UTF_8)).answer();
                assertThat(full.status()).isEqualTo(429);
                assertThat(full.header("Retry-After")).isEqualTo("1");
                assertThat(full.text()).isEqualTo("{\"error\":\"the server has as many requests as it takes\"}");
            }
            rides.slow.countDown();
            for (Wire wire : slow) {
                wire.answer().is(200);
                wire.close();
            }
            Await.until(() -> rides.server.requests() == 0);
            late.post("/predict", RIDE.getBytes(UTF_8)).answer().is(200);
        }
    }

    @Test
    void requests_that_were_refused_take_no_room() throws IOException {
        List<Wire> refused = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Wire wire = rides.wire();
            wire.head("POST /nothing", JSON, "Content-Length: 50").answer().is(404);
            refused.add(wire);
        }
        for (Wire wire : refused) {
            assertThat(wire.rest()).isEmpty(); // it isn't waited for longer than for a body that is read
            wire.close();
        }
        Await.until(() -> rides.server.requests() == 0);
    }

    @Test
    void the_longest_body_is_read_and_a_longer_one_refused() throws IOException {
        byte[] longest = (" ".repeat(LONGEST - RIDE.length()) + RIDE).getBytes(UTF_8);
        byte[] longer = (" ".repeat(LONGEST - RIDE.length() + 1) + RIDE).getBytes(UTF_8);
        try (Wire wire = rides.wire()) {
            wire.post("/predict", longest).answer().is(200);
            assertThat(wire.post("/predict", longer).answer().is(413).text())
                    .isEqualTo("{\"error\":\"body is longer than 100000 bytes\"}");
            wire.post("/predict", longest).answer().is(200);
        }
    }

    @Test
    void a_client_that_announces_too_much_is_answered_before_it_sends_it() throws IOException {
        try (Wire wire = rides.wire()) {
            wire.head("POST /predict", JSON, "Content-Length: 999999999999")
                    .answer()
                    .is(413);
            assertThat(wire.rest()).isEmpty();
        }
    }

    @Test
    void a_client_that_writes_all_before_it_reads_still_gets_the_answer() throws IOException {
        byte[] large = new byte[40 << 20];
        try (RideServer patient = new RideServer(options -> {});
                Wire whole = patient.wire();
                Wire chunked = patient.wire();
                Wire refused = patient.wire()) {
            whole.post("/predict", large).answer().is(413);
            chunked.head("POST /predict", JSON, "Transfer-Encoding: chunked")
                    .send(Integer.toHexString(large.length) + "\r\n")
                    .send(large)
                    .send("\r\n0\r\n\r\n")
                    .answer()
                    .is(413);
            refused.post("/nothing", large).answer().is(404);
            for (Wire wire : List.of(whole, chunked, refused)) {
                wire.post("/predict", RIDE.getBytes(UTF_8)).answer().is(200);
            }
        }
    }

    @Test
    void a_body_of_any_length_up_to_the_limit_is_read() throws IOException {
        try (RideServer patient = new RideServer(options -> {});
                Wire wire = patient.wire()) {
            String spaces = " ".repeat(ModelServer.Builder.BODY - RIDE.length());
            wire.post("/predict", (spaces + RIDE).getBytes(UTF_8)).answer().is(200);
        }
    }

    @Test
    void a_body_without_a_length_is_refused_where_it_gets_too_long() throws IOException {
        try (Wire wire = rides.wire()) {
            wire.head("POST /predict", JSON, "Transfer-Encoding: chunked");
            String chunk = "1000\r\n" + " ".repeat(0x1000) + "\r\n";
            for (int sent = 0; sent < 30; sent++) {
                wire.send(chunk);
            }
            wire.answer().is(413);
            try {
                while (true) { // without end
                    wire.send(chunk);
                }
            } catch (SocketException e) {
                assertThat(e).hasMessageMatching("(?i).*(broken pipe|reset|closed|abort).*");
            }
        }
        Await.until(() -> rides.server.requests() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 20", "Transfer-Encoding: chunked"})
    void a_body_that_stalls_is_not_waited_for(String framing) throws IOException {
        try (Wire wire = rides.wire()) {
            long begun = System.nanoTime();
            Wire.Answer answer = wire.head("POST /predict", JSON, framing).answer();
            assertThat(answer.is(408).text()).isEqualTo("{\"error\":\"body didn't come within 500 ms\"}");
            assertThat(wire.rest()).isEmpty();
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(Duration.ofMillis(450), Duration.ofSeconds(10));
        }
        Await.until(() -> rides.server.requests() == 0);
    }

    @Test
    void a_body_that_trickles_is_not_waited_for() throws IOException {
        try (Wire wire = rides.wire()) {
            wire.head("POST /predict", JSON, "Content-Length: 90000");
            long begun = System.nanoTime();
            long[] sent = {0};
            Await.until(() -> {
                sent[0]++;
                return isGone(wire, " ");
            });
            assertThat(sent[0]).isGreaterThan(10);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
        }
        Await.until(() -> rides.server.requests() == 0);
    }

    @Test
    void a_head_that_trickles_is_not_waited_for() throws IOException {
        try (Wire wire = rides.wire()) {
            wire.send("GET /hello HTTP/1.1\r\n");
            Await.until(() -> isGone(wire, "a"));
        }
        assertThat(rides.server.requests()).isZero();
    }

    @Test
    void a_head_that_stalls_is_not_waited_for() throws IOException {
        try (Wire wire = rides.wire()) {
            assertThat(wire.send("GET /hello HTTP/1.1\r\nHost: a\r\nA").rest()).doesNotContain("200");
        }
    }

    @Test
    void a_connection_that_says_nothing_is_not_kept() throws IOException {
        try (RideServer busy = new RideServer(options -> options.idle(Duration.ofMillis(500)));
                Wire silent = busy.wire();
                Wire done = busy.wire()) {
            done.head("GET /v2/health/live").answer().is(200);
            assertThat(done.rest()).isEmpty();
            assertThat(silent.rest()).isEmpty();
        }
    }

    private static boolean isGone(Wire wire, String more) {
        try {
            wire.send(more);
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void heads_are_bounded() throws IOException {
        try (Wire wire = rides.wire()) {
            assertRefused(wire.head("GET /v2/health/live", "A: " + "a".repeat(20_000)));
        }
        try (Wire wire = rides.wire()) {
            String[] headers = new String[101];
            for (int i = 0; i < headers.length; i++) {
                headers[i] = "H" + i + ": " + i;
            }
            assertRefused(wire.head("GET /v2/health/live", headers));
        }
        try (Wire wire = rides.wire()) {
            assertRefused(wire.head("GET /" + "a".repeat(20_000)));
        }
        try (Wire wire = rides.wire()) {
            assertRefused(wire.head("A".repeat(20_000) + " /"));
        }
        try (Wire wire = rides.wire()) {
            assertRefused(wire.head("GET /v2?" + "a=b&".repeat(2_000)));
        }
    }

    private static void assertRefused(Wire wire) throws IOException {
        assertThat(wire.rest()).satisfiesAnyOf(text -> assertThat(text).isEmpty(), text -> assertThat(text)
                .matches("(?s)HTTP/1.1 4\\d\\d .*"));
    }

    @Test
    void a_body_that_is_no_json_is_refused_by_its_type() throws IOException, InterruptedException {
        try (Wire wire = rides.wire()) {
            for (String type : new String[] {
                "Content-Type: text/plain",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: application/json; charset=utf-16",
                "X: y"
            }) {
                wire.head("POST /predict", type, "Content-Length: " + RIDE.length())
                        .send(RIDE)
                        .answer()
                        .is(415);
            }
        }
    }

    @Test
    void limits_that_are_none_are_refused() {
        ModelServer.Builder options = ModelServer.builder(rides.registry);
        assertThatThrownBy(() -> options.concurrency(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.timeout(Duration.ofMillis(99))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.timeout(Duration.ofMinutes(11))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.drain(Duration.ofMillis(-1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.body(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.port(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.port(65_536)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> options.route("GET", "nothing", request -> ApiResponse.html("")))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
