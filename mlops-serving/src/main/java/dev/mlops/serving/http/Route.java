package dev.mlops.serving.http;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A method and a pattern of paths, such as {@code GET /v2/models/{model}/ready}, and what answers.
 *
 * @param pattern the path; a part in braces stands for any value
 * @param role who may ask; null for everybody, as of health
 * @param errors how an error is written
 * @param types what a body may be: other media types are refused, which a form of a foreign web page is sent with
 * @param quick whether a request is answered within microseconds
 * @param doc what the OpenAPI document tells of it
 */
record Route(
        String method,
        String pattern,
        @Nullable Role role,
        ErrorFormat errors,
        Set<String> types,
        Quick quick,
        RouteDoc doc,
        Endpoint endpoint) {
    private static final Set<String> JSON = Set.of("application/json");

    /**
     * Whether a request is answered within microseconds and without waiting, so that a server may do it in the thread that
     * serves other connections, too.
     */
    @FunctionalInterface
    interface Quick {
        boolean isQuick(ApiRequest request, PathValues path);
    }

    /** A route whose body, where there is one, is JSON, and which may wait for something. */
    static Route of(String method, String pattern, @Nullable Role role, ErrorFormat errors, Endpoint endpoint) {
        return new Route(method, pattern, role, errors, JSON, (request, path) -> false, RouteDoc.NONE, endpoint);
    }

    /** The same route, of which the OpenAPI document tells this. */
    Route described(RouteDoc doc) {
        return new Route(method, pattern, role, errors, types, quick, doc, endpoint);
    }

    /** The same route that takes bodies of these media types, in lower case, and no others. */
    Route accepting(String... types) {
        return new Route(method, pattern, role, errors, Set.of(types), quick, doc, endpoint);
    }

    /** The same route that answers within microseconds, always. */
    Route alwaysQuick() {
        return quickWhere((request, path) -> true);
    }

    /** The same route that answers within microseconds where this says so. */
    Route quickWhere(Quick quick) {
        return new Route(method, pattern, role, errors, types, quick, doc, endpoint);
    }

    /** The media types of bodies as a message tells them. */
    String shownTypes() {
        return types.stream().filter(type -> !type.isEmpty()).sorted().collect(Collectors.joining(" or "));
    }

    /** Whether any part stands for any value. */
    boolean hasValues() {
        return pattern.indexOf('{') >= 0;
    }

    List<String> parts() {
        return Paths.parts(pattern);
    }
}
