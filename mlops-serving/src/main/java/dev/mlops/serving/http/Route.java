package dev.mlops.serving.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A method and a pattern of paths, such as {@code GET /v2/models/{model}/ready}, and what answers.
 *
 * @param role who may ask; null for everybody, as of health
 * @param errors how an error is written
 * @param doc what the OpenAPI document tells of it
 */
record Route(
        String method, List<String> pattern, @Nullable Role role, ErrorFormat errors, Endpoint endpoint, RouteDoc doc) {

    static Route of(String method, String pattern, @Nullable Role role, ErrorFormat errors, Endpoint endpoint) {
        return new Route(method, parts(pattern), role, errors, endpoint, RouteDoc.NONE);
    }

    /** The same route, of which the OpenAPI document tells this. */
    Route described(RouteDoc doc) {
        return new Route(method, pattern, role, errors, endpoint, doc);
    }

    /** The parts of a path, still escaped. */
    static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        int from = 1;
        for (int slash = path.indexOf('/', 1); slash >= 0; slash = path.indexOf('/', from)) {
            parts.add(path.substring(from, slash));
            from = slash + 1;
        }
        parts.add(path.substring(Math.min(from, path.length())));
        return parts;
    }

    /** The named parts of a path of this pattern; nothing for another path. */
    Optional<PathValues> match(List<String> path) {
        if (path.size() != pattern.size()) {
            return Optional.empty();
        }
        Map<String, String> values = Map.of();
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                values = values.isEmpty() ? new LinkedHashMap<>() : values;
                values.put(expected.substring(1, expected.length() - 1), decoded(path.get(i)));
            } else if (!expected.equals(path.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(values.isEmpty() ? PathValues.NONE : new PathValues(values));
    }

    private static String decoded(String part) {
        try {
            return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new ApiException(
                    400, "path has a broken escape, expected two hexadecimal digits behind each percent sign");
        }
    }
}
