package dev.mlops.tracking;

import dev.mlops.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store couldn't take. Once an entry is in it, all others follow it there, so that they keep their order, until a
 * replay has brought them to the store. A line that the store will never take is put aside in a file of rejects. Thread-safe.
 */
final class Journal {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private final @Nullable Path folder;
    private @Nullable JournalFile own;

    /** In this folder, which is made when it is needed; without one, nothing can be kept. */
    Journal(@Nullable Path folder) {
        this.folder = folder;
    }

    /** Keeps the entry if it has to follow others; false if the store comes first. */
    synchronized boolean follow(Entry entry) throws IOException {
        if (own == null) {
            return false;
        }
        own.append(EntryJson.write(entry));
        return true;
    }

    /** Keeps the entry on the disk. */
    synchronized void append(Entry entry) throws IOException {
        if (folder == null) {
            throw new IOException("the workspace has no journal");
        }
        JournalFile file = own == null ? JournalFile.create(folder) : own;
        own = file;
        file.append(EntryJson.write(entry));
    }

    /** Where entries are kept that aren't in the store; absent if there are none. */
    synchronized Optional<Path> file() {
        return own == null || own.isEmpty() ? Optional.empty() : Optional.of(own.path());
    }

    /**
     * Brings to the store what is kept here, and what workspaces left behind that are gone.
     *
     * @throws StorageUnavailableException if the store can't take it; it is still kept then
     * @throws IOException if the journal can't be read
     */
    synchronized void replay(Consumer<Entry> store) throws IOException {
        if (own != null) {
            replay(own, store);
            own = null;
        }
        if (folder != null && Files.isDirectory(folder)) {
            for (Path file : JournalFile.left(folder)) {
                Optional<JournalFile> adopted = JournalFile.adopt(file);
                if (adopted.isPresent()) {
                    try (JournalFile gone = adopted.get()) {
                        log.info("bringing to the store what '{}' keeps", file);
                        replay(gone, store);
                    }
                }
            }
        }
    }

    private static void replay(JournalFile file, Consumer<Entry> store) throws IOException {
        Insistence insistence = new Insistence(store, (entry, why) -> reject(file, EntryJson.write(entry), why));
        file.forEach(line -> replay(file, line, insistence));
        file.delete();
    }

    private static void replay(JournalFile file, String line, Insistence insistence) {
        try {
            insistence.deliver(EntryJson.read(line));
        } catch (StorageUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            reject(file, line, e);
        }
    }

    private static void reject(JournalFile file, String line, RuntimeException why) {
        Path rejects = file.path().resolveSibling(file.path().getFileName() + ".rejected");
        log.warn("a line of '{}' can't be brought to the store and is kept in '{}'", file.path(), rejects, why);
        try {
            Files.writeString(
                    rejects,
                    line + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.SYNC);
        } catch (IOException e) {
            throw new StorageUnavailableException("file of rejects '" + rejects + "' can't be written", e);
        }
    }

    /** Lets go of what is kept, for the next workspace, and says where it is. */
    synchronized void release(String what) {
        try {
            if (own != null && own.isEmpty()) {
                own.delete();
            } else if (own != null) {
                Path left = own.leave();
                log.warn("{} are in '{}'; the next workspace with this journal brings them to the store", what, left);
            }
        } catch (IOException e) {
            log.warn("the journal can't be closed", e);
        }
        own = null;
    }
}
