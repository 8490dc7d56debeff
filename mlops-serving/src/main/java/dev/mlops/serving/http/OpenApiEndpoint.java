package dev.mlops.serving.http;

import dev.mlops.model.Signature;
import dev.mlops.registry.RegisteredModel;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /openapi.json}: all routes that are described, and where a route is of a model, a path for each model with what its
 * champion reads and answers. Of very many models only the first have paths of their own, so that the document stays small.
 */
final class OpenApiEndpoint {
    /** How many models have paths of their own. */
    static final int MODELS = 100;

    private static final String MODEL = "{model}";

    private final List<Route> all;
    private final Route own;
    private final ServedModels models;
    private final Signatures signatures;
    private final Tokens tokens;

    /** A document of these routes, and of the one for it. */
    OpenApiEndpoint(List<Route> others, ServedModels models, Signatures signatures, Tokens tokens) {
        this.models = models;
        this.signatures = signatures;
        this.tokens = tokens;
        this.own = Route.of(
                        "GET",
                        "/openapi.json",
                        Role.PREDICT,
                        ErrorFormat.PLAIN,
                        (request, path) -> ApiResponse.json(200, Json.bytes(document())))
                .described(RouteDoc.of("This document").answers(Schemas.OBJECT));
        List<Route> routes = new ArrayList<>(others);
        routes.add(own);
        this.all = List.copyOf(routes);
    }

    List<Route> routes() {
        return List.of(own);
    }

    private Map<String, ?> document() {
        List<RegisteredModel> registered = models.registry().models();
        Optional<String> unnamed = models.findUnnamed(registered);
        Map<String, Signature> known = known(registered, unnamed.orElse(""));
        OpenApiDocument document = new OpenApiDocument(tokens);
        for (Route route : all) {
            RouteDoc doc = route.doc();
            if (route.hasValues()) {
                document.add(route);
                known.forEach((name, signature) -> doc.findOf(signature)
                        .ifPresent(more -> document.add(route.pattern().replace(MODEL, escaped(name)), route, more)));
            } else {
                Optional<RouteDoc> more = unnamed.map(known::get).flatMap(doc::findOf);
                document.add(route.pattern(), route, more.orElse(doc));
            }
        }
        return document.content(known.size() + " of " + registered.size()
                + " models have paths of their own here, with what they read and answer."
                + " GET /api/models/{model} tells it of any.");
    }

    /** What the champions of the first models read and answer, by the model's name, that of the unnamed one first. */
    private Map<String, Signature> known(List<RegisteredModel> registered, String unnamed) {
        Map<String, Signature> known = new LinkedHashMap<>();
        registered.stream()
                .filter(Signatures::hasChampion)
                .sorted(Comparator.comparing(model -> !model.name().equals(unnamed)))
                .limit(MODELS)
                .forEach(model ->
                        signatures.findOfChampion(model).ifPresent(signature -> known.put(model.name(), signature)));
        return known;
    }

    /** A name as a part of a path. */
    private static String escaped(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
