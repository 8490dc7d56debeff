package dev.mlops.serving.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Finds the route of a request. Immutable. */
final class Router {
    private static final String ALLOW = "Allow";

    /** By path, then by method; these are most of what is asked for. */
    private final Map<String, Map<String, Route>> fixed = new HashMap<>();

    /** By the shape of the path, then by method, in the order in which they came. */
    private final Map<List<String>, Map<String, Route>> patterned = new LinkedHashMap<>();

    /** A route, and what the path says. */
    record Match(Route route, PathValues values) {}

    Router(List<Route> routes) {
        for (Route route : routes) {
            Map<String, Route> methods = route.hasValues()
                    ? patterned.computeIfAbsent(shape(route), shape -> new HashMap<>())
                    : fixed.computeIfAbsent(route.pattern(), path -> new HashMap<>());
            if (methods.putIfAbsent(route.method(), route) != null) {
                throw new IllegalArgumentException(
                        "route " + route.method() + " " + route.pattern() + " is there already, expected each once");
            }
        }
    }

    /** The parts of a pattern, whatever the names of its values. */
    private static List<String> shape(Route route) {
        return route.parts().stream()
                .map(part -> part.startsWith("{") ? "{}" : part)
                .toList();
    }

    /** The route of a request; throws ApiException 404 or 405 where there is none. */
    Match find(String method, String path) {
        Map<String, Route> methods = fixed.get(path);
        return methods != null ? new Match(of(method, methods), PathValues.NONE) : findByParts(method, path);
    }

    private Match findByParts(String method, String path) {
        List<String> parts =
                Paths.parts(path).stream().map(Paths::decoded).collect(Collectors.toCollection(ArrayList::new));
        if (path.indexOf('%') >= 0 && parts.stream().noneMatch(part -> part.indexOf('/') >= 0)) {
            Map<String, Route> methods = fixed.get("/" + String.join("/", parts));
            if (methods != null) {
                return new Match(of(method, methods), PathValues.NONE);
            }
        }
        for (Map.Entry<List<String>, Map<String, Route>> each : patterned.entrySet()) {
            if (matches(each.getKey(), parts)) {
                Route route = of(method, each.getValue());
                return new Match(route, values(route, parts));
            }
        }
        throw new ApiException(404, "there is nothing at this path");
    }

    private static boolean matches(List<String> shape, List<String> parts) {
        if (shape.size() != parts.size()) {
            return false;
        }
        for (int i = 0; i < parts.size(); i++) {
            boolean any = shape.get(i).startsWith("{");
            if (any ? parts.get(i).isEmpty() : !shape.get(i).equals(parts.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static PathValues values(Route route, List<String> parts) {
        List<String> pattern = route.parts();
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < parts.size(); i++) {
            String name = pattern.get(i);
            if (name.startsWith("{")) {
                values.put(name.substring(1, name.length() - 1), parts.get(i));
            }
        }
        return new PathValues(values);
    }

    private static Route of(String method, Map<String, Route> methods) {
        @Nullable Route route = methods.get(method.equals("HEAD") && !methods.containsKey("HEAD") ? "GET" : method);
        if (route != null) {
            return route;
        }
        String allowed = allowed(methods);
        if (method.equals("OPTIONS")) {
            return Route.of(method, "", null, ErrorFormat.PLAIN, (request, path) -> ApiResponse.empty(204)
                            .with(ALLOW, allowed))
                    .alwaysQuick();
        }
        ErrorFormat errors = methods.values().iterator().next().errors();
        throw new ApiException(
                405, "method isn't allowed at this path, expected one of " + allowed, Map.of(ALLOW, allowed), errors);
    }

    private static String allowed(Map<String, Route> methods) {
        TreeSet<String> names = new TreeSet<>(methods.keySet());
        names.add("OPTIONS");
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        return String.join(", ", names);
    }
}
