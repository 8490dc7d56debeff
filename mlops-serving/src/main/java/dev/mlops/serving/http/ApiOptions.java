package dev.mlops.serving.http;

import dev.mlops.registry.ModelRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The options that an API and a server have alike.
 *
 * @param <B> the builder
 */
abstract sealed class ApiOptions<B extends ApiOptions<B>> permits ModelApi.Builder, ModelServer.Builder {
    /** How long a body may be, in bytes, unless {@link #body} says otherwise: 4 MiB. */
    public static final int BODY = 4 << 20;

    final ModelRegistry registry;
    final List<Tokens.Token> tokens = new ArrayList<>();
    final List<Route> routes = new ArrayList<>();
    String model = "";
    int body = BODY;

    ApiOptions(ModelRegistry registry) {
        this.registry = Objects.requireNonNull(registry, "registry");
    }

    abstract B self();

    /** Which model answers where the path names none; by default the only one that there is when it is first asked for. */
    public B model(String name) {
        model = Objects.requireNonNull(name, "name");
        return self();
    }

    /**
     * Lets who sends {@code Authorization: Bearer TOKEN} do what the role may. May be called several times. Without a token for
     * {@link Role#PREDICT} everybody may ask for predictions; without one for the other roles nobody has them.
     *
     * @param token at least 16 visible ASCII characters, best made by a generator of random ones
     * @throws IllegalArgumentException if it isn't
     */
    public B token(Role role, String token) {
        tokens.add(Tokens.Token.of(role, token));
        return self();
    }

    /**
     * How long a body may be; a longer one is answered with 413. {@link #BODY} by default.
     *
     * @param bytes above 0
     * @throws IllegalArgumentException if it isn't
     */
    public B body(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("body limit is " + bytes + " bytes, expected 1 or more");
        }
        body = bytes;
        return self();
    }

    /**
     * Answers at a path of the host's own, too; everybody may ask. A body, where there is one, is JSON.
     *
     * @param method such as {@code GET}, in capitals
     * @param path such as {@code /}; it begins with a slash
     * @param answer makes the response, within microseconds; called by many threads at once
     * @throws IllegalArgumentException if the path doesn't begin with a slash
     */
    public B route(String method, String path, Function<ApiRequest, ApiResponse> answer) {
        return add(method, path, null, answer);
    }

    /** The same for those who have the role; the answer may take its time. */
    public B route(String method, String path, Role role, Function<ApiRequest, ApiResponse> answer) {
        return add(method, path, Objects.requireNonNull(role, "role"), answer);
    }

    private B add(String method, String path, @Nullable Role role, Function<ApiRequest, ApiResponse> answer) {
        if (!path.startsWith("/") || path.indexOf('{') >= 0) {
            throw new IllegalArgumentException("path is '" + path + "', expected a slash first, and no braces");
        }
        Objects.requireNonNull(answer, "answer");
        Route route =
                Route.of(method, path, role, ErrorFormat.PLAIN, (request, values) -> answer.apply(request));
        routes.add(role == null ? route.quick() : route);
        return self();
    }

    /** Gives what was set so far to another builder. */
    void copyTo(ApiOptions<?> other) {
        other.tokens.addAll(tokens);
        other.routes.addAll(routes);
        other.model = model;
        other.body = body;
    }
}
