package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.mlops.registry.Gate;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.Verdict;
import dev.mlops.serving.Rides;
import dev.mlops.storage.Workspace;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DeployTest {
    private static final String CHAMPION = "/api/models/rides/aliases/champion";

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final AtomicInteger asked = new AtomicInteger();
    private final ModelApi api = ModelApi.builder(registry)
            .token("deploy-job", Role.DEPLOY, Client.TOKEN)
            .gate(
                    "champion",
                    Gate.of("version isn't 3", candidate -> {
                                asked.incrementAndGet();
                                int number = candidate.version().number();
                                Map<String, Double> figures = Map.of("version", (double) number);
                                return number == 3
                                        ? Verdict.refused("version isn't 3", "it is 3", figures)
                                        : Verdict.passed("version isn't 3", "it is " + number, figures);
                            })
                            .and(Gate.sameSignature()))
            .gate("challenger", Gate.open())
            .gate("broken", candidate -> {
                throw new java.io.IOException("the report is away");
            })
            .build();
    private final Client client = new Client(api);

    @BeforeEach
    void register() {
        for (double pace : new double[] {1, 2, 3, 4}) {
            registry.register("rides", Rides.model(pace));
        }
        registry.alias(registry.version("rides/1"), "champion");
    }

    @AfterEach
    void close() {
        api.close();
        workspace.close();
    }

    private int champion() {
        return registry.version("rides@champion").number();
    }

    private String answering() {
        return client.post("/predict", "{\"from\":3,\"miles\":5}")
                .json()
                .path("model_version")
                .asText();
    }

    @Test
    void an_alias_moves_through_its_gate_and_the_server_follows_at_once() {
        assertThat(answering()).isEqualTo("1");

        Client.Answer response = client.put(CHAMPION, "{\"version\":2,\"reason\":\"faster\"}");

        assertThat(response.status()).isEqualTo(200);
        JsonNode answer = response.json();
        assertThat(answer.path("model").asText()).isEqualTo("rides");
        assertThat(answer.path("alias").asText()).isEqualTo("champion");
        assertThat(answer.path("version").asInt()).isEqualTo(2);
        assertThat(answer.path("before").asInt()).isEqualTo(1);
        assertThat(answer.path("accepted").asBoolean()).isTrue();
        assertThat(answer.path("verdicts")).hasSize(2).allSatisfy(verdict -> assertThat(
                        verdict.path("passed").asBoolean())
                .isTrue());
        assertThat(champion()).isEqualTo(2);
        assertThat(answering()).isEqualTo("2");
        assertThat(registry.model("rides").history().entries()).last().satisfies(entry -> assertThat(entry.reason())
                .startsWith("faster"));
    }

    @Test
    void a_refusal_has_every_check_with_its_figures_and_moves_nothing() {
        Client.Answer response = client.put(CHAMPION, "{\"version\":3}");

        assertThat(response.status()).isEqualTo(409);
        JsonNode answer = response.json();
        assertThat(answer.path("accepted").asBoolean()).isFalse();
        JsonNode verdict = answer.path("verdicts").path(0);
        assertThat(verdict.path("check").asText()).isEqualTo("version isn't 3");
        assertThat(verdict.path("passed").asBoolean()).isFalse();
        assertThat(verdict.path("finding").asText()).isEqualTo("it is 3");
        assertThat(verdict.path("figures").path("version").asDouble()).isEqualTo(3);
        assertThat(answer.path("verdicts").path(1).path("passed").asBoolean()).isTrue();
        assertThat(champion()).isEqualTo(1);
        assertThat(registry.model("rides").history().entries()).last().satisfies(entry -> assertThat(entry.action())
                .isEqualTo("refuse"));
    }

    @Test
    void the_same_again_is_answered_the_same_and_does_nothing() {
        String body = "{\"version\":2,\"expected\":1}";
        assertThat(client.put(CHAMPION, body).status()).isEqualTo(200);
        int changes = registry.model("rides").history().entries().size();

        Client.Answer again = client.put(CHAMPION, body);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json().path("accepted").asBoolean()).isTrue();
        assertThat(again.json().path("before").asInt()).isEqualTo(2);
        assertThat(registry.model("rides").history().entries()).hasSize(changes);
        assertThat(asked).hasValue(1);
    }

    @Test
    void an_alias_that_points_elsewhere_than_expected_is_not_moved() {
        Client.Answer response = client.put(CHAMPION, "{\"version\":2,\"expected\":4}");

        assertThat(response.status()).isEqualTo(409);
        JsonNode verdict = response.json().path("verdicts").path(0);
        assertThat(verdict.path("check").asText()).isEqualTo("alias points to version 4");
        assertThat(verdict.path("finding").asText()).isEqualTo("it points to version 1");
        assertThat(champion()).isEqualTo(1);
    }

    @Test
    void an_alias_that_does_not_exist_yet_can_be_made() {
        String path = "/api/models/rides/aliases/challenger";
        assertThat(client.put(path, "{\"version\":3,\"expected\":2}").status()).isEqualTo(409);
        Client.Answer response = client.put(path, "{\"version\":3,\"expected\":0}");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().has("before")).isFalse();
        assertThat(registry.version("rides@challenger").number()).isEqualTo(3);
    }

    @Test
    void a_gate_that_can_not_be_asked_refuses() {
        Client.Answer response = client.put("/api/models/rides/aliases/broken", "{\"version\":2}");
        assertThat(response.status()).isEqualTo(409);
        assertThat(response.json().path("verdicts").path(0).path("finding").asText())
                .contains("the report is away");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "rides/aliases/other    | {\"version\":2}   | 403 | alias 'other' has no gate here, and so isn't moved from"
                        + " here, expected one of [broken, challenger, champion]",
                "rides/aliases/champion | {}                | 400 | body has no 'version', expected the number of the"
                        + " version to deploy",
                "rides/aliases/champion | ''                | 400 | body has no 'version', expected the number of the"
                        + " version to deploy",
                "rides/aliases/champion | {\"version\":0}   | 400 | 'version' isn't a whole number from 1 on",
                "rides/aliases/champion | {\"version\":2.5} | 400 | 'version' isn't a whole number from 1 on",
                "rides/aliases/champion | {\"version\":99999999999} | 400 | 'version' isn't a whole number from 1 on",
                "rides/aliases/champion | {\"version\":2,\"expected\":-1} | 400 | 'expected' isn't a whole number from 0 on",
                "rides/aliases/champion | {\"version\":2,\"reason\":7} | 400 | 'reason' isn't a text of up to 8000 characters",
                "rides/aliases/champion | {\"version\":2,\"force\":true} | 400 | body has 'force', expected only [expected,"
                        + " reason, version]",
                "rides/aliases/champion | {\"version\":9}   | 404 | version rides/9 doesn't exist",
                "nothing/aliases/champion | {\"version\":1} | 404 | version nothing/1 doesn't exist",
            })
    void what_can_not_be_done_is_told(String path, String body, int status, String message) {
        Client.Answer response = client.put("/api/models/" + path, body);
        assertThat(response.json().path("error").asText()).isEqualTo(message);
        assertThat(response.status()).isEqualTo(status);
        assertThat(champion()).isEqualTo(1);
    }

    @Test
    void a_reason_that_is_too_long_is_refused() {
        String body = "{\"version\":2,\"reason\":\"" + "x".repeat(8_001) + "\"}";
        assertThat(client.put(CHAMPION, body).status()).isEqualTo(400);
        assertThat(champion()).isEqualTo(1);
    }

    @Test
    void a_rollback_gives_the_alias_back_and_the_server_follows_at_once() {
        client.put(CHAMPION, "{\"version\":2}");
        client.put(CHAMPION, "{\"version\":4}");
        assertThat(answering()).isEqualTo("4");

        Client.Answer response = client.post("/api/models/rides/rollback", "{\"reason\":\"too slow\"}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().path("version").asInt()).isEqualTo(2);
        assertThat(answering()).isEqualTo("2");
        assertThat(registry.model("rides").history().entries()).last().satisfies(entry -> assertThat(entry.reason())
                .isEqualTo("too slow"));
        assertThat(client.post("/api/models/rides/rollback", "").status()).isEqualTo(200);
        assertThat(answering()).isEqualTo("1");
        assertThat(client.post("/api/models/rides/rollback", "").status())
                .as("there is no earlier one")
                .isEqualTo(409);
    }

    @Test
    void a_rollback_of_an_alias_that_is_not_moved_from_here_or_of_no_model_is_refused() {
        registry.alias(registry.version("rides/1"), "other");
        registry.alias(registry.version("rides/2"), "other");
        assertThat(client.post("/api/models/rides/rollback", "{\"alias\":\"other\"}")
                        .status())
                .isEqualTo(403);
        assertThat(registry.version("rides@other").number()).isEqualTo(2);
        assertThat(client.post("/api/models/nothing/rollback", "").status()).isEqualTo(404);
    }

    @Test
    void the_history_tells_who_did_what_and_why() {
        client.put(CHAMPION, "{\"version\":2,\"reason\":\"faster\"}");

        JsonNode changes = client.get("/api/models/rides/history").json().path("changes");

        JsonNode last = changes.path(changes.size() - 1);
        assertThat(last.path("action").asText()).isEqualTo("promote");
        assertThat(last.path("version").asInt()).isEqualTo(2);
        assertThat(last.path("subject").asText()).isEqualTo("champion");
        assertThat(last.path("reason").asText()).startsWith("faster");
        assertThat(last.path("actor").asText()).isEqualTo("deploy-job");
        assertThat(client.get("/api/models/nothing/history").status()).isEqualTo(404);
    }
}
