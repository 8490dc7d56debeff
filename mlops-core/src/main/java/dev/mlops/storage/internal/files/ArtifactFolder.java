package dev.mlops.storage.internal.files;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.internal.HashingOutput;
import dev.mlops.storage.internal.PendingFile;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.spi.ContentWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Artifacts in a folder that any number of threads and processes may share, also on a network file system that renames
 * atomically.
 *
 * <p>{@code content/ab/} holds each content once under the SHA-256 of its bytes, {@code names/} a small JSON file for each
 * name in the folder of its owner, {@code format.json} the version of this layout. Files are written in {@code pending/},
 * synced, moved to their place in one step, and the folder is synced: a killed process leaves at most a pending file,
 * which is deleted once nothing was written to it for a day. When content was stored is the time of its file. How a
 * {@link Sweep} goes along with writers is told there.
 */
public final class ArtifactFolder implements ArtifactStore {
    private final Housekeeping housekeeping;
    private final Layout layout;
    private final Contents contents;
    private final Names names;

    /**
     * The folder, which is made when something is first stored in it.
     *
     * @param clock tells when content was stored
     * @throws InvalidException if a newer version of this library has written it; the message names both versions
     */
    public ArtifactFolder(Path root, InstantSource clock) {
        layout = new Layout(root);
        contents = new Contents(layout, clock);
        names = new Names(layout);
        housekeeping = new Housekeeping(layout);
        housekeeping.refuseNewer();
    }

    @Override
    public Content put(ContentWriter writer) throws IOException {
        String operation = "take content";
        try (PendingFile file = attempt(operation, this::begin)) {
            Content content = new HashingOutput(file.out(), e -> unavailable(operation, e)).take(writer);
            return attempt(operation, () -> {
                contents.keep(content, file);
                return content;
            });
        }
    }

    private PendingFile begin() throws IOException {
        housekeeping.prepare();
        return PendingFile.in(layout.pending());
    }

    @Override
    public InputStream open(Content content) {
        return attempt("open content " + content.hash(), () -> contents.open(content))
                .orElseThrow(() -> missing(content));
    }

    @Override
    public void bind(Artifact artifact) {
        boolean bound = attempt("bind '" + artifact.name() + "'", () -> {
            housekeeping.prepare();
            if (!contents.hold(artifact.content())) {
                return false;
            }
            names.write(artifact);
            boolean held = contents.hold(artifact.content());
            if (!held) { // a sweep of what is younger than this call has removed it
                names.takeBack(artifact);
            }
            return held;
        });
        if (!bound) {
            throw missing(artifact.content());
        }
    }

    @Override
    public Optional<Artifact> find(ArtifactName name) {
        return attempt("find '" + name + "'", () -> {
            Optional<Artifact> found = names.find(name);
            return found.isPresent() && contents.isThere(found.get().content()) ? found : Optional.empty();
        });
    }

    @Override
    public List<Artifact> list(String owner) {
        return attempt("list artifacts of '" + owner + "'", () -> {
            List<Artifact> all = new ArrayList<>();
            for (Artifact artifact : names.list(owner)) {
                if (contents.isThere(artifact.content())) {
                    all.add(artifact);
                }
            }
            all.sort(Comparator.comparing(Artifact::name));
            return all;
        });
    }

    @Override
    public void unbind(ArtifactName name) {
        attempt("unbind '" + name + "'", () -> {
            names.remove(name);
            return name;
        });
    }

    @Override
    public void unbindAll(String owner) {
        attempt("unbind artifacts of '" + owner + "'", () -> {
            names.removeAll(owner);
            return owner;
        });
    }

    @Override
    public long sweep(Instant before) {
        return attempt("be swept", () -> {
            housekeeping.removeAbandoned();
            return new Sweep(contents, names, before).run();
        });
    }

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "artifact folder '" + layout.root() + "'";
    }

    private NotFoundException missing(Content content) {
        return new NotFoundException("content " + content.hash() + " doesn't exist in " + this);
    }

    private <T> T attempt(String operation, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw unavailable(operation, e);
        }
    }

    private StorageUnavailableException unavailable(String operation, IOException e) {
        return new StorageUnavailableException(this + " can't " + operation + ": " + reason(e), e);
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return e.getMessage() + ": access denied";
        }
        return e instanceof NoSuchFileException ? e.getMessage() + ": no such file" : String.valueOf(e.getMessage());
    }

    private interface Action<T> {
        T run() throws IOException;
    }
}
