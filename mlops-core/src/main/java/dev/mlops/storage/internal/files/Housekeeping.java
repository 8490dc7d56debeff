package dev.mlops.storage.internal.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mlops.InvalidException;
import dev.mlops.storage.internal.AtomicFiles;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.internal.PendingFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the folders of an artifact folder, tells its version, and removes what killed processes left. */
final class Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final int VERSION = 1;
    private static final Duration ABANDONED = Duration.ofDays(1);

    private final Layout layout;
    private final AtomicBoolean tidied = new AtomicBoolean();

    Housekeeping(Layout layout) {
        this.layout = layout;
    }

    /** Checks the version before there is work; a folder that can't be read says so when there is. */
    void refuseNewer() {
        try {
            hasFormat();
        } catch (IOException e) {
            LOG.debug("the version of {} can't be read now", layout.root(), e);
        }
    }

    /** Makes what a writer needs. */
    void prepare() throws IOException {
        for (Path folder : List.of(layout.contents(), layout.names(), layout.pending())) {
            AtomicFiles.makeFolder(layout.checked(folder));
        }
        if (!tidied.get()) {
            if (!hasFormat()) {
                AtomicFiles.write(layout.format(), out -> Json.mapper().writeValue(out, Map.of("version", VERSION)));
            }
            removeAbandoned();
            tidied.set(true);
        }
    }

    /**
     * Whether the folder says that it has this version. One that doesn't say so is new, or was damaged; the files of names
     * have a version of their own.
     *
     * @throws InvalidException if its version is newer
     */
    private boolean hasFormat() throws IOException {
        try (InputStream in = Files.newInputStream(layout.checked(layout.format()), LinkOption.NOFOLLOW_LINKS)) {
            JsonNode version = Json.mapper().readTree(in).path("version");
            if (version.isIntegralNumber() && version.asLong() > VERSION) {
                throw new InvalidException("artifact folder '" + layout.root() + "' has version " + version
                        + ", expected at most " + VERSION + ": a newer release of this library wrote it");
            }
            return version.isIntegralNumber();
        } catch (NoSuchFileException | JsonProcessingException e) {
            return false;
        }
    }

    /** Deletes pending files that nothing was written to for a day. */
    void removeAbandoned() throws IOException {
        Instant before = Instant.now().minus(ABANDONED);
        for (Path file : Layout.list(layout.checked(layout.pending()))) {
            if (file.toString().endsWith(PendingFile.SUFFIX) && isOlder(file, before)) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isOlder(Path file, Instant before) throws IOException {
        try {
            return Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS)
                    .toInstant()
                    .isBefore(before);
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
