package dev.mlops.registry;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.mlops.model.Model;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.ModelStore;
import dev.mlops.tracking.Run;
import dev.mlops.tracking.RunSearch;
import java.util.List;
import java.util.Optional;

/** What the registries of a workspace share: its stores, and the models that are in memory. Thread-safe. */
final class Registry implements AutoCloseable {
    /** How many bytes of model files are kept as models in memory. */
    private static final long CACHED_BYTES = 512L << 20;

    private final Workspace workspace;
    private final Cache<ModelKey, Loaded> cache = Caffeine.newBuilder()
            .maximumWeight(CACHED_BYTES)
            .<ModelKey, Loaded>weigher((key, loaded) -> (int) Math.min(Integer.MAX_VALUE, loaded.bytes()))
            .build();

    /**
     * A model in memory.
     *
     * @param bytes the size of its files
     */
    record Loaded(Model model, long bytes) {}

    /** Numbers are never used again, so what is under a key never changes. */
    record ModelKey(String model, int number) {}

    private Registry(Workspace workspace) {
        this.workspace = workspace;
    }

    static Registry of(Workspace workspace) {
        return workspace.resource(Registry.class, Registry::new);
    }

    Workspace workspace() {
        return workspace;
    }

    ModelStore models() {
        return workspace.storage().models();
    }

    ArtifactStore artifacts() {
        return workspace.storage().artifacts();
    }

    Cache<ModelKey, Loaded> cache() {
        return cache;
    }

    /** The run of this id, in use or set aside. */
    Optional<Run> findRun(String id) {
        RunSearch runs = RunSearch.in(workspace).where("id = '" + id + "'");
        return runs.find().or(() -> runs.deleted().find());
    }

    /** The model of a version, read once by all who ask at the same time. */
    Model load(VersionFiles files, List<Class<?>> trusted) {
        return cache.get(new ModelKey(files.model(), files.number()), key -> read(files, trusted))
                .model();
    }

    private static Loaded read(VersionFiles files, List<Class<?>> trusted) {
        long bytes = files.modelBytes();
        return new Loaded(model(files, trusted), bytes);
    }

    /** Reads the model of a version, if each of its files is what was registered. */
    static Model model(VersionFiles files, List<Class<?>> trusted) {
        return Model.load(files.registered(VersionRecord.read(files).files()), trusted.toArray(Class<?>[]::new));
    }

    /** Lets go of a version's model. */
    void forget(String model, int number) {
        cache.invalidate(new ModelKey(model, number));
    }

    /** Lets go of the models of all versions. */
    void forget(String model) {
        cache.asMap().keySet().removeIf(key -> key.model().equals(model));
    }

    @Override
    public void close() {
        cache.invalidateAll();
    }
}
