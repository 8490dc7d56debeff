package dev.mlops.serving.http;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the OpenAPI document tells of a route.
 *
 * @param summary what it does, in one line
 * @param request the schema of a body by media type; empty where there is none
 * @param response the schema of what is answered with 200 by media type; empty where it isn't told
 */
record RouteDoc(String summary, Map<String, Map<String, ?>> request, Map<String, Map<String, ?>> response) {
    static final RouteDoc NONE = of("");

    private static final String JSON = "application/json";

    static RouteDoc of(String summary) {
        return new RouteDoc(summary, Map.of(), Map.of());
    }

    /** The same for a body of JSON with this schema. */
    RouteDoc takes(Map<String, ?> schema) {
        return takes(JSON, schema);
    }

    /** The same for a body of this media type, too. */
    RouteDoc takes(String mediaType, Map<String, ?> schema) {
        return new RouteDoc(summary, added(request, mediaType, schema), response);
    }

    /** The same for an answer of JSON with this schema. */
    RouteDoc answers(Map<String, ?> schema) {
        return answers(JSON, schema);
    }

    /** The same for an answer of this media type, too. */
    RouteDoc answers(String mediaType, Map<String, ?> schema) {
        return new RouteDoc(summary, request, added(response, mediaType, schema));
    }

    private static Map<String, Map<String, ?>> added(
            Map<String, Map<String, ?>> content, String mediaType, Map<String, ?> schema) {
        Map<String, Map<String, ?>> more = new LinkedHashMap<>(content);
        more.put(mediaType, schema);
        return more;
    }
}
