package dev.mlops.serving.http;

import dev.mlops.model.Signature;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the OpenAPI document tells of a route. Immutable.
 *
 * @param summary what it does, in one line; a route without one isn't in the document
 * @param request the schema of a body by media type; empty where there is none
 * @param needsBody whether a request must have a body
 * @param headers what optional headers of a request mean, by name
 * @param responses the schema of an answer by status and media type; all other statuses are errors
 * @param ofModel what is told in the place of this where the model is known; null where that is the same
 */
record RouteDoc(
        String summary,
        Map<String, Map<String, ?>> request,
        boolean needsBody,
        Map<String, String> headers,
        Map<Integer, Map<String, Map<String, ?>>> responses,
        @Nullable Function<Signature, RouteDoc> ofModel) {
    static final RouteDoc NONE = of("");

    private static final String JSON = "application/json";

    static RouteDoc of(String summary) {
        return new RouteDoc(summary, Map.of(), true, Map.of(), Map.of(), null);
    }

    /** The same for a body of JSON with this schema. */
    RouteDoc takes(Map<String, ?> schema) {
        return takes(JSON, schema);
    }

    /** The same for a body of this media type, too. */
    RouteDoc takes(String mediaType, Map<String, ?> schema) {
        return new RouteDoc(summary, added(request, mediaType, schema), needsBody, headers, responses, ofModel);
    }

    /** The same where a request may do without a body. */
    RouteDoc orNothing() {
        return new RouteDoc(summary, request, false, headers, responses, ofModel);
    }

    /** The same where a request may have this header. */
    RouteDoc reads(String header, String meaning) {
        return new RouteDoc(summary, request, needsBody, added(headers, header, meaning), responses, ofModel);
    }

    /** The same for an answer of JSON with this schema, and the status 200. */
    RouteDoc answers(Map<String, ?> schema) {
        return answers(200, JSON, schema);
    }

    /** The same for an answer with another status, too. */
    RouteDoc answers(int status, Map<String, ?> schema) {
        return answers(status, JSON, schema);
    }

    /** The same for an answer of this media type, too. */
    RouteDoc answers(int status, String mediaType, Map<String, ?> schema) {
        Map<Integer, Map<String, Map<String, ?>>> more = new TreeMap<>(responses);
        more.put(status, added(more.getOrDefault(status, Map.of()), mediaType, schema));
        return new RouteDoc(summary, request, needsBody, headers, more, ofModel);
    }

    /** The same where a model's signature tells more. */
    RouteDoc ofModel(Function<Signature, RouteDoc> more) {
        return new RouteDoc(summary, request, needsBody, headers, responses, more);
    }

    /** What is told where it is of a model with this signature, if that is more. */
    Optional<RouteDoc> findOf(Signature signature) {
        return Optional.ofNullable(ofModel).map(more -> more.apply(signature));
    }

    private static <V> Map<String, V> added(Map<String, V> map, String key, V value) {
        Map<String, V> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return more;
    }
}
