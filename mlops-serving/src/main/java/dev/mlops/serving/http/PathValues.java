package dev.mlops.serving.http;

import java.util.Map;

/**
 * What the head of a request tells an endpoint.
 *
 * @param byName the parts of the path that the route names, decoded
 * @param bearer who asks, by the name of the token; empty for anybody
 */
record PathValues(Map<String, String> byName, String bearer) {
    static final PathValues NONE = new PathValues(Map.of());

    PathValues(Map<String, String> byName) {
        this(byName, "");
    }

    PathValues by(String who) {
        return who.equals(bearer) ? this : new PathValues(byName, who);
    }

    /** The part of this name, which the route has. */
    String get(String name) {
        String value = byName.get(name);
        if (value == null) {
            throw new IllegalStateException("route has no part '" + name + "', expected one of " + byName.keySet());
        }
        return value;
    }

    /** The part of this name as the number of a version; what isn't one is not found. */
    int version(String name) {
        String text = get(name);
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw new ApiException(404, "version '" + text + "' doesn't exist: versions are whole numbers from 1");
        }
        return Integer.parseInt(text);
    }
}
