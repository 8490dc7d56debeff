package dev.mlops.storage;

import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a team's experiments, runs and models are kept in, and what this process needs to work with it. Everything else
 * starts from one: {@code Experiment.named("trip-duration").in(workspace)}. Thread-safe; close it when the process is done
 * with it, which first brings to the store all that was logged. What needs one that is closed throws
 * {@link IllegalStateException}, which says where it is.
 */
public final class Workspace implements AutoCloseable {
    private final Storage storage;
    private final InstantSource clock;
    private final @Nullable Path journal;
    private final Map<Class<?>, AutoCloseable> resources = new LinkedHashMap<>();
    private volatile boolean closed;

    private Workspace(Builder builder) {
        storage = builder.storage;
        clock = builder.clock;
        journal = builder.journal;
    }

    /** A workspace over fresh storage in memory, of this process alone and gone with it: for tests. */
    public static Workspace inMemory() {
        return builder(Storage.inMemory()).build();
    }

    /**
     * A workspace in a folder on a local disk, which is made where it isn't there: {@link Storage#inFolder}, and the journal
     * in {@code journal}. Several processes of the machine may share it.
     *
     * @throws dev.mlops.InvalidException if what is in the folder is something else, or of a newer version of this library
     * @throws dev.mlops.StorageUnavailableException if the folder can't be made or opened
     */
    public static Workspace open(Path folder) {
        return builder(Storage.inFolder(folder))
                .journal(folder.resolve("journal"))
                .build();
    }

    /**
     * The workspace of a folder, as {@link #open(Path)} opens it, where there is one: a misspelled folder makes none.
     *
     * @throws NotFoundException if there is none
     */
    public static Workspace openExisting(Path folder) {
        if (!StorageUri.isThere(folder)) {
            throw new NotFoundException("folder '" + folder + "' holds no workspace, expected one that is there");
        }
        return open(folder);
    }

    /**
     * A workspace by its address, as in {@link Storage#open(URI)}; one in a folder has its journal there.
     *
     * @throws dev.mlops.InvalidException if the address is of another kind
     */
    public static Workspace open(URI location) {
        return StorageUri.isPath(location)
                ? open(StorageUri.path(location))
                : builder(Storage.open(location)).build();
    }

    /** Begins a workspace over this storage, which closes with it. */
    public static Builder builder(Storage storage) {
        return new Builder(storage);
    }

    /**
     * Where things are kept.
     *
     * @throws IllegalStateException if the workspace is closed
     */
    public Storage storage() {
        checkOpen();
        return storage;
    }

    /** What tells the time. */
    public InstantSource clock() {
        return clock;
    }

    /** The folder where what the store can't take is kept until it can; absent if there is none. */
    public Optional<Path> journal() {
        return Optional.ofNullable(journal);
    }

    /**
     * What is there once for a workspace, such as the thread that writes: made by the first call for its type, and closed
     * with the workspace before the storage is, the last one first. For modules that build on this one.
     *
     * @throws IllegalStateException if the workspace is closed
     */
    public <T extends AutoCloseable> T resource(Class<T> type, Function<? super Workspace, ? extends T> make) {
        synchronized (resources) {
            checkOpen();
            AutoCloseable known = resources.get(type);
            if (known == null) {
                known = make.apply(this);
                resources.put(type, known);
            }
            return type.cast(known);
        }
    }

    /**
     * Removes for good the runs that were deleted this long ago and of which nothing was recorded since, and the experiments
     * that were deleted, or changed since, this long ago and none of whose runs was recorded since, with all their runs; with
     * the artifacts of these runs. It forgets results of pipelines' steps that weren't used for this long, to a day: their
     * steps run again. Then removes content as old that no name is bound to, but none that is younger than an
     * hour. If it is killed, the next purge goes on. What is in use is never touched; what is restored at this very moment
     * may be lost.
     *
     * @param olderThan zero or more
     * @throws IllegalArgumentException if it is negative
     * @throws IllegalStateException if the workspace is closed
     * @throws StorageUnavailableException if the storage is; what was removed until then stays removed
     */
    public Purged purge(Duration olderThan) {
        return new Purge(storage(), clock.instant(), olderThan).run();
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException(this + " is closed, expected an open one");
        }
    }

    /** Where it is, without secrets. */
    @Override
    public String toString() {
        return "workspace " + storage.place();
    }

    /** Closes its resources, then the storage. Closing again does nothing. */
    @Override
    public void close() {
        Closing closing;
        synchronized (resources) {
            if (closed) {
                return;
            }
            closed = true;
            closing = new Closing(resources.values());
        }
        closing.closeAll(storage);
    }

    /** Options of a workspace. Reusable; not thread-safe. */
    public static final class Builder {
        private final Storage storage;
        private InstantSource clock = InstantSource.system();
        private @Nullable Path journal;

        private Builder(Storage storage) {
            this.storage = Objects.requireNonNull(storage, "storage");
        }

        /** What tells the time; the system's clock by default. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * The folder where logging goes on when the store can't take it, made when that happens; on a local disk. What is
         * in it is brought to the store by the next workspace that has the same folder. By default there is none, and
         * logging waits for the store, then drops what it can't deliver and says so.
         */
        public Builder journal(Path folder) {
            this.journal = Objects.requireNonNull(folder, "folder");
            return this;
        }

        /** The workspace. */
        public Workspace build() {
            return new Workspace(this);
        }
    }
}
