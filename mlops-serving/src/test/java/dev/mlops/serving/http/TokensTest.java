package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.registry.Gate;
import dev.mlops.serving.Rides;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {
    private static final String PREDICTS = "predicts-0123456789";
    private static final String DEPLOYS = "deploys-0123456789";
    private static final String ADMINISTERS = "administers-0123456789";
    private static final String PUT = "/api/models/rides/aliases/champion";
    private final Servers servers = new Servers();

    @AfterEach
    void close() {
        servers.close();
    }

    private ModelApi api(UnaryOperator<ModelApi.Builder> options) {
        return options.apply(ModelApi.builder(servers.registry)
                        .gate("champion", Gate.open())
                        .route("GET", "/state", Role.ADMIN, request -> ApiResponse.html("state")))
                .build();
    }

    private static int status(ModelApi api, String method, String path, String body, String authorization) {
        return response(api, method, path, body, authorization).status();
    }

    private static String text(ApiResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    private static ApiResponse response(ModelApi api, String method, String path, String body, String authorization) {
        Map<String, String> headers = Map.of("Content-Type", "application/json", "Authorization", authorization);
        return new Client(api)
                .ask(method, path, headers, body.getBytes(StandardCharsets.UTF_8))
                .response();
    }

    @Test
    void without_tokens_everybody_may_predict_and_nobody_may_do_more() {
        try (ModelApi api = api(options -> options)) {
            assertThat(status(api, "POST", "/predict", Servers.RIDE, "")).isEqualTo(200);
            assertThat(status(api, "PUT", PUT, "{\"version\":1}", "")).isEqualTo(403);
            assertThat(status(api, "PUT", PUT, "{\"version\":1}", "Bearer " + DEPLOYS))
                    .isEqualTo(403);
            assertThat(text(response(api, "GET", "/state", "", "")))
                    .isEqualTo(
                            "{\"error\":\"this is closed, since the server was started without a token for ADMIN: give it one\"}");
        }
    }

    @Test
    void a_token_lets_its_bearer_do_what_its_role_may_and_what_lower_ones_may() {
        try (ModelApi api = api(options -> options.token("app", Role.PREDICT, PREDICTS)
                .token("job", Role.DEPLOY, DEPLOYS)
                .token("operator", Role.ADMIN, ADMINISTERS))) {
            Map<String, int[]> expected = Map.of(
                    "",
                    new int[] {401, 401, 401},
                    "Bearer " + PREDICTS,
                    new int[] {200, 403, 403},
                    "bearer " + DEPLOYS,
                    new int[] {200, 200, 403},
                    "BEARER  " + ADMINISTERS,
                    new int[] {200, 200, 200});
            expected.forEach((authorization, statuses) -> {
                assertThat(new int[] {
                            status(api, "POST", "/predict", Servers.RIDE, authorization),
                            status(api, "PUT", PUT, "{\"version\":1}", authorization),
                            status(api, "GET", "/state", "", authorization)
                        })
                        .as(authorization)
                        .containsExactly(statuses);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer",
                "Bearer ",
                "Bearer predicts-012345678",
                "Bearer predicts-01234567890",
                "Bearer PREDICTS-0123456789",
                "Basic cHJlZGljdHMtMDEyMzQ1Njc4OQ==",
                "predicts-0123456789",
                "Bearer predicts-0123456789, Bearer predicts-0123456789"
            })
    void what_is_not_the_token_does_not_let_in(String authorization) {
        try (ModelApi api = api(options -> options.token("app", Role.PREDICT, PREDICTS))) {
            ApiResponse response = response(api, "POST", "/predict", Servers.RIDE, authorization);
            assertThat(response.status()).isEqualTo(401);
            assertThat(response.headers()).containsEntry("WWW-Authenticate", "Bearer realm=\"mlops\"");
            assertThat(text(response)).doesNotContain(PREDICTS);
        }
    }

    @Test
    void health_is_told_to_everybody() {
        try (ModelApi api = api(options -> options.token("app", Role.PREDICT, PREDICTS))) {
            assertThat(status(api, "GET", "/v2/health/live", "", "")).isEqualTo(200);
            assertThat(status(api, "GET", "/v2/health/ready", "", "")).isEqualTo(200);
            assertThat(status(api, "GET", "/ping", "", "")).isEqualTo(200);
            assertThat(status(api, "GET", "/v2/models/rides", "", "")).isEqualTo(401);
            assertThat(status(api, "GET", "/api/models", "", "")).isEqualTo(401);
        }
    }

    @Test
    void the_history_tells_who_deployed_by_the_name_of_the_token() {
        try (ModelApi api = api(options -> options.token("job", Role.DEPLOY, DEPLOYS))) {
            servers.registry.register("rides", Rides.model(5));
            assertThat(status(api, "PUT", PUT, "{\"version\":2}", "Bearer " + DEPLOYS))
                    .isEqualTo(200);
            assertThat(servers.registry.model("rides").history().entries())
                    .last()
                    .satisfies(entry -> assertThat(entry.actor()).isEqualTo("job"));
        }
    }

    @Test
    void tokens_that_could_be_guessed_or_not_be_sent_are_refused_and_not_told() {
        ModelApi.Builder options = ModelApi.builder(servers.registry);
        assertThatThrownBy(() -> options.token("app", Role.PREDICT, "too-short"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("token of app has 9 characters, expected 16 or more of visible ASCII");
        assertThatThrownBy(() -> options.token("app", Role.PREDICT, "with spaces in it, long"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("spaces in it");
        assertThatThrownBy(() -> options.token(" ", Role.PREDICT, PREDICTS))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("has no name");
    }
}
