package dev.mlops.serving.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Asks an API as a server would, without one. */
final class Asking {
    private static final JsonMapper JSON = new JsonMapper();
    private final ModelApi api;
    private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    Asking(ModelApi api) {
        this.api = api;
        headers.put("Content-Type", "application/json");
    }

    /** The token that tests give to APIs and send to them. */
    static final String TOKEN = "a secret of tests".replace(' ', '-');

    Asking token() {
        return header("Authorization", "Bearer " + TOKEN);
    }

    Asking header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    ApiResponse ask(String method, String path, String body) {
        return api.handle(ApiRequest.of(method, path, "", headers::get, body.getBytes(StandardCharsets.UTF_8)));
    }

    static JsonNode json(ApiResponse response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String text(ApiResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
