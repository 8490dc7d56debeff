package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.ModelVersion;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ModelRepositoryTest {
    private static final String ROW = """
            {"inputs": [{"name": "from", "shape": [1], "datatype": "INT32", "data": [3]},
                        {"name": "miles", "shape": [1], "datatype": "FP64", "data": [5]}]}""";
    private static final String INFER = "/v2/models/minutes/infer";
    private static final String LOAD = "/v2/repository/models/minutes/load";
    private static final String UNLOAD = "/v2/repository/models/minutes/unload";

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final ModelApi api = ModelApi.builder(registry)
            .token("deploy-job", Role.DEPLOY, Client.TOKEN)
            .build();
    private final Client client = new Client(api);

    @BeforeEach
    void register() {
        registry.register("minutes", Models.minutes(1));
        registry.alias(registry.register("minutes", Models.minutes(3)), "champion");
        registry.register("waiting", Models.minutes(1));
    }

    @AfterEach
    void close() {
        api.close();
        workspace.close();
    }

    private String index(String request) {
        return client.post("/v2/repository/index", request).is(200).text();
    }

    @Test
    void the_index_tells_of_each_model_whether_it_is_loaded_and_why_not() {
        assertThat(Client.parsed(index(""))).isEqualTo(Client.parsed("""
                [{"name": "minutes", "version": "2", "state": "UNAVAILABLE",
                  "reason": "not loaded yet: the first request does it"},
                 {"name": "waiting", "state": "UNAVAILABLE", "reason": "no version is its champion"}]"""));
        client.post(LOAD, "").is(200);
        assertThat(Client.parsed(index("{\"ready\": true}"))).isEqualTo(Client.parsed("""
                [{"name": "minutes", "version": "2", "state": "READY", "reason": ""}]"""));
        assertThat(index("{\"ready\": false}")).contains("waiting");
        assertThat(client.post("/v2/repository/index", "{\"ready\": 1}").error(400))
                .isEqualTo("ready of request is 1, expected true or false");
    }

    @Test
    void an_unloaded_model_and_its_versions_answer_again_when_it_is_loaded() {
        client.post(INFER, ROW).is(200);
        client.post("/v2/models/minutes/versions/1/infer", ROW).is(200);

        assertThat(client.post(UNLOAD, "{\"parameters\": {\"unload_dependents\": false}}")
                        .is(200)
                        .text())
                .isEqualTo("{}");
        assertThat(client.post(INFER, ROW).error(503)).startsWith("model 'minutes' is unloaded");
        assertThat(client.post("/v2/models/minutes/versions/1/infer", ROW).error(503))
                .contains("unloaded");
        assertThat(client.get("/v2/models/minutes").error(503)).contains("unloaded");
        assertThat(client.get("/v2/models/minutes/ready").is(503).text())
                .isEqualTo("{\"name\":\"minutes\",\"ready\":false}");
        assertThat(index("")).contains("\"UNAVAILABLE\",\"reason\":\"unloaded\"");

        client.post(LOAD, "{}").is(200);
        client.post(INFER, ROW).is(200);
        client.post("/v2/models/minutes/versions/1/infer", ROW).is(200);
        client.get("/v2/models/minutes/ready").is(200);
    }

    @Test
    void loading_a_model_again_takes_over_what_its_champion_is_now() {
        client.post(INFER, ROW).is(200);
        ModelVersion next = registry.register("minutes", Models.minutes(5));
        registry.alias(next, "champion");
        client.post(LOAD, "").is(200);
        assertThat(client.post(INFER, ROW).json().get("model_version").textValue())
                .isEqualTo("3");
    }

    @Test
    void what_is_not_there_can_not_be_loaded_or_unloaded() {
        assertThat(client.post("/v2/repository/models/other/load", "").error(404))
                .contains("'other'");
        assertThat(client.post("/v2/repository/models/other/unload", "").error(404))
                .contains("'other'");
        assertThat(client.post("/v2/repository/models/waiting/load", "").error(404))
                .contains("champion");
        assertThat(client.post(LOAD, "{\"parameters\": {\"config\": \"{}\"}}").error(400))
                .contains("config");
        assertThat(client.post(LOAD, "{\"parameters\": 1}").error(400)).contains("parameters");
        assertThat(client.post(UNLOAD, "[").error(400)).contains("JSON");
    }

    @Test
    void requests_while_a_model_comes_and_goes_are_answered_or_told_that_it_is_unloaded()
            throws InterruptedException, ExecutionException {
        assertThatRequestsAreAnsweredWhileItComesAndGoes(
                client, i -> client.post(i % 2 == 0 ? INFER : "/v2/models/minutes/versions/1/infer", ROW)
                        .status());
    }

    @Test
    void single_rows_while_a_model_comes_and_goes_are_answered_too() throws InterruptedException, ExecutionException {
        try (ModelApi guarded = ModelApi.builder(registry)
                .token("deploy-job", Role.DEPLOY, Client.TOKEN)
                .predictors(options -> options.batch(4, Duration.ZERO).timeout(Duration.ofSeconds(30)))
                .build()) {
            Client asking = new Client(guarded);
            assertThatRequestsAreAnsweredWhileItComesAndGoes(
                    asking, i -> asking.post("/api/models/minutes/predict", "{\"from\": 3, \"miles\": 5}")
                            .status());
        }
    }

    private static void assertThatRequestsAreAnsweredWhileItComesAndGoes(Client client, IntFunction<Integer> request)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        CountDownLatch begun = new CountDownLatch(1);
        Future<List<Integer>> asked = threads.submit(() -> {
            begun.countDown();
            return IntStream.range(0, 3_000).mapToObj(request).toList();
        });
        begun.await();
        List<Integer> moved = new ArrayList<>();
        while (!asked.isDone()) {
            moved.add(client.post(UNLOAD, "").status());
            moved.add(client.post(LOAD, "").status());
        }
        threads.shutdown();
        assertThat(Set.copyOf(asked.get())).isSubsetOf(200, 503).contains(200);
        assertThat(Set.copyOf(moved)).containsExactly(200);
    }

    @Test
    void more_versions_than_are_kept_are_answered_all_the_same() {
        for (int i = 3; i <= 45; i++) {
            registry.register("minutes", Models.minutes(i));
        }
        for (int round = 0; round < 2; round++) {
            for (int i = 1; i <= 45; i++) {
                String path = "/v2/models/minutes/versions/" + i + "/infer";
                assertThat(client.post(path, ROW)
                                .is(200)
                                .json()
                                .get("model_version")
                                .textValue())
                        .isEqualTo(Integer.toString(i));
            }
        }
    }
}
