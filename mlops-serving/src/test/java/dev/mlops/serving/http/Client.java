package dev.mlops.serving.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** Asks an API as a client would. */
record Client(ModelApi api) {
    /** The token that tests give to APIs, and send to them. */
    static final String TOKEN = "a-secret-of-tests";

    private static final JsonMapper JSON = new JsonMapper();

    /** An answer, and what was asked. */
    record Answer(ApiRequest request, ApiResponse response) {
        int status() {
            return response.status();
        }

        String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return parsed(text());
        }

        Answer is(int status) {
            assertThat(status()).as(text()).isEqualTo(status);
            return this;
        }

        /** The message of an error, {@code {"error": "..."}}. */
        String error(int status) {
            is(status);
            assertThat(json().size()).isEqualTo(1);
            return json().get("error").textValue();
        }
    }

    Answer get(String path) {
        return get(path, Map.of());
    }

    Answer get(String path, Map<String, String> headers) {
        return ask("GET", path, headers, new byte[0]);
    }

    Answer put(String path, String json) {
        return ask("PUT", path, Map.of("Content-Type", "application/json"), json.getBytes(StandardCharsets.UTF_8));
    }

    Answer post(String path, String json) {
        return post(path, "application/json", json);
    }

    Answer post(String path, String contentType, String body) {
        return ask("POST", path, Map.of("Content-Type", contentType), body.getBytes(StandardCharsets.UTF_8));
    }

    Answer ask(String method, String path, Map<String, String> headers, byte[] body) {
        Map<String, String> byName = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        byName.put("Authorization", "Bearer " + TOKEN);
        byName.putAll(headers);
        ApiRequest request = ApiRequest.of(method, path, "", byName::get, body);
        return new Answer(request, api.handle(request));
    }

    static JsonNode parsed(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("not JSON: " + json, e);
        }
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
