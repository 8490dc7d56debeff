package dev.mlops.serving.http;

import dev.mlops.registry.ModelRegistry;
import java.util.ArrayList;
import java.util.List;

/**
 * Predictions over HTTP, apart from any server: a request goes in, a response comes out. A host mounts it in its framework;
 * {@link ModelServer} is it with a port of its own.
 *
 * <p>Thread-safe. Close it when it is no longer needed.
 */
public final class ModelApi implements AutoCloseable {
    private final Observers observers;
    private final ServedModels models;
    private final Router router;
    private final Tokens tokens;
    private final int longest;

    private ModelApi(Builder builder) {
        this.observers = new Observers(builder.listeners, builder.metrics);
        this.models = new ServedModels(builder.registry, builder.model, builder.predictors, observers);
        this.tokens = new Tokens(builder.tokens);
        this.longest = builder.body;
        Signatures signatures = new Signatures(builder.registry);
        List<Route> all = new ArrayList<>(new PredictEndpoint(models).routes());
        all.addAll(new OpenInference(models).routes());
        all.addAll(new MlflowScoring(models).routes());
        all.addAll(new CatalogEndpoint(models, signatures).routes());
        all.addAll(new DeployEndpoint(models, builder.gates).routes());
        all.addAll(observers.routes());
        all.addAll(builder.routes);
        all.addAll(new OpenApiEndpoint(all, models, signatures, tokens).routes());
        this.router = new Router(all);
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
        return begin(request).answer(request);
    }

    /** Decides what the head of a request decides. Never throws. */
    Call begin(ApiRequest head) {
        return Call.begin(this, head);
    }

    Router router() {
        return router;
    }

    Tokens tokens() {
        return tokens;
    }

    Observers observers() {
        return observers;
    }

    /** How long a body may be, in bytes. */
    int longest() {
        return longest;
    }

    @Override
    public void close() {
        models.close();
        observers.close();
    }

    /** Options of an API. Reusable; not thread-safe. */
    public static final class Builder extends ApiOptions<Builder> {

        private Builder(ModelRegistry registry) {
            super(registry);
        }

        @Override
        Builder self() {
            return this;
        }

        /**
         * The API.
         *
         * @throws IllegalArgumentException if two routes have one method and one path
         */
        public ModelApi build() {
            return new ModelApi(this);
        }
    }
}
