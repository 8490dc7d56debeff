package dev.mlops.tracking;

import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.Content;
import dev.mlops.storage.spi.ContentWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Artifacts that their store couldn't take: the content in a folder below the journal's, and a journal of their own, so that
 * records of runs needn't wait for a store of artifacts that is away. Thread-safe.
 */
final class Spool {
    private static final Logger log = LoggerFactory.getLogger(Spool.class);

    /** Content that another process is about to bind is younger than this. */
    private static final Duration YOUNG = Duration.ofHours(1);

    private final ArtifactStore store;
    private final InstantSource clock;
    private final @Nullable Path folder;
    private final Journal journal;

    /** Before {@code store}, below this journal's folder; without one, nothing can be kept. */
    Spool(ArtifactStore store, @Nullable Path journal, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        this.folder = journal == null ? null : journal.resolve("artifacts");
        this.journal = new Journal(folder);
    }

    /** Stores an artifact. */
    void put(ArtifactName name, String format, ContentWriter writer) throws IOException {
        Content content = store.put(writer);
        store.bind(new Artifact(name, content, format, clock.instant()));
    }

    /**
     * Keeps an artifact that the store didn't take; it is on the disk when this returns.
     *
     * @throws StorageUnavailableException if it can't be kept here either
     */
    void keep(ArtifactName name, String format, ContentWriter writer) throws IOException {
        if (folder == null) {
            throw new StorageUnavailableException(
                    "artifact " + name + " can't be kept", new IOException("the workspace has no journal"));
        }
        boolean first = isEmpty();
        try (ArtifactStore contents = contents(folder)) {
            Content content = contents.put(writer);
            contents.bind(new Artifact(place(content), content, format, clock.instant()));
            journal.append(new Entry.Bind(new Artifact(name, content, format, clock.instant())));
        }
        if (first) {
            log.warn("the store of artifacts is in trouble: artifacts are kept in '{}', the first is {}", folder, name);
        }
    }

    /** Brings an artifact that is kept here to the store. */
    void bring(Artifact artifact) {
        try {
            store.bind(artifact);
        } catch (NotFoundException e) { // as a rule: its content isn't there yet
            copy(artifact);
        }
        if (folder != null) {
            try (ArtifactStore contents = contents(folder)) {
                contents.unbind(place(artifact.content()));
                contents.sweep(clock.instant().minus(YOUNG));
            }
        }
    }

    private void copy(Artifact artifact) {
        if (folder == null) {
            return;
        }
        try (ArtifactStore contents = contents(folder);
                InputStream in = contents.open(artifact.content())) {
            store.put(in);
        } catch (IOException e) {
            throw new StorageUnavailableException("content of artifact " + artifact.name() + " can't be copied", e);
        }
        store.bind(artifact);
    }

    /** Brings all that is kept here and isn't another process's to the store, if that takes it now; whether nothing is left. */
    boolean probe() {
        try {
            journal.replay(entry -> {
                if (entry instanceof Entry.Bind bind) {
                    bring(bind.artifact());
                }
            });
            return true;
        } catch (StorageUnavailableException e) {
            log.debug("the store of artifacts is still in trouble", e);
        } catch (IOException e) {
            log.warn("the journal of artifacts can't be read", e);
        }
        return false;
    }

    boolean isEmpty() {
        return journal.file().isEmpty();
    }

    /** Tries once more, lets go of the journal, and says where it is if something is in it. */
    void close() {
        if (!isEmpty()) {
            probe();
        }
        journal.release("artifacts");
    }

    private static ArtifactStore contents(Path folder) {
        return Storage.artifactFolder(folder.resolve("content"));
    }

    private static ArtifactName place(Content content) {
        return new ArtifactName("spool/" + content.hash().replace(':', '-'), "content");
    }
}
