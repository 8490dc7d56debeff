package dev.mlops.serving.http;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;

/** What is answered to an {@link ApiRequest}. Immutable as long as nobody changes the array of the body. */
public final class ApiResponse {
    private static final String CONTENT_TYPE = "Content-Type";
    private static final Map<String, String> JSON = Map.of(CONTENT_TYPE, "application/json");
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private ApiResponse(int status, Map<String, String> headers, byte[] body) {
        this.status = status;
        this.headers = headers;
        this.body = Objects.requireNonNull(body, "body");
    }

    /** A response with a body of this media type. The body isn't copied. */
    public static ApiResponse of(int status, String contentType, byte[] body) {
        return new ApiResponse(status, Map.of(), body).with(CONTENT_TYPE, contentType);
    }

    /** A page, 200. */
    public static ApiResponse html(String page) {
        return of(200, "text/html; charset=utf-8", page.getBytes(StandardCharsets.UTF_8));
    }

    /** A response with a JSON body. The body isn't copied. */
    static ApiResponse json(int status, byte[] body) {
        return new ApiResponse(status, JSON, body);
    }

    static ApiResponse text(int status, String text) {
        return of(status, "text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8));
    }

    /** A response without a body. */
    static ApiResponse empty(int status) {
        return new ApiResponse(status, Map.of(), new byte[0]);
    }

    /**
     * The same with one more header, or another value of it.
     *
     * @throws IllegalArgumentException if a line break is in it
     */
    public ApiResponse with(String header, String value) {
        if (hasBreak(header) || hasBreak(value)) {
            throw new IllegalArgumentException("header has a line break, expected one line");
        }
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiResponse(status, more, body);
    }

    private static boolean hasBreak(String text) {
        return text.indexOf('\n') >= 0 || text.indexOf('\r') >= 0;
    }

    /** The status, such as 200. */
    public int status() {
        return status;
    }

    /** The headers by name, {@code Content-Type} among them; the length isn't. */
    public Map<String, String> headers() {
        return Collections.unmodifiableMap(headers);
    }

    void each(BiConsumer<String, String> header) {
        headers.forEach(header);
    }

    /** The body; not a copy. That of an answer to {@code HEAD} is as of {@code GET}: a server sends its length alone. */
    public byte[] body() {
        return body;
    }
}
