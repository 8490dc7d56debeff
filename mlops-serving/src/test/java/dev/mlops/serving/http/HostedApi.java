package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.mlops.registry.Gate;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Rides;
import dev.mlops.storage.Workspace;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.parser.OpenAPIV3Parser;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an API does that a host has mounted below {@code /ml}, over HTTP on the loopback. */
abstract class HostedApi {
    private static final String RIDE = "{\"from\":3,\"miles\":5}";
    private static final JsonMapper JSON = new JsonMapper();

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final HttpClient client = HttpClient.newHttpClient();
    private String address = "";

    /** Starts a host with this API on a free port, and gives its address. */
    abstract String start(ModelApi api) throws Exception;

    abstract void stop() throws Exception;

    @BeforeEach
    void begin() throws Exception {
        registry.alias(registry.register("rides", Rides.model(3)), "champion");
        registry.alias(registry.register("long rides", Rides.model(9)), "champion");
        registry.register("rides", Rides.model(5));
        address = start(ModelApi.builder(registry)
                .model("rides")
                .token("deploy-job", Role.DEPLOY, Client.TOKEN)
                .gate("champion", Gate.sameSignature())
                .build());
    }

    @AfterEach
    void end() throws Exception {
        stop();
        workspace.close();
    }

    final HttpResponse<String> ask(String method, String path, String body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    @Test
    void a_prediction_has_its_value_its_version_and_its_id() throws IOException, InterruptedException {
        HttpResponse<String> response = ask("POST", "/ml/predict", RIDE);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(JSON.readTree(response.body()).path("minutes").asDouble())
                .isEqualTo(registry.load("rides/1").predict(Rides.RIDE));
        assertThat(JSON.readTree(response.body()).path("model_version").asText())
                .isEqualTo("1");
        assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(response.headers().firstValue("Prediction-Id").orElseThrow()).matches("[0-9a-f]{32}");
    }

    @Test
    void the_document_tells_where_the_api_is_mounted() throws IOException, InterruptedException {
        OpenAPI document = new OpenAPIV3Parser().read(address + "/ml/openapi.json");

        String server = document.getServers().get(0).getUrl();
        assertThat(server).isEqualTo(address + "/ml/");
        assertThat(document.getPaths()).containsKeys("/predict", "/api/models/long%20rides/predict");
        assertThat(ask("POST", "/ml/api/models/long%20rides/predict", RIDE).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_name_with_escapes_is_understood() throws IOException, InterruptedException {
        HttpResponse<String> response = ask("POST", "/ml/api/models/long%20rides/predict", RIDE);

        assertThat(JSON.readTree(response.body()).path("minutes").asDouble())
                .isEqualTo(registry.load("long rides/1").predict(Rides.RIDE));
    }

    @Test
    void errors_are_those_of_the_api() throws IOException, InterruptedException {
        HttpResponse<String> broken = ask("POST", "/ml/predict", "{\"from\":");
        assertThat(broken.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(broken.body()).path("error").asText()).startsWith("body isn't JSON");
        assertThat(ask("POST", "/ml/api/models/none/predict", RIDE).statusCode())
                .isEqualTo(404);
        assertThat(ask("GET", "/ml/nothing", "").statusCode()).isEqualTo(404);
        assertThat(ask("GET", "/ml", "").statusCode()).isEqualTo(404);
    }

    @Test
    void what_is_beside_the_api_is_the_hosts() throws IOException, InterruptedException {
        HttpResponse<String> response = ask("GET", "/hello", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("hello");
        assertThat(ask("POST", "/predict", RIDE).statusCode()).isIn(404, 405);
    }

    @Test
    void a_body_may_be_large() throws IOException, InterruptedException {
        String spaces = " ".repeat(1 << 20);
        assertThat(ask("POST", "/ml/predict", spaces + RIDE).statusCode()).isEqualTo(200);
    }

    @Test
    void a_body_may_not_be_larger_than_the_api_says() throws IOException, InterruptedException {
        String spaces = " ".repeat(ModelApi.Builder.BODY);
        assertThat(ask("POST", "/ml/predict", spaces + RIDE).statusCode()).isEqualTo(413);
    }

    @Test
    void a_deploy_needs_its_token() throws IOException, InterruptedException {
        HttpResponse<String> response = ask("PUT", "/ml/api/models/rides/aliases/champion", "{\"version\":2}");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate")).hasValue("Bearer realm=\"mlops\"");
        assertThat(registry.version("rides@champion").number()).isEqualTo(1);
    }

    @Test
    void a_deploy_is_followed() throws IOException, InterruptedException {
        HttpResponse<String> response = ask(
                "PUT",
                "/ml/api/models/rides/aliases/champion",
                "{\"version\":2}",
                "Authorization",
                "Bearer " + Client.TOKEN);

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        HttpResponse<String> after = ask("POST", "/ml/predict", RIDE);
        assertThat(JSON.readTree(after.body()).path("model_version").asText()).isEqualTo("2");
    }
}
