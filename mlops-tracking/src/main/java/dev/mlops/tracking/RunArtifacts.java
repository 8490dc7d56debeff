package dev.mlops.tracking;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Codec;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** The files of a run. Every stream checks the content's hash when it ends. Thread-safe. */
public final class RunArtifacts {
    private final ArtifactStore store;
    private final String runId;

    RunArtifacts(ArtifactStore store, String runId) {
        this.store = store;
        this.runId = runId;
    }

    /** All of them, ascending by path. */
    public List<Artifact> list() {
        return store.list(ArtifactName.ofRun(runId, "any").owner());
    }

    /** Those below a folder, ascending by path. */
    public List<Artifact> list(String folder) {
        return list().stream()
                .filter(artifact -> artifact.name().path().startsWith(folder + "/"))
                .toList();
    }

    /**
     * Opens one, to be closed by the caller.
     *
     * @throws NotFoundException if there is none of this path
     * @throws InvalidException if the path isn't one
     */
    public InputStream open(String path) {
        return store.open(get(path).content());
    }

    /**
     * Reads one as a value.
     *
     * @throws NotFoundException if there is none of this path
     * @throws InvalidException if it was written in another format, or can't be read
     */
    public <T> T read(String path, Codec<T> codec) {
        Artifact artifact = get(path);
        if (!artifact.format().equals(codec.format())) {
            throw new InvalidException("artifact '" + path + "' of run " + runId + " has format '" + artifact.format()
                    + "', expected '" + codec.format() + "'");
        }
        try (InputStream in = store.open(artifact.content())) {
            return codec.read(in);
        } catch (IOException e) {
            throw new InvalidException(
                    "artifact '" + path + "' of run " + runId + " can't be read as " + codec.format(), e);
        }
    }

    /**
     * Writes all of them into a folder, which is made where it is missing; files there are written over, each in one step.
     *
     * @throws InvalidException if a link in the folder would lead a file out of it; or, before anything is written, if the
     *     path of one artifact is a folder of another, as only two processes that record at once can bring about
     * @throws StorageUnavailableException if a file can't be written
     */
    public void download(Path folder) {
        List<Artifact> all = list();
        check(all);
        Download into = Download.into(folder);
        all.forEach(artifact -> fetch(artifact, artifact.name().path(), into));
    }

    /**
     * Writes one of them, or all below a folder, into another folder under what follows {@code path} in their own; see
     * {@link #download(Path)}.
     *
     * @throws NotFoundException if there is nothing at or below this path
     */
    public void download(String path, Path folder) {
        List<Artifact> all = list().stream()
                .filter(artifact -> (artifact.name().path() + "/").startsWith(path + "/"))
                .toList();
        check(all);
        if (all.isEmpty()) {
            throw missing(path);
        }
        Download into = Download.into(folder);
        String file = path.substring(path.lastIndexOf('/') + 1);
        for (Artifact artifact : all) {
            String name = artifact.name().path();
            fetch(artifact, name.equals(path) ? file : name.substring(path.length() + 1), into);
        }
    }

    private void check(List<Artifact> artifacts) {
        ArtifactPaths.check(
                runId,
                artifacts.stream().map(artifact -> artifact.name().path()).toList());
    }

    private void fetch(Artifact artifact, String place, Download into) {
        try (InputStream in = store.open(artifact.content())) {
            into.write(place, in);
        } catch (IOException e) {
            throw new StorageUnavailableException(
                    "artifact '" + artifact.name().path() + "' of run " + runId + " can't be written to '" + place
                            + "'",
                    e);
        }
    }

    private Artifact get(String path) {
        return store.find(ArtifactName.ofRun(runId, path)).orElseThrow(() -> missing(path));
    }

    private NotFoundException missing(String path) {
        return new NotFoundException("run " + runId + " has no artifact '" + path + "'");
    }
}
