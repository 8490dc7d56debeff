package dev.mlops.storage;

import dev.mlops.InvalidException;
import dev.mlops.storage.internal.files.ArtifactFolder;
import dev.mlops.storage.internal.jdbc.JdbcStores;
import dev.mlops.storage.internal.memory.MemoryArtifactStore;
import dev.mlops.storage.internal.memory.MemoryModelStore;
import dev.mlops.storage.internal.memory.MemoryRunStore;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.spi.RunStore;
import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Objects;
import javax.sql.DataSource;

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
    private final String place;

    private Storage(RunStore runs, ModelStore models, ArtifactStore artifacts, String place) {
        this.place = place;
        this.runs = Objects.requireNonNull(runs, "runs");
        this.models = Objects.requireNonNull(models, "models");
        this.artifacts = Objects.requireNonNull(artifacts, "artifacts");
    }

    /** Storage of these backends; {@link #close} closes them. */
    public static Storage of(RunStore runs, ModelStore models, ArtifactStore artifacts) {
        return new Storage(runs, models, artifacts, "over " + runs.getClass().getSimpleName());
    }

    /** The same with words for messages that say where it is, such as {@code in memory}. */
    Storage at(String place) {
        return new Storage(runs, models, artifacts, place);
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
        return of(new MemoryRunStore(), new MemoryModelStore(), new MemoryArtifactStore(InstantSource.system()))
                .at("in memory");
    }

    /**
     * Storage in a folder of a local disk, which is made where it isn't there: runs and models in {@code mlops.db}, a file
     * of SQLite, artifacts below {@code artifacts}. Several processes of one machine may use it at once.
     *
     * @throws InvalidException if a newer version of this library has written it, or the file is no database; the message
     *     names both versions
     * @throws dev.mlops.StorageUnavailableException if it can't be made or opened
     */
    public static Storage inFolder(Path folder) {
        return StorageUri.inFolder(folder);
    }

    /**
     * Storage of runs and models in a PostgreSQL database, in the schema that the connections use, and of artifacts
     * elsewhere. The tables, all named {@code mlops_…}, are made where they aren't there. The pool stays the caller's: it
     * isn't closed. The database's encoding must be UTF-8.
     *
     * @throws InvalidException if a newer version of this library has made the tables; the message names both versions
     * @throws dev.mlops.StorageUnavailableException if the database can't be reached
     */
    public static Storage postgres(DataSource pool, ArtifactStore artifacts) {
        Objects.requireNonNull(artifacts, "artifacts");
        JdbcStores stores = JdbcStores.postgres(pool);
        return of(stores.runs(), stores.models(), artifacts);
    }

    /**
     * Storage by its address: a path or {@code file:} as of {@link #inFolder}, or {@code memory:/} as of {@link #inMemory}.
     *
     * @throws InvalidException if the address is of another kind; and as {@link #inFolder} throws
     */
    public static Storage open(URI storage) {
        return StorageUri.open(storage);
    }

    /**
     * Storage by the addresses of runs and models and of artifacts. The first is a path, {@code file:} or {@code memory:/}
     * as of {@link #open(URI)}, or {@code jdbc:postgresql://host/database?user=…}, with a pool of connections of its own,
     * which needs {@code com.zaxxer:HikariCP} and {@code org.postgresql:postgresql}. The second is a path or {@code file:}
     * as of {@link #artifactFolder}, {@code memory:/}, or {@code s3://bucket/prefix?region=…&endpoint=…&path_style=true} as of
     * {@link dev.mlops.storage.s3.S3ArtifactStore}, of which all but the bucket may be left out.
     *
     * @throws InvalidException if an address is of another kind, or a library isn't there that it needs; and as {@link
     *     #inFolder} and {@link #postgres} throw
     */
    public static Storage open(URI storage, URI artifacts) {
        return StorageUri.open(storage, artifacts);
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

    /** Where it is, without secrets. */
    @Override
    public String toString() {
        return "storage " + place;
    }

    String place() {
        return place;
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
