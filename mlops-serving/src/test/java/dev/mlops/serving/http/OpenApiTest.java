package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mlops.model.Model;
import dev.mlops.model.Signature;
import dev.mlops.registry.Gate;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Moody;
import dev.mlops.serving.PredictionMetrics;
import dev.mlops.storage.Workspace;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The OpenAPI document, against a parser of such documents and against what really is asked and answered. */
final class OpenApiTest {
    private static final String ROW = "{\"from\": 3, \"miles\": 5}";
    private static final String TENSORS = """
            {"id": "1", "inputs": [{"name": "from", "shape": [1], "datatype": "INT32", "data": [3]},
                        {"name": "miles", "shape": [1], "datatype": "FP64", "data": [5]}]}""";

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final Model minutes = Models.minutes(3);
    private final ModelApi api = ModelApi.builder(registry)
            .model("minutes")
            .token("deploy-job", Role.ADMIN, Client.TOKEN)
            .gate("champion", Gate.sameSignature())
            .metrics(PredictionMetrics.in(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)))
            .route("GET", "/", request -> ApiResponse.html("<h1>host</h1>"))
            .build();
    private final Client client = new Client(api);

    @BeforeEach
    void register() {
        registry.alias(registry.register("minutes", minutes), "champion");
        registry.alias(registry.register("speed", Models.speed()), "champion");
        registry.alias(registry.register("long {rides} döner", Models.rated()), "champion");
        registry.register("waiting", minutes);
    }

    @AfterEach
    void close() {
        api.close();
        workspace.close();
    }

    private static String document(ModelApi api) {
        return new Client(api).get("/openapi.json").is(200).text();
    }

    private static Set<String> operations(String document) {
        Set<String> operations = new HashSet<>();
        Client.parsed(document).get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> operations.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        return operations;
    }

    private static JsonNode schema(String document, String path) {
        return Client.parsed(document)
                .get("paths")
                .get(path)
                .get("post")
                .get("requestBody")
                .get("content")
                .get("application/json")
                .get("schema");
    }

    @Test
    void a_parser_of_such_documents_finds_no_fault() {
        SwaggerParseResult result = new OpenAPIV3Parser().readContents(document(api), List.of(), null);
        assertThat(result.getMessages()).isEmpty();
        assertThat(result.getOpenAPI().getOpenapi()).isEqualTo("3.0.3");
        assertThat(result.getOpenAPI().getComponents().getSchemas()).containsOnlyKeys("Error", "MlflowError");
        assertThat(result.getOpenAPI().getInfo().getDescription()).startsWith("3 of 4 models");
    }

    /** A request that is answered with a status, and the operation of the document that it is of. */
    private record Case(String operation, String path, String body, int status) {
        String method() {
            return operation.substring(0, operation.indexOf(' '));
        }

        Client.Answer asked(Client client) {
            Map<String, String> headers = body.isEmpty() ? Map.of() : Map.of("Content-Type", "application/json");
            return client.ask(method(), path, headers, body.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Case of(String operation, String body, int status) {
        return new Case(operation, operation.substring(operation.indexOf(' ') + 1), body, status);
    }

    private static Case at(String operation, String path, String body, int status) {
        return new Case(operation, path, body, status);
    }

    private static final String MODEL = "/v2/models/{model}";
    private static final String VERSION = "/v2/models/{model}/versions/{version}";
    private static final String LONG_RIDES = "POST /api/models/long%20%7Brides%7D%20d%C3%B6ner/predict";

    private static final List<Case> CASES = List.of(
            of("GET /openapi.json", "", 200),
            of("POST /predict", ROW, 200),
            of("POST /predict", "{\"from\": \"3\", \"miles\": \"5e-1\", \"other\": []}", 200),
            of("POST /api/models/minutes/predict", ROW, 200),
            of("POST /api/models/speed/predict", ROW, 200),
            of(LONG_RIDES, "{\"miles\": 5, \"rating\": null}", 200),
            at("POST /api/models/{model}/predict", "/api/models/waiting/predict", ROW, 404),
            of("GET /api/models", "", 200),
            at("GET /api/models/{model}", "/api/models/minutes", "", 200),
            at("GET /api/models/{model}", "/api/models/speed", "", 200),
            at("GET /api/models/{model}", "/api/models/waiting", "", 200),
            at("GET /api/models/{model}", "/api/models/nothing", "", 404),
            at(
                    "PUT /api/models/{model}/aliases/{alias}",
                    "/api/models/minutes/aliases/champion",
                    "{\"version\": 2, \"expected\": 1, \"reason\": \"better\"}",
                    200),
            at(
                    "PUT /api/models/{model}/aliases/{alias}",
                    "/api/models/minutes/aliases/champion",
                    "{\"version\": 2}",
                    200),
            at(
                    "PUT /api/models/{model}/aliases/{alias}",
                    "/api/models/minutes/aliases/champion",
                    "{\"version\": 3}",
                    409),
            at("PUT /api/models/{model}/aliases/{alias}", "/api/models/minutes/aliases/other", "{\"version\": 2}", 403),
            at(
                    "PUT /api/models/{model}/aliases/{alias}",
                    "/api/models/minutes/aliases/champion",
                    "{\"version\": 9}",
                    404),
            at("POST /api/models/{model}/rollback", "/api/models/minutes/rollback", "{\"reason\": \"slow\"}", 200),
            at("POST /api/models/{model}/rollback", "/api/models/minutes/rollback", "", 409),
            at("GET /api/models/{model}/history", "/api/models/minutes/history", "", 200),
            of("GET /metrics", "", 200),
            of(
                    "POST /invocations",
                    "{\"dataframe_split\": {\"columns\": [\"from\", \"miles\"], \"data\": [[3, 5]]}}",
                    200),
            of("POST /invocations", "{\"dataframe_records\": [" + ROW + "], \"params\": null}", 200),
            of("POST /invocations", "{\"instances\": [[3, 5], " + ROW + "], \"params\": {\"a\": 1}}", 200),
            of("POST /invocations", "{\"inputs\": {\"from\": [3], \"miles\": [5]}}", 200),
            of("POST /invocations", "{\"inputs\": [[3, 5]]}", 200),
            of("POST /invocations", "{\"inputs\": [[3, \"far\"]]}", 400),
            of("GET /ping", "", 200),
            of("GET /health", "", 200),
            of("GET /version", "", 200),
            of("GET /v2/health/live", "", 200),
            of("GET /v2/health/ready", "", 200),
            of("GET /v2", "", 200),
            of("GET /v2/models", "", 200),
            at("GET " + MODEL, "/v2/models/speed", "", 200),
            at("GET " + MODEL, "/v2/models/nothing", "", 404),
            at("GET " + MODEL + "/ready", "/v2/models/minutes/ready", "", 200),
            at("POST " + MODEL + "/infer", "/v2/models/speed/infer", TENSORS, 200),
            at("POST " + MODEL + "/infer", "/v2/models/minutes/infer", TENSORS.replace("[3]", "[99]"), 400),
            at("GET " + VERSION, "/v2/models/minutes/versions/1", "", 200),
            at("GET " + VERSION + "/ready", "/v2/models/minutes/versions/1/ready", "", 200),
            at("POST " + VERSION + "/infer", "/v2/models/minutes/versions/1/infer", TENSORS, 200),
            of("POST /v2/repository/index", "", 200),
            of("POST /v2/repository/index", "{\"ready\": true}", 200),
            at("POST /v2/repository/models/{model}/unload", "/v2/repository/models/minutes/unload", "{}", 200),
            at("GET " + MODEL + "/ready", "/v2/models/minutes/ready", "", 503),
            at("POST /predict", "/predict", ROW, 503),
            at("GET /ping", "/ping", "", 503),
            at("GET /v2/health/ready", "/v2/health/ready", "", 503),
            at("POST /v2/repository/models/{model}/load", "/v2/repository/models/minutes/load", "", 200));

    @Test
    void every_operation_is_asked_and_answered_as_the_document_tells() {
        registry.register("minutes", Models.minutes(5));
        registry.register("minutes", Models.rated());
        String document = document(api);
        Described described = Described.by(document);
        for (Case each : CASES) {
            Client.Answer answer = each.asked(client).is(each.status());
            assertThat(answer.response().headers()).containsKey("Content-Type");
            described.check(answer);
        }
        assertThat(CASES.stream().map(Case::operation))
                .as("operations of the document")
                .containsAll(operations(document))
                .allMatch(operations(document)::contains);
    }

    @Test
    void bodies_that_are_no_json_are_described_too() {
        Described described = Described.by(document(api));
        described.check(
                client.post("/invocations", "text/csv", "from,miles\n3,5\n").is(200));
        Map<String, String> prometheus = Map.of("Accept", "application/openmetrics-text");
        described.check(client.get("/metrics", prometheus).is(200));
        String json = TENSORS.replaceFirst("\\{", "{\"parameters\": {\"binary_data_output\": true},");
        Map<String, String> headers = Map.of(
                "Content-Type",
                "application/octet-stream",
                BinaryPart.JSON_LENGTH,
                Integer.toString(json.length()),
                Batch.KEY,
                "rider-7");
        Client.Answer bytes =
                client.ask("POST", "/v2/models/minutes/infer", headers, json.getBytes(StandardCharsets.UTF_8));
        assertThat(bytes.is(200).response().headers()).containsEntry("Content-Type", "application/octet-stream");
        described.check(bytes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "flag   | true, 1, 0, \"false\"                  | 2, \"yes\", [], \"\"",
                "tiny   | 5, -5, \"5\"                           | 5.5, \"five\", {}, [5], null",
                "whole  | 2147483647, \"-7\"                     | 1e300, \"7.5\", null",
                "large  | 9007199254740993, -9007199254740993    | 9223372036854775808, \"\"",
                "narrow | 0.5, 5, \"-0.5\", 1e30                 | \"half\", [], null",
                "wide   | 1e300, \"1e-3\"                        | \"\", {}, null",
                "text   | \"b\", \"\", 7, 7.5, true              | [], {}",
                "time   | \"2021-02-03T02:30\", \"2021-02-03T02:30:01.5\" | \"2021-02-03\", \"noon\", 5, true"
            })
    void values_that_the_document_has_are_answered_and_those_that_it_has_not_are_refused(
            String field, String good, String bad) {
        registry.alias(registry.register("kinds", Models.kinds()), "champion");
        Described described = Described.by(document(api));
        String row = Client.json(Models.row(Models.kinds(42, 0)));
        for (JsonNode value : Client.parsed("[" + good + "]")) {
            described.check(asked(row, field, value).is(200));
        }
        for (JsonNode value : Client.parsed("[" + bad + "]")) {
            Client.Answer answer =
                    described.checkResponse(asked(row, field, value)).is(400);
            assertThat(described.findFault(answer.request()))
                    .as(value.toString())
                    .isNotEmpty();
        }
    }

    private Client.Answer asked(String row, String field, JsonNode value) {
        JsonNode changed = Client.parsed(row);
        ((ObjectNode) changed).set(field, value);
        return client.post("/api/models/kinds/predict", changed.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/predict | {} | 400",
                "/predict | {\"from\": 3} | 400",
                "/predict | [] | 400",
                "/invocations | [] | 400",
                "/invocations | {\"instances\": 7} | 400",
                "/invocations | {\"dataframe_records\": [7]} | 400",
                "/invocations | {\"dataframe_split\": {}} | 400",
                "/v2/models/minutes/infer | {} | 400",
                "/v2/models/minutes/infer | {\"inputs\": [{\"name\": \"from\"}]} | 400",
                "/v2/repository/index | {\"ready\": 1} | 400",
                "/api/models/minutes/rollback | {\"alias\": 1} | 400",
                "/api/models/minutes/rollback | {\"other\": 1} | 400"
            })
    void requests_that_the_document_has_not_are_refused_with_an_error_that_it_has(
            String path, String body, int status) {
        Described described = Described.by(document(api));
        Client.Answer answer = client.post(path, body).is(status);
        assertThat(described.findFault(answer.request())).isNotEmpty();
        described.checkResponse(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"version\": 0}", "{\"version\": \"2\"}", "{}", "{\"version\": 1, \"force\": true}"})
    void deploys_that_the_document_has_not_are_refused_with_an_error_that_it_has(String body) {
        Described described = Described.by(document(api));
        Client.Answer answer =
                client.put("/api/models/minutes/aliases/champion", body).is(400);
        assertThat(described.findFault(answer.request())).isNotEmpty();
        described.checkResponse(answer);
    }

    @Test
    void answers_that_the_document_has_not_are_seen() {
        Described described = Described.by(document(api));
        Client.Answer answer = client.post("/predict", ROW).is(200);
        for (String wrong : List.of(
                "{}",
                "{\"minutes\": \"7\", \"model_version\": \"1\"}",
                "{\"minutes\": 7, \"model_version\": 1}",
                "{\"minutes\": 7}",
                "{\"minutes\": 7, \"model_version\": \"1\", \"more\": 1}")) {
            ApiResponse response = ApiResponse.json(200, wrong.getBytes(StandardCharsets.UTF_8));
            assertThat(described.findFault(answer.request(), response))
                    .as(wrong)
                    .isNotEmpty();
        }
        Client.Answer speed = client.post("/api/models/speed/predict", ROW).is(200);
        ApiResponse unknown = ApiResponse.json(
                200, speed.text().replace("near", "over").replace("far", "over").getBytes(StandardCharsets.UTF_8));
        assertThat(described.findFault(speed.request(), unknown)).isNotEmpty();
    }

    @Test
    void a_token_is_asked_for_where_the_document_says_so() {
        String secret = "another-secret-of-tests";
        try (ModelApi closed = ModelApi.builder(registry)
                .model("minutes")
                .token("app", Role.PREDICT, secret)
                .token("deploy-job", Role.DEPLOY, Client.TOKEN)
                .build()) {
            new Client(closed).get("/v2").is(200);
            Map<String, String> app = Map.of("Authorization", "Bearer " + secret);
            String document =
                    new Client(closed).get("/openapi.json", app).is(200).text();
            Described described = Described.by(document);
            for (String path : List.of("/openapi.json", "/v2", "/v2/models", "/api/models")) {
                Client.Answer stranger = new Client(closed)
                        .get(path, Map.of("Authorization", ""))
                        .is(401);
                assertThat(described.findFault(ApiRequest.of("GET", path, "", name -> null, new byte[0])))
                        .as(path)
                        .isNotEmpty();
                described.checkResponse(stranger);
            }
            for (String path : List.of("/ping", "/version", "/v2/health/live")) {
                assertThat(described.findFault(ApiRequest.of("GET", path, "", name -> null, new byte[0])))
                        .as(path)
                        .isEmpty();
            }
            assertThat(Client.parsed(document)
                            .get("paths")
                            .get("/api/models/{model}/history")
                            .toString())
                    .contains("For bearers of a token for DEPLOY.");
        }
        assertThat(Client.parsed(document(api))
                        .get("paths")
                        .get("/predict")
                        .get("post")
                        .get("security"))
                .as("where nobody needs one")
                .isEmpty();
    }

    @Test
    void what_answers_without_a_name_is_told_when_there_is_one_such_model_and_nothing_is_decided_by_telling() {
        try (Workspace other = Workspace.inMemory()) {
            ModelRegistry models = ModelRegistry.in(other);
            try (ModelApi open = ModelApi.of(models)) {
                assertThat(schema(document(open), "/predict").has("properties")).isFalse();
                models.alias(models.register("minutes", minutes), "champion");
                assertThat(schema(document(open), "/predict").get("properties").has("miles"))
                        .isTrue();
                models.alias(models.register("speed", minutes), "champion");
                assertThat(schema(document(open), "/predict").has("properties")).isFalse();
                new Client(open).post("/predict", ROW).is(404);
            }
        }
    }

    @Test
    void the_champion_of_the_moment_is_told() {
        assertThat(schema(document(api), "/predict").get("required").toString()).isEqualTo("[\"from\",\"miles\"]");
        registry.alias(registry.register("minutes", Models.rated()), "champion");
        JsonNode rated = schema(document(api), "/predict");
        assertThat(rated.get("properties").get("rating").findValues("nullable")).isNotEmpty();
        assertThat(rated.get("properties").get("miles").findValues("nullable")).isEmpty();
        assertThat(rated.get("required").toString()).isEqualTo("[\"miles\",\"rating\"]");
        assertThat(rated.get("properties").fieldNames()).toIterable().containsExactlyInAnyOrder("miles", "rating");
        registry.unalias("minutes", "champion");
        assertThat(schema(document(api), "/predict").has("properties")).isFalse();
        assertThat(operations(document(api))).doesNotContain("POST /api/models/minutes/predict");
    }

    @Test
    void a_model_that_can_not_be_read_hides_no_other() {
        ModelRegistry trusting =
                ModelRegistry.builder(workspace).trust(Moody.class).build();
        trusting.alias(trusting.register("moody", Moody.model("unread", miles -> miles)), "champion");
        assertThat(operations(document(api)))
                .contains("POST /api/models/speed/predict")
                .doesNotContain("POST /api/models/moody/predict");
    }

    @Test
    void of_very_many_models_the_first_have_paths_of_their_own_and_the_unnamed_one_is_among_them() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            String name = "a%03d".formatted(i);
            registry.alias(registry.register(name, minutes), "champion");
            names.add(name);
        }
        String document = document(api);
        Set<String> operations = operations(document);
        assertThat(operations).contains("POST /api/models/minutes/predict", "POST /api/models/a098/predict");
        assertThat(operations).doesNotContain("POST /api/models/a099/predict");
        assertThat(names.stream().filter(name -> operations.contains("POST /api/models/" + name + "/predict")))
                .hasSize(OpenApiEndpoint.MODELS - 1);
        Described.by(document)
                .check(client.post("/api/models/a119/predict", ROW).is(200));
    }

    @Test
    void more_labels_than_anybody_reads_are_not_told() {
        List<String> labels = IntStream.rangeClosed(0, Schemas.LABELS)
                .mapToObj(i -> "label " + i)
                .toList();
        assertThat(tells(labels.subList(1, labels.size()))).isTrue();
        assertThat(tells(labels)).isFalse();
    }

    private static boolean tells(List<String> labels) {
        Signature.Output output = new Signature.Output(Signature.Kind.CLASSIFICATION, "speed", labels);
        return Client.parsed(Client.json(Schemas.answer(output)))
                .get("properties")
                .get("speed")
                .has("enum");
    }
}
