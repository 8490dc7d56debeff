package dev.mlops.serving.http;

import static dev.mlops.serving.http.RideServer.RIDE;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostileHttpTest extends HostileInput {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%00",
                "%0d%0aSet-Cookie:%20a",
                "%",
                "%4",
                "%zz",
                "%ff",
                "%c0%ae",
                "%ed%a0%80",
                "..",
                "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
                "a%2fb",
                "rides;a=b",
                "rides@champion",
                "rides%2f1",
                "%7f",
                "%e2%80%ae",
                "%20",
                "-",
                "none"
            })
    void names_of_no_model_are_not_found_or_refused(String name) throws IOException {
        for (String request : requests()) {
            if (request.contains("rides")) {
                String strange = request.replace("rides", name);
                assertRefused(strange, ask(strange, "application/json", "{}".getBytes(UTF_8)));
            }
        }
        assertRefused(
                name,
                ask("PUT /api/models/rides/aliases/" + name, "application/json", "{\"version\":1}".getBytes(UTF_8)));
        assertRefused(
                name,
                ask("POST /v2/models/rides/versions/" + name + "/infer", "application/json", "{}".getBytes(UTF_8)));
    }

    @Test
    void long_names_are_not_found_or_refused() throws IOException {
        for (String name :
                new String[] {"a".repeat(10_000), "%61".repeat(4_000), "/".repeat(10_000), "%2f".repeat(4_000)}) {
            for (String request : requests()) {
                if (request.contains("rides")) {
                    assertRefused(
                            request, ask(request.replace("rides", name), "application/json", "{}".getBytes(UTF_8)));
                }
            }
        }
    }

    @Test
    void headers_with_odd_values_are_no_failures() throws IOException {
        for (String value : new String[] {"", "\u00fc", "a".repeat(10_000), "%00", "{}", "\"", "\u0001", "a\tb"}) {
            for (String header : new String[] {
                "Prediction-Key",
                "Accept",
                "Accept-Encoding",
                "Cookie",
                "X-Forwarded-For",
                "Range",
                "If-Match",
                "Forwarded",
                "Te",
                "Expect",
                "Upgrade"
            }) {
                try (Wire wire = rides.wire()) {
                    String all = wire.post(
                                    "/predict",
                                    RIDE.getBytes(UTF_8),
                                    AUTHORIZATION,
                                    "Connection: close",
                                    header + ": " + value)
                            .rest();
                    assertThat(all).as(header + ": " + value).doesNotContain("HTTP/1.1 5", "Exception");
                }
            }
        }
    }

    static Stream<String> garbage() {
        String body = "Content-Type: application/json\r\n" + AUTHORIZATION + "\r\n";
        return Stream.of(
                "\r\n\r\n\r\n\r\n",
                "\0\0\0\0\0\0\0\0\r\n\r\n",
                "GET\r\n\r\n",
                "GET /\r\n\r\n",
                "GET / HTTP/9.9\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "GET  /  HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET http://a HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET predict HTTP/1.1\r\nHost: a\r\n\r\n",
                "CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "G\u0001T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u0001 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /\u00fc HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET / HTTP/1.1\r\n: a\r\n\r\n",
                "GET / HTTP/1.1\r\nnonsense\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
                "GET / HTTP/1.1\nHost: a\n\n",
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Content-Length: -1\r\n\r\n" + RIDE,
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Content-Length: abc\r\n\r\n" + RIDE,
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Content-Length: 99999999999999999999\r\n\r\n" + RIDE,
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Content-Length: 1, 20\r\n\r\n" + RIDE,
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Content-Length: 1\r\nContent-Length: 20\r\n\r\n"
                        + RIDE,
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body
                        + "Content-Length: 20\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body
                        + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Transfer-Encoding: nonsense\r\n\r\n0\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Transfer-Encoding: chunked\r\n\r\nzz\r\n" + RIDE,
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Transfer-Encoding: chunked\r\n\r\n-5\r\n" + RIDE,
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body
                        + "Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n" + RIDE,
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Transfer-Encoding: chunked\r\n\r\n5;"
                        + "a".repeat(100_000),
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Transfer-Encoding: chunked\r\n\r\n5\r\n" + RIDE
                        + "\r\n0\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Content-Length: 50\r\n\r\n" + RIDE,
                "POST /predict HTTP/1.1\r\nHost: a\r\n" + body + "Content-Length: 5\r\n\r\n" + RIDE);
    }

    @ParameterizedTest
    @MethodSource("garbage")
    void what_is_no_http_is_refused_or_the_connection_ends(String bytes) throws IOException {
        try (Wire wire = rides.wire()) {
            String all = wire.send(bytes.getBytes(ISO_8859_1)).finish().rest();

            assertThat(all).doesNotContain("HTTP/1.1 2", "HTTP/1.1 5", "Exception", "\tat ", "io.undertow");
        }
        try (Wire wire = rides.wire()) {
            wire.head("GET /v2/health/live").answer().is(200);
        }
    }

    @Test
    void a_request_in_a_body_is_never_answered() throws IOException {
        String hidden = "GET /v2/health/live HTTP/1.1\r\nHost: a\r\n\r\n";
        for (String framing : new String[] {
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Content-Length: 5\r\nContent-Length: " + (5 + hidden.length()),
            "Transfer-Encoding: xchunked\r\nContent-Length: 5",
            "Transfer-Encoding : chunked\r\nContent-Length: " + (5 + hidden.length()),
        }) {
            try (Wire wire = rides.wire()) {
                String all = wire.send("POST /predict HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                                + framing + "\r\n\r\n0\r\n\r\n" + hidden)
                        .finish()
                        .rest();
                assertThat(all).as(framing).doesNotContain("\"live\"");
            }
        }
    }

    @Test
    void two_thousand_connections_that_say_nothing_keep_nobody_away() throws IOException {
        List<Wire> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 2_000; i++) {
                silent.add(i % 2 == 0 ? rides.wire() : rides.wire().send("POST /predict HTTP/1.1\r\nHost: a\r\nA: "));
            }
            try (Wire wire = rides.wire()) {
                wire.post("/predict", RIDE.getBytes(UTF_8), AUTHORIZATION)
                        .answer()
                        .is(200);
            }
        } finally {
            for (Wire wire : silent) {
                wire.close();
            }
        }
    }
}
