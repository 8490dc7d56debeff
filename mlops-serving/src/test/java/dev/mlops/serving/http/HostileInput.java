package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.serving.Await;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** Asks a server for every route, and looks that nothing is told of what is inside. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class HostileInput {
    static final String INFER = "/v2/models/rides/infer";
    private static final List<String> POSTS = List.of(
            "/predict",
            "/api/models/rides/predict",
            "/invocations",
            INFER,
            "/v2/models/rides/versions/1/infer",
            "/v2/repository/index",
            "/v2/repository/models/rides/load",
            "/v2/repository/models/rides/unload",
            "/api/models/rides/rollback");
    private static final List<String> GETS = List.of(
            "/v2",
            "/v2/models",
            "/v2/models/rides",
            "/v2/models/rides/ready",
            "/v2/models/rides/versions/1",
            "/api/models",
            "/api/models/rides",
            "/api/models/rides/history",
            "/ping",
            "/version");
    static final String AUTHORIZATION = "Authorization: Bearer " + Client.TOKEN;

    final RideServer rides = new RideServer(options -> options.token("ops", Role.ADMIN, Client.TOKEN));

    @AfterAll
    void close() {
        Await.until(() -> rides.server.requests() == 0);
        rides.close();
    }

    static List<String> requests() {
        List<String> all = new ArrayList<>();
        POSTS.forEach(path -> all.add("POST " + path));
        GETS.forEach(path -> all.add("GET " + path));
        all.add("PUT /api/models/rides/aliases/champion");
        return all;
    }

    final Wire.Answer ask(String request, String type, byte[] body) throws IOException {
        try (Wire wire = rides.wire()) {
            return wire.head(request, AUTHORIZATION, "Content-Type: " + type, "Content-Length: " + body.length)
                    .send(body)
                    .answer();
        }
    }

    static void assertRefused(String request, Wire.Answer answer) {
        assertThat(answer.status()).as(request + " " + answer.text()).isBetween(400, 499);
        assertTellsNothing(answer);
        assertThat(answer.text()).hasSizeLessThan(5_000);
    }

    static void assertTellsNothing(Wire.Answer answer) {
        assertThat(answer.text())
                .doesNotContain("Exception", "\tat ", "java.", "dev.mlops", "jackson", "undertow", "`");
    }
}
