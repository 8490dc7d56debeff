package dev.mlops.serving.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.RegisteredModel;
import dev.mlops.serving.Predictor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The predictors of a server: one for each model that was asked for, which follows its champion, and some for single versions.
 * Each is made when it is first asked for.
 */
final class ServedModels implements AutoCloseable {
    private static final int VERSIONS = 20;

    private final ModelRegistry registry;
    private final Consumer<Predictor.Builder<Map<String, ?>>> options;
    private final Observers observers;
    private volatile String unnamed; // empty until the only model was asked for
    private final Map<String, Predictor<Map<String, ?>>> models = new ConcurrentHashMap<>();
    private final Cache<String, Predictor<Map<String, ?>>> versions = Caffeine.newBuilder()
            .maximumSize(VERSIONS)
            .<String, Predictor<Map<String, ?>>>removalListener((reference, predictor, cause) -> close(predictor))
            .build();

    /**
     * The models of a registry.
     *
     * @param unnamed the model that answers where none is named; empty for the only one
     * @param options how models are asked, beyond what looks at them
     */
    ServedModels(
            ModelRegistry registry,
            String unnamed,
            Consumer<Predictor.Builder<Map<String, ?>>> options,
            Observers observers) {
        this.options = options;
        this.registry = registry;
        this.unnamed = unnamed;
        this.observers = observers;
    }

    ModelRegistry registry() {
        return registry;
    }

    /** The model that answers where none is named; throws ApiException if there are several and none was chosen. */
    String unnamed() {
        String known = unnamed;
        if (!known.isEmpty()) {
            return known;
        }
        List<RegisteredModel> all = registry.models();
        if (all.size() != 1) {
            throw new ApiException(
                    404,
                    "there are " + all.size()
                            + " models and none was named when the server was started: ask /api/models/{model}/predict");
        }
        String only = all.get(0).name();
        unnamed = only;
        return only;
    }

    /** Whether a model answers within microseconds: it has been asked before, and is compiled; an empty name is the unnamed one. */
    boolean isQuick(String name) {
        Predictor<Map<String, ?>> known = models.get(name.isEmpty() ? unnamed : name);
        return known != null && known.isCompiled();
    }

    /** What answers for a model; throws NotFoundException if it isn't there, or has no champion. */
    Predictor<Map<String, ?>> model(String name) {
        Predictor<Map<String, ?>> known = models.get(name);
        return known != null ? known : models.computeIfAbsent(name, this::made);
    }

    private Predictor<Map<String, ?>> made(String name) {
        Predictor.Builder<Map<String, ?>> builder = Predictor.builder(registry, name);
        options.accept(builder);
        return observers.observed(builder);
    }

    /** What answers for one version of a model; throws NotFoundException if it isn't there. */
    Predictor<Map<String, ?>> version(String name, int number) {
        return versions.get(
                name + "/" + number,
                reference ->
                        observers.observed(Predictor.builder(registry, name).split(Integer.toString(number), 1)));
    }

    /** Follows what was just done to the aliases of a model, at once. */
    void refresh(String name) {
        Predictor<Map<String, ?>> known = models.get(name);
        if (known != null) {
            known.refresh();
        }
    }

    private static void close(@Nullable Predictor<?> predictor) {
        if (predictor != null) {
            predictor.close();
        }
    }

    @Override
    public void close() {
        models.values().forEach(Predictor::close);
        models.clear();
        versions.invalidateAll();
    }
}
