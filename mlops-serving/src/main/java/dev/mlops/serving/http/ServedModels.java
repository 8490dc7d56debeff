package dev.mlops.serving.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.RegisteredModel;
import dev.mlops.serving.Predictor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The predictors of a server: one for each model that was asked for, which follows its champion, and some for single versions.
 * Each is made when it is first asked for; a model that was unloaded isn't, until it is loaded again.
 */
final class ServedModels implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServedModels.class);
    private static final int VERSIONS = 20;

    private final ModelRegistry registry;
    private final Consumer<Predictor.Builder<Map<String, ?>>> options;
    private final Observers observers;
    private volatile String unnamed; // empty until the only model was asked for
    private final Map<String, Predictor<Map<String, ?>>> models = new ConcurrentHashMap<>();
    private final Set<String> unloaded = ConcurrentHashMap.newKeySet();
    private final Set<String> broken = ConcurrentHashMap.newKeySet(); // which the log has told of
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
        String only = findUnnamed(all)
                .orElseThrow(
                        () -> new ApiException(
                                404,
                                "there are " + all.size()
                                        + " models and none was named when the server was started: ask /api/models/{model}/predict"));
        unnamed = only;
        return only;
    }

    /** The model of these that would answer where none is named; decides nothing. */
    Optional<String> findUnnamed(List<RegisteredModel> all) {
        String known = unnamed;
        if (known.isEmpty()) {
            return all.size() == 1 ? Optional.of(all.get(0).name()) : Optional.empty();
        }
        return Optional.of(known);
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
        checkPresent(name);
        return loaded(name, name, options);
    }

    /** Makes a predictor; throws ApiException 503 if its model can't be loaded, which is no fault of who asks. */
    private Predictor<Map<String, ?>> loaded(
            String name, String reference, Consumer<Predictor.Builder<Map<String, ?>>> how) {
        try {
            Predictor.Builder<Map<String, ?>> builder = Predictor.builder(registry, name);
            how.accept(builder);
            Predictor<Map<String, ?>> made = observers.observed(builder);
            broken.remove(reference);
            return made;
        } catch (InvalidException e) {
            if (broken.add(reference)) {
                log.warn("model '{}' can't be loaded", reference, e);
            }
            throw new ApiException(
                    503, "model '" + reference + "' can't be loaded: the server's log tells why", ApiException.LATER);
        }
    }

    /** What answers for one version of a model; throws NotFoundException if it isn't there. */
    Predictor<Map<String, ?>> version(String name, int number) {
        if (unloaded.contains(name)) {
            checkPresent(name);
        }
        return versions.get(name + "/" + number, reference -> {
            checkPresent(name);
            return loaded(name, reference, builder -> builder.split(Integer.toString(number), 1));
        });
    }

    private void checkPresent(String name) {
        if (registry.findModel(name).isEmpty()) { // before anything reads an alias or a number out of a name
            throw new NotFoundException("model '" + name + "' doesn't exist");
        }
        if (unloaded.contains(name)) {
            throw new ApiException(
                    503, "model '" + name + "' is unloaded: POST /v2/repository/models/{model}/load loads it again");
        }
    }

    /**
     * Asks what answers. A predictor may be closed between being found and being asked, since it was unloaded or others pushed
     * it out; then what answers now is asked.
     */
    static <T> T ask(Supplier<Predictor<Map<String, ?>>> found, Function<Predictor<Map<String, ?>>, T> question) {
        Predictor<Map<String, ?>> predictor = found.get();
        while (true) {
            try {
                return question.apply(predictor);
            } catch (IllegalStateException e) {
                Predictor<Map<String, ?>> present = found.get();
                if (present == predictor) {
                    throw e;
                }
                predictor = present;
            }
        }
    }

    /** Whether a model's predictor is there, so that asking it doesn't wait for a store. */
    boolean isLoaded(String name) {
        return models.containsKey(name);
    }

    /**
     * Whether the server can answer: a model was named for it, or found, and is loaded, or can be; or some model is; or there is
     * none yet and the store can be reached. So a server that has what it needs stays ready while the store is away.
     */
    boolean isReady() {
        try {
            if (!unnamed.isEmpty()) {
                model(unnamed);
            } else if (models.isEmpty()) {
                registry.models();
            }
            return true;
        } catch (RuntimeException e) {
            log.debug("not ready", e);
            return false;
        }
    }

    /** Whether a model was unloaded and not loaded since. */
    boolean isUnloaded(String name) {
        return unloaded.contains(name);
    }

    /** Lets a model answer with what its alias points to now; throws NotFoundException as {@link #model} does. */
    void load(String name) {
        unloaded.remove(name);
        model(name).refresh();
    }

    /** Lets a model, and its single versions, answer no more until {@link #load}; what has begun ends. */
    void unload(String name) {
        checkPresent(name);
        unloaded.add(name);
        close(models.remove(name));
        versions.asMap().keySet().removeIf(reference -> reference.startsWith(name + "/"));
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
