package dev.mlops.serving.http;

import static dev.mlops.serving.http.RideServer.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokensTest {
    private static final String PREDICT = "predict-token-0001";
    private static final String DEPLOY = "deploy-token-00001";
    private static final String ADMIN = "admin-token-000001";
    private static final String CHAMPION = "/api/models/rides/aliases/champion";

    private final RideServer rides = new RideServer(options -> options.token("web-shop", Role.PREDICT, PREDICT)
            .token("deploy-job", Role.DEPLOY, DEPLOY)
            .token("ops", Role.ADMIN, ADMIN)
            .route("GET", "/secret", Role.ADMIN, request -> ApiResponse.html("secret")));

    @AfterEach
    void close() {
        rides.close();
    }

    private int status(String method, String path, String body, String token) throws IOException, InterruptedException {
        return rides.ask(method, path, body, "Authorization", "Bearer " + token).statusCode();
    }

    @Test
    void a_role_may_do_what_it_may_and_what_lower_ones_may() throws IOException, InterruptedException {
        String deploy = "{\"version\":2}";
        assertThat(status("POST", "/predict", RIDE, PREDICT)).isEqualTo(200);
        assertThat(status("PUT", CHAMPION, deploy, PREDICT)).isEqualTo(403);
        assertThat(status("GET", "/secret", "", PREDICT)).isEqualTo(403);
        assertThat(rides.registry.version("rides@champion").number()).isEqualTo(1);

        assertThat(status("POST", "/predict", RIDE, DEPLOY)).isEqualTo(200);
        assertThat(status("PUT", CHAMPION, deploy, DEPLOY)).isEqualTo(200);
        assertThat(status("GET", "/secret", "", DEPLOY)).isEqualTo(403);

        assertThat(status("POST", "/predict", RIDE, ADMIN)).isEqualTo(200);
        assertThat(status("PUT", CHAMPION, deploy, ADMIN)).isEqualTo(200);
        assertThat(status("GET", "/secret", "", ADMIN)).isEqualTo(200);
    }

    @Test
    void health_is_for_everybody() throws IOException, InterruptedException {
        for (String path : new String[] {"/ping", "/health", "/v2/health/live", "/v2/health/ready"}) {
            assertThat(rides.ask("GET", path, "").statusCode()).as(path).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Bearer none-of-the-known",
                "Bearer predict-token-000",
                "Bearer predict-token-00012",
                "Bearer PREDICT-TOKEN-0001",
                "Basic predict-token-0001",
                "predict-token-0001",
                "Bearer predict-token-0001 deploy-token-00001"
            })
    void who_has_no_token_that_is_known_is_asked_for_one(String authorization)
            throws IOException, InterruptedException {
        HttpResponse<String> response = rides.ask("POST", "/predict", RIDE, "Authorization", authorization);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"mlops\"");
        assertThat(response.body()).contains("\"error\"").doesNotContain("token-0");
    }

    @Test
    void the_scheme_is_known_in_any_case() throws IOException, InterruptedException {
        assertThat(rides.ask("POST", "/predict", RIDE, "Authorization", "bearer " + PREDICT)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_deploy_is_in_the_history_by_the_name_of_the_token() throws IOException, InterruptedException {
        assertThat(status("PUT", CHAMPION, "{\"version\":2}", DEPLOY)).isEqualTo(200);
        assertThat(rides.registry.model("rides").history().entries()).last().satisfies(entry -> {
            assertThat(entry.actor()).isEqualTo("deploy-job");
            assertThat(entry.to()).isEqualTo("2");
        });

        assertThat(status("POST", "/api/models/rides/rollback", "{}", ADMIN)).isEqualTo(200);
        assertThat(rides.registry.model("rides").history().entries())
                .last()
                .satisfies(entry -> assertThat(entry.actor()).isEqualTo("ops"));
    }

    @Test
    void without_tokens_everybody_predicts_and_nobody_deploys() throws IOException, InterruptedException {
        try (RideServer open = new RideServer(options -> {})) {
            assertThat(open.ask("POST", "/predict", RIDE).statusCode()).isEqualTo(200);
            assertThat(open.ask("PUT", CHAMPION, "{\"version\":2}").statusCode())
                    .isEqualTo(403);
            assertThat(open.registry.version("rides@champion").number()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "short", "fifteen-letters", "a token with spaces", "token-with-ümlauts", "token-0123456789\n"
            })
    void a_token_that_is_no_secret_or_no_header_is_refused(String token) {
        assertThatThrownBy(() -> ModelServer.builder(rides.registry).token("web-shop", Role.PREDICT, token))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("web-shop")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain(token.isEmpty() ? "\0" : token));
    }

    @Test
    void a_bearer_has_a_name() {
        assertThatThrownBy(() -> ModelServer.builder(rides.registry).token(" ", Role.PREDICT, PREDICT))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
