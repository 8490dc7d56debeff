package dev.mlops.serving.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.serving.Await;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Valid requests of every protocol with some bytes changed, taken away, doubled, or of another request. */
final class MutatedRequestsPropertyTest {
    private static final String TENSORS =
            "{\"inputs\":[{\"name\":\"from\",\"shape\":[2],\"datatype\":\"INT32\",\"data\":[3,4]},"
                    + "{\"name\":\"miles\",\"shape\":[2],\"datatype\":\"FP64\",\"data\":[5,6.5]}]}";
    private static final String BINARY =
            "{\"inputs\":[{\"name\":\"from\",\"shape\":[1],\"datatype\":\"INT32\",\"parameters\":{\"binary_data_size\":4}},"
                    + "{\"name\":\"miles\",\"shape\":[1],\"datatype\":\"FP32\",\"parameters\":{\"binary_data_size\":4}}]}";
    private static final List<String> VALID = List.of(
            request("POST /predict", "application/json", "", "{\"from\":3,\"miles\":5}"),
            request("POST /invocations", "text/csv", "", "from,miles\n3,5\n4,6.5\n"),
            request(
                    "POST /invocations",
                    "application/json",
                    "",
                    "{\"dataframe_split\":{\"columns\":[\"from\",\"miles\"],\"index\":[0],\"data\":[[3,5]]}}"),
            request("POST /invocations", "application/json", "", "{\"inputs\":{\"from\":[3],\"miles\":[5]}}"),
            request("POST /v2/models/rides/infer", "application/json", "", TENSORS),
            request(
                    "POST /v2/models/rides/versions/1/infer",
                    "application/octet-stream",
                    "Inference-Header-Content-Length: " + BINARY.length() + "\r\n",
                    BINARY + "\3\0\0\0\0\0\u00a0@"),
            request("POST /v2/repository/index", "application/json", "", "{\"ready\":true}"),
            request("PUT /api/models/rides/aliases/champion", "application/json", "", "{\"version\":1,\"expected\":1}"),
            request("POST /api/models/rides/rollback", "application/json", "", "{\"reason\":\"none\"}"),
            request("GET /api/models/rides/history", "application/json", "", "{}"));

    private static final RideServer rides = server();

    private static RideServer server() {
        return new RideServer(options -> options.token("ops", Role.ADMIN, Client.TOKEN));
    }

    private static String request(String line, String type, String headers, String body) {
        return line + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer " + Client.TOKEN + "\r\nContent-Type: "
                + type + "\r\n" + headers + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @BeforeContainer
    static void valid_requests_are_understood() throws IOException {
        for (String request : VALID) {
            try (Wire wire = rides.wire()) {
                assertThat(wire.send(request.getBytes(ISO_8859_1)).answer().status())
                        .as(request)
                        .isIn(200, 409);
            }
        }
    }

    @AfterContainer
    static void close() {
        Await.until(() -> rides.server.requests() == 0);
        rides.close();
    }

    @Property(tries = 3_000)
    void a_request_that_was_changed_is_no_failure(@ForAll long seed) throws IOException {
        Random random = new Random(seed);
        StringBuilder request = new StringBuilder(VALID.get(random.nextInt(VALID.size())));
        for (int change = random.nextInt(4); change >= 0; change--) {
            mutate(request, random);
        }
        try (Wire wire = rides.wire()) {
            String all =
                    wire.send(request.toString().getBytes(ISO_8859_1)).finish().rest();

            assertThat(all).as(request.toString()).doesNotContain("HTTP/1.1 5", "Exception", "\tat ", "dev.mlops");
        }
    }

    /** Half of the changes are to the body, which is last. */
    private static void mutate(StringBuilder request, Random random) {
        int body = request.indexOf("\r\n\r\n") + 4;
        int from = random.nextBoolean() && body < request.length() ? body : 0;
        int at = from + random.nextInt(Math.max(1, request.length() - from));
        int end = Math.min(request.length(), at + 1 + random.nextInt(8));
        switch (random.nextInt(5)) {
            case 0 -> request.delete(at, end);
            case 1 -> request.insert(at, (char) random.nextInt(256));
            case 2 -> request.insert(at, request.substring(at, end).repeat(1 + random.nextInt(3)));
            case 3 -> request.setCharAt(Math.min(at, request.length() - 1), (char) random.nextInt(256));
            default -> {
                String other = VALID.get(random.nextInt(VALID.size()));
                int piece = random.nextInt(other.length());
                request.replace(at, end, other.substring(piece, Math.min(other.length(), piece + 12)));
            }
        }
    }
}
