package dev.mlops.serving.http;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A request as any HTTP server has it. Immutable as long as nobody changes the array of the body. */
public final class ApiRequest {
    private final String method;
    private final String path;
    private final String query;
    private final Function<String, @Nullable String> headers;
    private final byte[] body;

    private ApiRequest(
            String method, String path, String query, Function<String, @Nullable String> headers, byte[] body) {
        this.method = Objects.requireNonNull(method, "method");
        this.path = Objects.requireNonNull(path, "path");
        this.query = Objects.requireNonNull(query, "query");
        this.headers = Objects.requireNonNull(headers, "headers");
        this.body = Objects.requireNonNull(body, "body");
    }

    /**
     * A request.
     *
     * @param method such as {@code POST}, in capitals
     * @param path the path below where the API is mounted, as it came, with its escapes; it begins with a slash
     * @param query what stood behind the question mark, with its escapes; empty where nothing did
     * @param headers gives the first value of a header by its name in any case, null where it wasn't sent
     * @param body the body; empty where there was none. It isn't copied
     */
    public static ApiRequest of(
            String method, String path, String query, Function<String, @Nullable String> headers, byte[] body) {
        return new ApiRequest(method, path, query, headers, body);
    }

    /** The method, in capitals. */
    public String method() {
        return method;
    }

    /** The path, with its escapes. */
    public String path() {
        return path;
    }

    /** What stood behind the question mark, with its escapes; empty where nothing did. */
    public String query() {
        return query;
    }

    /** The first value of a header, whatever the case of its name. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.apply(name));
    }

    /** The same with a body, which wasn't there when its head was looked at. */
    ApiRequest with(byte[] content) {
        return new ApiRequest(method, path, query, headers, content);
    }

    /** The body; not a copy. */
    public byte[] body() {
        return body;
    }
}
