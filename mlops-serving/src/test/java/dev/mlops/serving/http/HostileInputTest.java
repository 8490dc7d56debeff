package dev.mlops.serving.http;

import static dev.mlops.serving.http.Servers.RIDE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.registry.Gate;
import dev.mlops.serving.Rides;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes, the answer is a 4xx that tells no detail of ours, or an end of the connection, and the next is answered. */
@Timeout(120)
final class HostileInputTest {
    private static final String MIB = "9".repeat(1 << 20);
    private static final List<String> PATHS = List.of(
            "POST /predict",
            "POST /api/models/rides/predict",
            "POST /invocations",
            "POST /v2/models/rides/infer",
            "POST /v2/models/rides/versions/1/infer",
            "POST /v2/repository/index",
            "POST /api/models/rides/rollback",
            "PUT /api/models/rides/aliases/champion");
    private static Servers servers;
    private static ModelServer server;

    @BeforeAll
    static void start() {
        servers = new Servers();
        servers.registry.register("rides", Rides.model(5));
        server = servers.server()
                .token("tests", Role.ADMIN, Client.TOKEN)
                .gate("champion", Gate.open())
                .start();
    }

    @AfterAll
    static void stop() {
        server.close();
        servers.close();
    }

    /** Values where a number, a text or a whole body is expected. */
    static Stream<String> values() {
        return Stream.of(
                "1e999999999",
                "-1e999999999",
                "1e-999999999",
                MIB,
                "0." + MIB,
                "1e" + MIB,
                "NaN",
                "Infinity",
                "0x10",
                "01",
                "+1",
                "\"" + MIB + "\"",
                "\"\\ud800\"",
                "\"\\u0000\"",
                "\"\u0000\"",
                "[".repeat(100_000),
                "[".repeat(100_000) + "]".repeat(100_000),
                "{\"a\":".repeat(100_000),
                "[" + "0,".repeat(500_000) + "0]",
                "{"
                        + Stream.iterate(0, i -> i + 1)
                                .limit(50_000)
                                .map(i -> "\"" + i + "\":0,")
                                .reduce("", String::concat)
                        + "\"z\":0}",
                "{\"\":{}}",
                "[[1],[2,3]]",
                "[{}]",
                "[]",
                "null",
                "true",
                "",
                "/*",
                "{} {}",
                "\"2021-02-30T99:00:00\"",
                "99999999999999999999");
    }

    static Stream<String> bodies() {
        return values().flatMap(value -> Stream.of(
                value,
                "{\"from\":" + value + ",\"miles\":5}",
                "{\"from\":3,\"miles\":" + value + "}",
                "{\"dataframe_records\":" + value + "}",
                "{\"dataframe_split\":{\"columns\":[\"from\",\"miles\"],\"data\":" + value + "}}",
                "{\"dataframe_split\":{\"columns\":" + value + ",\"data\":[[1,2]]}}",
                "{\"instances\":" + value + "}",
                "{\"inputs\":" + value + "}",
                "{\"inputs\":[{\"name\":\"from\",\"shape\":" + value + ",\"datatype\":\"INT64\",\"data\":[1]}]}",
                "{\"inputs\":[{\"name\":\"from\",\"shape\":[1],\"datatype\":\"INT64\",\"data\":" + value + "}]}",
                "{\"inputs\":[{\"name\":\"from\",\"shape\":[99999999,99999999],\"datatype\":" + value + "}]}",
                "{\"inputs\":[{\"name\":\"from\",\"shape\":[1],\"datatype\":\"INT64\",\"parameters\":{\"binary_data_size\":"
                        + value + "}}]}",
                "{\"version\":" + value + "}",
                "{\"version\":1,\"reason\":" + value + "}",
                "{\"alias\":" + value + "}"));
    }

    private static String asked(String route, String headers, byte[] body) throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            client.send(route + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer " + Client.TOKEN
                    + "\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n");
            client.send(body);
            return client.rest();
        }
    }

    private static void assertThatNothingIsTold(String what, String response) {
        assertThat(response).as(what).startsWith("HTTP/1.1 ").doesNotContain("HTTP/1.1 5");
        assertThat(response)
                .as(what)
                .doesNotContain(
                        "Exception", "dev.mlops", "java.", "jackson", "\tat ", "undertow", "StreamReadConstraints");
        assertThat(response.length()).as(what).isLessThan(20_000);
    }

    @Test
    void no_body_makes_an_error_of_the_server_or_tells_how_it_is_made() throws IOException {
        List<String> bodies = bodies().toList();
        for (String route : PATHS) {
            for (String body : bodies) {
                String what = route + " " + body.substring(0, Math.min(100, body.length()));
                if (body.length() > (1 << 20) + 200 && !route.endsWith("/predict")) {
                    continue; // once is enough
                }
                byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                assertThatNothingIsTold(what, asked(route, "Content-Type: application/json\r\n", bytes));
            }
        }
        assertThatItAnswers();
    }

    static void assertThatItAnswers() throws IOException {
        servers.registry.alias(servers.registry.version("rides/1"), "champion");
        String response =
                asked("POST /predict", "Content-Type: application/json\r\n", RIDE.getBytes(StandardCharsets.UTF_8));
        assertThat(response).startsWith("HTTP/1.1 200");
    }

    @Test
    void a_body_that_is_not_utf_8_or_says_a_thing_twice_is_refused() throws IOException {
        byte[][] bodies = {
            "{\"from\":3,\"miles\":5,\"miles\":6}".getBytes(StandardCharsets.UTF_8),
            "{\"from\":3,\"miles\":5,\"m\u00fcde\":6}".getBytes(StandardCharsets.ISO_8859_1),
            {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'},
            {'{', '"', (byte) 0xed, (byte) 0xa0, (byte) 0x80, '"', ':', '1', '}'},
            {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0},
        };
        for (String route : PATHS) {
            for (byte[] body : bodies) {
                String response = asked(route, "Content-Type: application/json\r\n", body);
                assertThatNothingIsTold(route, response);
                assertThat(response).as(route).startsWith("HTTP/1.1 4");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n\"",
                "from,from,miles\n1,2,3\n",
                "from,miles\n1\n",
                "from,miles\n1,2,3\n",
                "from,miles\n\u0000,\u0001\n",
                "from,miles\nx,y\n",
                "from,miles\n1e999999999,1e999999999\n",
                ",\n,\n",
                "\n\n\n",
                ""
            })
    void no_csv_makes_an_error_of_the_server(String csv) throws IOException {
        String response =
                asked("POST /invocations", "Content-Type: text/csv\r\n", csv.getBytes(StandardCharsets.UTF_8));
        assertThatNothingIsTold(csv, response);
        assertThat(response).startsWith("HTTP/1.1 4");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "0", "1", "99999999999999999999", "3", "x", ""})
    void no_length_of_a_json_part_makes_an_error_of_the_server(String length) throws IOException {
        byte[] body =
                "{\"inputs\":[{\"name\":\"from\",\"shape\":[1],\"datatype\":\"BYTES\",\"parameters\":{\"binary_data_size\":4}}]}"
                        .concat("\u00ff\u00ff\u00ff\u00ff")
                        .getBytes(StandardCharsets.ISO_8859_1);
        String headers =
                "Content-Type: application/octet-stream\r\nInference-Header-Content-Length: " + length + "\r\n";
        String response = asked("POST /v2/models/rides/infer", headers, body);
        assertThatNothingIsTold(length, response);
        assertThat(response).startsWith("HTTP/1.1 4");
    }

    static Stream<String> heads() {
        List<String> heads = new ArrayList<>(List.of(
                "GET\r\n\r\n",
                "GET /v2/health/live\r\n\r\n",
                "GET /v2/health/live HTTP/9.9\r\nHost: x\r\n\r\n",
                "\u0000\u0001\u0002\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003\r\n\r\n",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "GET /v2/health/live HTTP/1.1\r\nHost x\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                "POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n{}\r\n0\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\n{}\r\n0\r\n\r\n",
                "POST /predict HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: gzip\r\n\r\n{}",
                "OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "CONNECT x:80 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
                "TRACE / HTTP/1.1\r\nHost: x\r\nCookie: secret\r\nConnection: close\r\n\r\n"));
        for (String path : List.of(
                "/%",
                "/%zz",
                "/%c0%80",
                "/%00",
                "/api/models/%00",
                "/api/models/%ff",
                "/api/models/..%2f..%2fetc",
                "/../../etc/passwd",
                "//",
                "/api/models//",
                "/v2/models/rides/versions/0",
                "/v2/models/rides/versions/-1",
                "/v2/models/rides/versions/99999999999999999999",
                "/api/models/rides@champion",
                "/api/models/rides%2F1",
                "/api/models/" + "a".repeat(10_000),
                "/" + "a/".repeat(5_000),
                "/v2?" + "a=b&".repeat(2_500),
                "/v2#x",
                "/caf\u00e9",
                "/a b",
                "/;x=y",
                "/api/models/rides;x=y")) {
            heads.add("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer "
                    + Client.TOKEN + "\r\n\r\n");
        }
        return heads.stream();
    }

    @ParameterizedTest
    @MethodSource("heads")
    void no_head_makes_an_error_of_the_server(String head) throws IOException {
        try (RawClient client = new RawClient(server.uri())) {
            client.send(head);
            client.endOutput();
            String response = client.rest();
            assertThat(response).doesNotContain("HTTP/1.1 5", "Exception", "dev.mlops", "java.", "Cookie", "\tat ");
        }
        assertThatItAnswers();
    }

    @Test
    void a_body_with_two_lengths_is_not_taken_for_two_requests() throws IOException {
        String smuggled = """
                POST /predict HTTP/1.1
                Host: x
                Content-Type: application/json
                Content-Length: 6
                Transfer-Encoding: chunked

                0

                GET /v2/health/live HTTP/1.1
                Host: x

                """.replace("\n", "\r\n");
        try (RawClient client = new RawClient(server.uri())) {
            client.send(smuggled);
            client.endOutput();
            assertThat(client.rest()).doesNotContain("{\"live\":true}");
        }
    }

    @Test
    void connections_that_say_nothing_keep_nobody_away() throws IOException {
        List<RawClient> silent = new ArrayList<>();
        try {
            for (int i = 0; i < 1_000; i++) {
                silent.add(new RawClient(server.uri()).send(i % 2 == 0 ? "" : "POST /pre"));
            }
            assertThatItAnswers();
        } finally {
            for (RawClient each : silent) {
                each.close();
            }
        }
    }
}
