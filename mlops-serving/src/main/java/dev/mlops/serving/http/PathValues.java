package dev.mlops.serving.http;

import java.util.Map;

/** The parts of a path that a route names, decoded. */
record PathValues(Map<String, String> byName) {
    static final PathValues NONE = new PathValues(Map.of());

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
