package dev.mlops.serving.http;

import dev.mlops.registry.Gate;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.PredictionListener;
import dev.mlops.serving.PredictionMetrics;
import dev.mlops.serving.Predictor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
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
    final Map<String, Gate> gates = new HashMap<>();
    final List<PredictionListener<? super Map<String, ?>>> listeners = new ArrayList<>();

    @Nullable
    PredictionMetrics metrics;

    Consumer<Predictor.Builder<Map<String, ?>>> predictors = options -> {};
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
     * @param bearer who has it, as the registry's history and the access log tell it, such as {@code deploy-job}
     * @param token at least 16 visible ASCII characters, best made by a generator of random ones
     * @throws IllegalArgumentException if it isn't, or the bearer has no name
     */
    public B token(String bearer, Role role, String token) {
        tokens.add(Tokens.Token.of(bearer, role, token));
        return self();
    }

    /**
     * Lets {@code PUT /api/models/{model}/aliases/{alias}} move this alias of every model through a gate, and
     * {@code POST /api/models/{model}/rollback} move it back; {@link Gate#open} lets everything pass. Aliases without a gate
     * aren't moved over HTTP. May be called several times; of two gates for one alias the last one counts.
     */
    public B gate(String alias, Gate gate) {
        gates.put(Objects.requireNonNull(alias, "alias"), Objects.requireNonNull(gate, "gate"));
        return self();
    }

    /**
     * Says how models are asked: with a fallback and a timeout, a policy of odd inputs, a cache, a shadow. Called once for each
     * model, when it is first asked for; not for single versions, which are asked plainly.
     */
    public B predictors(Consumer<Predictor.Builder<Map<String, ?>>> options) {
        predictors = Objects.requireNonNull(options, "options");
        return self();
    }

    /** Tells every prediction to a listener, such as a prediction log. May be called several times. */
    public B onPrediction(PredictionListener<? super Map<String, ?>> listener) {
        listeners.add(Objects.requireNonNull(listener, "listener"));
        return self();
    }

    /**
     * Measures predictions, and requests: {@code mlops.http.requests} is a timer by {@code method}, {@code route} and
     * {@code status}, {@code mlops.http.requests.active} a gauge. Where the meter registry is one of Prometheus
     * ({@code io.micrometer:micrometer-registry-prometheus}), or has one in it, {@code GET /metrics} tells all that it has to
     * those who have {@link Role#ADMIN}.
     */
    public B metrics(PredictionMetrics metrics) {
        this.metrics = Objects.requireNonNull(metrics, "metrics");
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
     * Answers at a path of the host's own, too; everybody may ask. A body, where there is one, is JSON. The OpenAPI document
     * doesn't tell of it.
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
        Route route = Route.of(method, path, role, ErrorFormat.PLAIN, (request, values) -> answer.apply(request));
        routes.add(role == null ? route.alwaysQuick() : route);
        return self();
    }

    /** Gives what was set so far to another builder. */
    void copyTo(ApiOptions<?> other) {
        other.tokens.addAll(tokens);
        other.routes.addAll(routes);
        other.gates.putAll(gates);
        other.listeners.addAll(listeners);
        other.metrics = metrics;
        other.predictors = predictors;
        other.model = model;
        other.body = body;
    }
}
