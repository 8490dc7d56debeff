package dev.mlops.serving.http;

import dev.mlops.registry.Gate;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.PredictionListener;
import dev.mlops.serving.PredictionMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Predictions over HTTP, apart from any server: a request goes in, a response comes out. A host mounts it in its framework;
 * {@link ModelServer} is it with a port of its own.
 *
 * <p>Thread-safe. Close it when it is no longer needed.
 */
public final class ModelApi implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ModelApi.class);

    private final Observers observers;
    private final ServedModels models;
    private final List<Route> routes;

    private ModelApi(Builder builder) {
        this.observers = new Observers(builder.listeners, builder.metrics);
        this.models = new ServedModels(builder.registry, observers);
        List<Route> all = new ArrayList<>(new PredictEndpoint(models, builder.model).routes());
        all.addAll(new DeployEndpoint(models, builder.gates).routes());
        all.addAll(observers.routes());
        this.routes = List.copyOf(all);
    }

    /** The API of a registry's models. */
    public static ModelApi of(ModelRegistry registry) {
        return builder(registry).build();
    }

    /** Begins one with options. */
    public static Builder builder(ModelRegistry registry) {
        return new Builder(registry);
    }

    /** Answers a request. Never throws: what goes wrong is a response, too. */
    public ApiResponse handle(ApiRequest request) {
        long begun = observers.begun();
        Answer answer = answer(request);
        observers.answered(begun, request, answer.route(), answer.response());
        return answer.response();
    }

    private record Answer(String route, ApiResponse response) {}

    private Answer answer(ApiRequest request) {
        List<String> path = Route.parts(request.path());
        ErrorFormat errors = ErrorFormat.PLAIN;
        String pattern = "";
        try {
            for (Route route : routes) {
                Optional<PathValues> values = route.match(path);
                if (values.isPresent() && route.method().equals(request.method())) {
                    errors = route.errors();
                    pattern = "/" + String.join("/", route.pattern());
                    return new Answer(pattern, route.endpoint().answer(request, values.get()));
                }
            }
            throw new ApiException(404, "there is nothing at this path");
        } catch (RuntimeException e) {
            ApiException known = ApiException.of(e);
            if (known.status() >= 500) {
                log.warn("{} failed", request.method(), e);
            }
            return new Answer(pattern, errors.of(known));
        }
    }

    @Override
    public void close() {
        models.close();
        observers.close();
    }

    /** Options of an API. Reusable; not thread-safe. */
    public static final class Builder {
        private final ModelRegistry registry;
        private final Map<String, Gate> gates = new HashMap<>();
        private final List<PredictionListener<? super Map<String, ?>>> listeners = new ArrayList<>();
        private @Nullable PredictionMetrics metrics;
        private String model = "";

        private Builder(ModelRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /** Which model answers where the path names none; by default the only one of the registry. */
        public Builder model(String name) {
            model = Objects.requireNonNull(name, "name");
            return this;
        }

        /**
         * Lets {@code PUT /api/models/{model}/aliases/{alias}} move this alias of every model through a gate, and
         * {@code POST /api/models/{model}/rollback} move it back; {@link Gate#open} lets everything pass. Aliases without a gate
         * aren't moved over HTTP. May be called several times; of two gates for one alias the last one counts.
         */
        public Builder gate(String alias, Gate gate) {
            gates.put(Objects.requireNonNull(alias, "alias"), Objects.requireNonNull(gate, "gate"));
            return this;
        }

        /** Tells every prediction to a listener, such as a prediction log. May be called several times. */
        public Builder onPrediction(PredictionListener<? super Map<String, ?>> listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Measures predictions, and requests: {@code mlops.http.requests} is a timer by {@code method}, {@code route} and
         * {@code status}, {@code mlops.http.requests.active} a gauge. Where the meter registry is one of Prometheus
         * ({@code io.micrometer:micrometer-registry-prometheus}), or has one in it, {@code GET /metrics} tells all that it has to
         * those who have {@link Role#ADMIN}.
         */
        public Builder metrics(PredictionMetrics metrics) {
            this.metrics = Objects.requireNonNull(metrics, "metrics");
            return this;
        }

        /** The API. */
        public ModelApi build() {
            return new ModelApi(this);
        }
    }
}
