package dev.mlops.serving.http;

import dev.mlops.registry.ModelRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
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

    private final ServedModels models;
    private final List<Route> routes;

    private ModelApi(Builder builder) {
        this.models = new ServedModels(builder.registry, builder.model);
        List<Route> all = new ArrayList<>(new PredictEndpoint(models).routes());
        all.addAll(new OpenInference(models).routes());
        all.addAll(new MlflowScoring(models).routes());
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
        List<String> path = Route.parts(request.path());
        ErrorFormat errors = ErrorFormat.PLAIN;
        try {
            for (Route route : routes) {
                Optional<PathValues> values = route.match(path);
                if (values.isPresent() && route.method().equals(request.method())) {
                    errors = route.errors();
                    return route.endpoint().answer(request, values.get());
                }
            }
            throw new ApiException(404, "there is nothing at this path");
        } catch (RuntimeException e) {
            ApiException known = ApiException.of(e);
            if (known.status() >= 500) {
                log.warn("{} failed", request.method(), e);
            }
            return errors.of(known);
        }
    }

    @Override
    public void close() {
        models.close();
    }

    /** Options of an API. Reusable; not thread-safe. */
    public static final class Builder {
        private final ModelRegistry registry;
        private String model = "";

        private Builder(ModelRegistry registry) {
            this.registry = Objects.requireNonNull(registry, "registry");
        }

        /** Which model answers where the path names none; by default the only one of the registry. */
        public Builder model(String name) {
            model = Objects.requireNonNull(name, "name");
            return this;
        }

        /** The API. */
        public ModelApi build() {
            return new ModelApi(this);
        }
    }
}
