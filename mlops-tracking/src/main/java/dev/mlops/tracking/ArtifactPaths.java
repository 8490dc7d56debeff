package dev.mlops.tracking;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.Artifact;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The paths of a run's artifacts, none of which may be a file and a folder at once: no folder could hold them. Thread-safe;
 * what other processes store at the same time isn't known here, and is found by {@link #check}.
 */
final class ArtifactPaths {
    private static final Logger log = LoggerFactory.getLogger(ArtifactPaths.class);

    private final String runId;
    private final Supplier<List<Artifact>> before;
    private @Nullable NavigableSet<String> files;

    /** With what tells which artifacts the run has already, asked when the first is stored. */
    ArtifactPaths(String runId, Supplier<List<Artifact>> before) {
        this.runId = runId;
        this.before = before;
    }

    /**
     * Takes paths for what is about to be stored.
     *
     * @return those that are new
     * @throws ConflictException if one of them is a folder of another or of what is there, or the other way round; none is
     *     taken then
     */
    synchronized List<String> take(Collection<String> paths) {
        NavigableSet<String> all = new TreeSet<>(files());
        List<String> added = new ArrayList<>();
        for (String path : paths) {
            String other = other(path, all);
            if (other != null) {
                throw new ConflictException("artifact '" + path + "' of run " + runId + " can't be stored beside '"
                        + other + "': one path can't be a file and a folder");
            }
            if (all.add(path)) {
                added.add(path);
            }
        }
        files = all;
        return added;
    }

    /** Gives back a path under which nothing was stored. */
    synchronized void giveBack(String path) {
        files().remove(path);
    }

    private NavigableSet<String> files() {
        if (files == null) {
            files = new TreeSet<>();
            try {
                before.get().forEach(artifact -> files().add(artifact.name().path()));
            } catch (StorageUnavailableException e) {
                log.debug("artifacts that run {} has aren't known now", runId, e);
            }
        }
        return files;
    }

    /**
     * Checks what is to be written into one folder.
     *
     * @throws InvalidException if a path is a file and a folder; the message names two artifacts
     */
    static void check(String runId, Collection<String> paths) {
        NavigableSet<String> all = new TreeSet<>(paths);
        for (String path : all) {
            String other = other(path, all);
            if (other != null) {
                throw new InvalidException("artifacts '" + path + "' and '" + other + "' of run " + runId
                        + " can't be written into one folder: one path can't be a file and a folder");
            }
        }
    }

    /** A path among these that is below this one, or a folder of it. */
    private static @Nullable String other(String path, NavigableSet<String> among) {
        for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
            if (among.contains(path.substring(0, slash))) {
                return path.substring(0, slash);
            }
        }
        String next = among.ceiling(path + "/");
        return next != null && next.startsWith(path + "/") ? next : null;
    }
}
