package dev.mlops.serving.http;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An OpenAPI 3.0 document (spec.openapis.org/oas/v3.0.3) of routes. Every answer with a status that a route doesn't describe is
 * an error in the format of the route.
 */
final class OpenApiDocument {
    private static final String BEARER = "bearer";

    private final Tokens tokens;
    private final Map<String, Map<String, Object>> paths = new LinkedHashMap<>();
    private final Map<String, Object> schemas = new TreeMap<>();

    /** An empty one, for an API that asks for these tokens. */
    OpenApiDocument(Tokens tokens) {
        this.tokens = tokens;
    }

    /** Adds a route, where it is described. */
    void add(Route route) {
        add(route.pattern(), route, route.doc());
    }

    /** Adds what is told of a route at a path, of which parts in braces stand for any value. */
    void add(String path, Route route, RouteDoc doc) {
        if (!doc.summary().isEmpty()) {
            paths.computeIfAbsent(path, any -> new LinkedHashMap<>())
                    .put(route.method().toLowerCase(Locale.ROOT), operation(path, route, doc));
        }
    }

    /** The document. */
    Map<String, ?> content(String description) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("openapi", "3.0.3");
        content.put("info", Map.of("title", Library.NAME, "version", Library.version(), "description", description));
        content.put("servers", List.of(Map.of("url", "."))); // beside the document, wherever a host has mounted the API
        content.put("paths", paths);
        content.put(
                "components",
                Map.of(
                        "schemas",
                        schemas,
                        "securitySchemes",
                        Map.of(BEARER, Map.of("type", "http", "scheme", "bearer"))));
        return content;
    }

    private Map<String, Object> operation(String path, Route route, RouteDoc doc) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("summary", doc.summary());
        Role role = route.role();
        boolean open = role == null || tokens.isOpen(role);
        if (!open) {
            operation.put("description", "For bearers of a token for " + role + ".");
        }
        operation.put("security", open ? List.of() : List.of(Map.of(BEARER, List.of())));
        List<Map<String, ?>> parameters = parameters(path, doc);
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        if (!doc.request().isEmpty()) {
            operation.put("requestBody", Map.of("required", doc.needsBody(), "content", content(doc.request())));
        }
        operation.put("responses", responses(route.errors(), doc));
        return operation;
    }

    private static List<Map<String, ?>> parameters(String path, RouteDoc doc) {
        List<Map<String, ?>> parameters = new ArrayList<>();
        for (String part : Paths.parts(path)) {
            if (part.startsWith("{")) {
                String name = part.substring(1, part.length() - 1);
                parameters.add(Map.of("name", name, "in", "path", "required", true, "schema", Schemas.TEXT));
            }
        }
        doc.headers()
                .forEach((name, meaning) -> parameters.add(
                        Map.of("name", name, "in", "header", "description", meaning, "schema", Schemas.TEXT)));
        return parameters;
    }

    private Map<String, Object> responses(ErrorFormat errors, RouteDoc doc) {
        Map<String, Object> responses = new LinkedHashMap<>();
        doc.responses()
                .forEach((status, content) -> responses.put(
                        Integer.toString(status),
                        Map.of("description", described(status), "content", content(content))));
        schemas.put(errors.name(), errors.schema());
        responses.put(
                "default",
                Map.of(
                        "description",
                        "An error",
                        "content",
                        content(Map.of("application/json", Map.of("$ref", "#/components/schemas/" + errors.name())))));
        return responses;
    }

    private static String described(int status) {
        return status == 200 ? "The answer" : "The answer with the status " + status;
    }

    private static Map<String, ?> content(Map<String, Map<String, ?>> schemas) {
        Map<String, Object> content = new LinkedHashMap<>();
        schemas.forEach((mediaType, schema) -> content.put(mediaType, Map.of("schema", schema)));
        return content;
    }
}
