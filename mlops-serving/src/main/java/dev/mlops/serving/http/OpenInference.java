package dev.mlops.serving.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Open Inference Protocol, version 2, over REST, with its extensions for tensors as bytes and for the repository of models.
 * This is the server's part; {@link InferModel} is that of each model.
 */
final class OpenInference {
    private final ServedModels models;

    OpenInference(ServedModels models) {
        this.models = models;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(server());
        routes.addAll(new InferModel(models).routes());
        routes.addAll(new ModelRepository(models).routes());
        return routes;
    }

    private List<Route> server() {
        return List.of(
                Route.of(
                                "GET",
                                "/v2/health/live",
                                null,
                                ErrorFormat.PLAIN,
                                (request, path) -> json(200, Map.of("live", true)))
                        .described(RouteDoc.of("Whether the server runs").answers(InferSchemas.LIVE)),
                Route.of("GET", "/v2/health/ready", null, ErrorFormat.PLAIN, (request, path) -> ready())
                        .described(RouteDoc.of("Whether the server can answer; 503 while it can't")
                                .answers(InferSchemas.READY)
                                .answers(503, InferSchemas.READY)),
                Route.of("GET", "/v2", Role.PREDICT, ErrorFormat.PLAIN, (request, path) -> metadata())
                        .described(RouteDoc.of("The server's name, version and extensions")
                                .answers(InferSchemas.SERVER)),
                Route.of("GET", "/v2/models", Role.PREDICT, ErrorFormat.PLAIN, (request, path) -> names())
                        .described(RouteDoc.of("The names of all models").answers(InferSchemas.NAMES)));
    }

    /** The specification's text has "live" here, and KServe's server "ready". */
    private ApiResponse ready() {
        boolean ready = models.isReady();
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("ready", ready);
        content.put("live", true);
        return json(ready ? 200 : 503, content);
    }

    private static ApiResponse metadata() {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", Library.NAME);
        content.put("version", Library.version());
        content.put("extensions", List.of("binary_tensor_data", "model_repository"));
        return json(200, content);
    }

    private ApiResponse names() {
        List<String> names =
                models.registry().models().stream().map(model -> model.name()).toList();
        return json(200, Map.of("models", names));
    }

    private static ApiResponse json(int status, Map<String, ?> content) {
        return ApiResponse.json(status, Json.bytes(content));
    }
}
