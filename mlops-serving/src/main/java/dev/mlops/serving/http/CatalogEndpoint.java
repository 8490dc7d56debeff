package dev.mlops.serving.http;

import dev.mlops.data.Field;
import dev.mlops.model.Signature;
import dev.mlops.registry.ModelVersion;
import dev.mlops.registry.RegisteredModel;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What there is to ask: {@code GET /api/models} and {@code GET /api/models/{model}}. */
final class CatalogEndpoint {
    private static final int LATEST = 100;

    private final ServedModels models;
    private final Signatures signatures;

    CatalogEndpoint(ServedModels models, Signatures signatures) {
        this.models = models;
        this.signatures = signatures;
    }

    List<Route> routes() {
        return List.of(
                Route.of("GET", "/api/models", Role.PREDICT, ErrorFormat.PLAIN, (request, path) -> list())
                        .described(RouteDoc.of("All models, with their aliases").answers(ApiSchemas.MODELS)),
                Route.of(
                                "GET",
                                "/api/models/{model}",
                                Role.PREDICT,
                                ErrorFormat.PLAIN,
                                (request, path) -> one(path.get("model")))
                        .described(RouteDoc.of("A model: what its champion reads and answers, and its latest versions")
                                .answers(ApiSchemas.MODEL)));
    }

    private ApiResponse list() {
        List<Map<String, Object>> all = models.registry().models().stream()
                .map(CatalogEndpoint::summary)
                .toList();
        return ApiResponse.json(200, Json.bytes(Map.of("models", all)));
    }

    private ApiResponse one(String name) {
        RegisteredModel model = models.registry().model(name);
        Map<String, Object> content = summary(model);
        signatures.findOfChampion(model).ifPresent(signature -> content.put("signature", signature(signature)));
        content.put(
                "versions",
                model.versions().limit(LATEST).list().stream()
                        .map(CatalogEndpoint::version)
                        .toList());
        return ApiResponse.json(200, Json.bytes(content));
    }

    private static Map<String, Object> summary(RegisteredModel model) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", model.name());
        content.put("description", model.description());
        content.put("aliases", model.aliases());
        return content;
    }

    private static Map<String, Object> version(ModelVersion version) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("version", Integer.toString(version.number()));
        content.put("status", version.status().name());
        content.put("created", version.created().toString());
        content.put("aliases", version.aliases());
        content.put("metrics", version.metrics());
        return content;
    }

    private static Map<String, Object> signature(Signature signature) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put(
                "inputs",
                signature.inputs().fields().stream().map(CatalogEndpoint::input).toList());
        Map<String, Object> output = new LinkedHashMap<>();
        output.put("name", signature.output().name());
        output.put("kind", signature.output().kind().name().toLowerCase(Locale.ROOT));
        if (signature.output().kind() == Signature.Kind.CLASSIFICATION) {
            output.put("labels", signature.output().labels());
        }
        content.put("output", output);
        return content;
    }

    private static Map<String, Object> input(Field field) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("name", field.name());
        content.put("type", field.type().name().toLowerCase(Locale.ROOT));
        content.put("nullable", field.nullable());
        return content;
    }
}
