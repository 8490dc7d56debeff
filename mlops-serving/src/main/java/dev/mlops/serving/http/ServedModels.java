package dev.mlops.serving.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.Predictor;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The predictors of a server: one for each model that was asked for, which follows its champion, and some for single versions.
 * Each is made when it is first asked for.
 */
final class ServedModels implements AutoCloseable {
    private static final int VERSIONS = 20;

    private final ModelRegistry registry;
    private final Observers observers;
    private final Map<String, Predictor<Map<String, ?>>> models = new ConcurrentHashMap<>();
    private final Cache<String, Predictor<Map<String, ?>>> versions = Caffeine.newBuilder()
            .maximumSize(VERSIONS)
            .<String, Predictor<Map<String, ?>>>removalListener((reference, predictor, cause) -> close(predictor))
            .build();

    ServedModels(ModelRegistry registry, Observers observers) {
        this.registry = registry;
        this.observers = observers;
    }

    ModelRegistry registry() {
        return registry;
    }

    /** What answers for a model; throws NotFoundException if it isn't there, or has no champion. */
    Predictor<Map<String, ?>> model(String name) {
        Predictor<Map<String, ?>> known = models.get(name);
        return known != null ? known : models.computeIfAbsent(name, this::made);
    }

    private Predictor<Map<String, ?>> made(String name) {
        return observers.observed(Predictor.builder(registry, name));
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
