package dev.mlops.serving.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** What is answered to an {@link ApiRequest}. Immutable as long as nobody changes the array of the body. */
public final class ApiResponse {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final String JSON = "application/json";
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private ApiResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = Objects.requireNonNull(body, "body");
    }

    /** A response with a body of this type. The body isn't copied. */
    public static ApiResponse of(int status, String contentType, byte[] body) {
        return new ApiResponse(status, Map.of(CONTENT_TYPE, contentType), body);
    }

    static ApiResponse json(int status, byte[] body) {
        return of(status, JSON, body);
    }

    static ApiResponse text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    ApiResponse with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiResponse(status, more, body);
    }

    /** The status, such as 200. */
    public int status() {
        return status;
    }

    /** The headers by name, {@code Content-Type} among them; the length isn't. */
    public Map<String, String> headers() {
        return Map.copyOf(headers);
    }

    /** The body; not a copy. */
    public byte[] body() {
        return body;
    }
}
