package dev.mlops.tracking;

import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What tracking needs once in a workspace; closed with it. Thread-safe. */
final class Tracking implements AutoCloseable {
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Logger log = LoggerFactory.getLogger(Tracking.class);

    private final Workspace workspace;
    private final Writer writer;
    private final Background background = new Background();
    private @Nullable CompletableFuture<Environment> environment;
    private Instant lastLook = Instant.MIN;

    private Tracking(Workspace workspace) {
        this(workspace, Writer.Settings.DEFAULT);
    }

    /** With other bounds, for tests: given to {@link Workspace#resource} before anything else asks for it. */
    Tracking(Workspace workspace, Writer.Settings settings) {
        this.workspace = workspace;
        this.writer = new Writer(workspace, settings);
    }

    static Tracking of(Workspace workspace) {
        return workspace.resource(Tracking.class, Tracking::new);
    }

    /** Throws IllegalStateException if the workspace is closed. */
    void checkOpen() {
        Storage unused = workspace.storage();
    }

    RunStore runs() {
        return workspace.storage().runs();
    }

    ArtifactStore artifacts() {
        return workspace.storage().artifacts();
    }

    InstantSource clock() {
        return workspace.clock();
    }

    Writer writer() {
        return writer;
    }

    Background background() {
        return background;
    }

    /** The run of this id; throws NotFoundException if there is none. */
    Run run(String id) {
        return new Run(
                this, runs().findRun(id).orElseThrow(() -> new NotFoundException("run '" + id + "' doesn't exist")));
    }

    /** What this process runs on and from, found out once in the background. */
    synchronized CompletableFuture<Environment> environment() {
        if (environment == null) {
            environment = background.run(Environment::look);
        }
        return environment;
    }

    /** Hands it over when it is known; never if it can't be found out. */
    void whenEnvironmentKnown(Consumer<Environment> to) {
        CompletableFuture<?> unused = environment().thenAccept(to);
    }

    /** Marks runs whose process died, every few seconds at most; those of this process show first that they live. */
    void lookForSilent() {
        Instant now = clock().instant();
        synchronized (this) {
            if (now.isBefore(lastLook.plus(BETWEEN_LOOKS)) && !now.isBefore(lastLook)) {
                return;
            }
            lastLook = now;
        }
        writer.beatIfDue();
        writer.deliverAll();
        try {
            runs().killSilent(now.minus(Writer.SILENCE));
        } catch (StorageUnavailableException e) {
            log.debug("runs that died are not marked now", e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } finally {
            background.close();
        }
    }
}
