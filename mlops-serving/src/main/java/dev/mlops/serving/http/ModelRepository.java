package dev.mlops.serving.http;

import dev.mlops.registry.RegisteredModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The extension of the Open Inference Protocol for the repository of models: what there is, and whether it is loaded. A model
 * that isn't loaded yet is by the first request for it; one that was unloaded refuses requests until it is loaded again.
 */
final class ModelRepository {
    private static final String CHAMPION = "champion";

    private final ServedModels models;

    ModelRepository(ServedModels models) {
        this.models = models;
    }

    List<Route> routes() {
        return List.of(
                Route.of(
                                "POST",
                                "/v2/repository/index",
                                Role.PREDICT,
                                ErrorFormat.PLAIN,
                                (request, path) -> index(request))
                        .described(RouteDoc.of("All models and whether they are loaded")
                                .takes(InferSchemas.INDEX_REQUEST)
                                .orNothing()
                                .answers(InferSchemas.INDEX)),
                Route.of(
                                "POST",
                                "/v2/repository/models/{model}/load",
                                Role.DEPLOY,
                                ErrorFormat.PLAIN,
                                (request, path) -> load(request, path.get("model")))
                        .described(RouteDoc.of("Loads what a model's champion is now")
                                .takes(Schemas.OBJECT)
                                .orNothing()
                                .answers(Schemas.OBJECT)),
                Route.of(
                                "POST",
                                "/v2/repository/models/{model}/unload",
                                Role.DEPLOY,
                                ErrorFormat.PLAIN,
                                (request, path) -> unload(request, path.get("model")))
                        .described(RouteDoc.of("Lets a model answer no more until it is loaded")
                                .takes(Schemas.OBJECT)
                                .orNothing()
                                .answers(Schemas.OBJECT)));
    }

    private ApiResponse index(ApiRequest request) {
        boolean loaded = body(request).findFlag("ready").orElse(false);
        List<Map<String, Object>> entries = models.registry().models().stream()
                .filter(model -> !loaded || models.isLoaded(model.name()))
                .map(this::entry)
                .toList();
        return ApiResponse.json(200, Json.bytes(entries));
    }

    private Map<String, Object> entry(RegisteredModel model) {
        Integer champion = model.aliases().get(CHAMPION);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", model.name());
        if (champion != null) {
            entry.put("version", Integer.toString(champion));
        }
        boolean loaded = models.isLoaded(model.name());
        entry.put("state", loaded ? "READY" : "UNAVAILABLE");
        entry.put("reason", loaded ? "" : reason(model.name(), champion != null));
        return entry;
    }

    private String reason(String name, boolean hasChampion) {
        if (models.isUnloaded(name)) {
            return "unloaded";
        }
        return hasChampion ? "not loaded yet: the first request does it" : "no version is its champion";
    }

    private ApiResponse load(ApiRequest request, String name) {
        if (body(request).object("parameters").values().containsKey("config")) {
            throw new ApiException(
                    400, "parameter 'config' is given, expected none: a model is loaded as it is registered");
        }
        models.load(name);
        return ApiResponse.json(200, Json.bytes(Map.of()));
    }

    private ApiResponse unload(ApiRequest request, String name) {
        body(request).object("parameters");
        models.unload(name);
        return ApiResponse.json(200, Json.bytes(Map.of()));
    }

    private static Members body(ApiRequest request) {
        return new Members("request", request.body().length == 0 ? Map.of() : Json.object(request.body()));
    }
}
