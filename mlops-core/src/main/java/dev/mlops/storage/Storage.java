package dev.mlops.storage;

import dev.mlops.InvalidException;
import dev.mlops.storage.internal.files.ArtifactFolder;
import dev.mlops.storage.internal.memory.MemoryArtifactStore;
import dev.mlops.storage.internal.memory.MemoryModelStore;
import dev.mlops.storage.internal.memory.MemoryRunStore;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.spi.RunStore;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;

/**
 * Where runs, models and artifacts are kept; each may be kept by another backend. Thread-safe.
 *
 * <pre>
 * Storage storage = Storage.of(database.runs(), database.models(), Storage.artifactFolder(Path.of("/mnt/artifacts")));
 * </pre>
 */
public final class Storage implements AutoCloseable {
    private final RunStore runs;
    private final ModelStore models;
    private final ArtifactStore artifacts;

    private Storage(RunStore runs, ModelStore models, ArtifactStore artifacts) {
        this.runs = Objects.requireNonNull(runs, "runs");
        this.models = Objects.requireNonNull(models, "models");
        this.artifacts = Objects.requireNonNull(artifacts, "artifacts");
    }

    /** Storage of these backends; {@link #close} closes them. */
    public static Storage of(RunStore runs, ModelStore models, ArtifactStore artifacts) {
        return new Storage(runs, models, artifacts);
    }

    /**
     * Artifacts in a folder, which is made when something is first stored in it; any number of processes may share it, also
     * over a network file system that renames atomically. There may be no symbolic links below it.
     *
     * @throws InvalidException if a newer version of this library has written it; the message names both versions
     */
    public static ArtifactStore artifactFolder(Path folder) {
        return new ArtifactFolder(folder, InstantSource.system());
    }

    /** Fresh storage in memory, of this process alone and gone with it: for tests. */
    public static Storage inMemory() {
        return of(new MemoryRunStore(), new MemoryModelStore(), new MemoryArtifactStore(InstantSource.system()));
    }

    /** Experiments and runs. */
    public RunStore runs() {
        return runs;
    }

    /** Registered models. */
    public ModelStore models() {
        return models;
    }

    /** Artifacts of runs and files of models. */
    public ArtifactStore artifacts() {
        return artifacts;
    }

    /** Closes all three. */
    @Override
    public void close() {
        try {
            runs.close();
        } finally {
            try {
                models.close();
            } finally {
                artifacts.close();
            }
        }
    }
}
