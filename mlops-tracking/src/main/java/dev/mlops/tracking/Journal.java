package dev.mlops.tracking;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the store couldn't take. Once an entry is in it, all others follow it there, so that they keep their order, until a
 * replay has brought them to the store. A line that the store will never take is put aside in a file of rejects. A replay
 * waits for the store, so it holds {@code replaying} and not the monitor, which those who log wait for. Thread-safe.
 */
final class Journal {
    private static final Logger log = LoggerFactory.getLogger(Journal.class);

    private final @Nullable Path folder;
    private final ReentrantLock replaying = new ReentrantLock();
    private final Set<Path> unreadable = new HashSet<>();
    private @Nullable JournalFile own;
    private long replayed;

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
     * Brings to the store what is kept here, and what workspaces left behind that are gone. Others may append meanwhile. A
     * file that can't be read is left where it is, and doesn't keep the others.
     *
     * @throws StorageUnavailableException if the store can't take it; it is still kept then
     * @throws IOException if the journal can't be read
     */
    void replay(Consumer<Entry> store) throws IOException {
        replaying.lock();
        try {
            replayOwn(store);
            if (folder != null && Files.isDirectory(folder)) {
                for (Path file : JournalFile.left(folder)) {
                    replayLeft(file, store);
                }
            }
        } finally {
            replaying.unlock();
        }
    }

    private void replayOwn(Consumer<Entry> store) throws IOException {
        JournalFile file;
        synchronized (this) {
            file = own;
        }
        if (file != null) {
            Insistence insistence = insistence(file, store);
            for (List<String> lines = nextOwn(file, 0); !lines.isEmpty(); lines = nextOwn(file, replayed)) {
                lines.forEach(line -> replay(file, line, insistence));
            }
        }
    }

    /** What comes next in the file of this journal; where nothing does, the file is done with, before anything follows. */
    private synchronized List<String> nextOwn(JournalFile file, long from) throws IOException {
        List<String> lines = new ArrayList<>();
        replayed = file.read(from, lines);
        if (lines.isEmpty()) {
            file.delete();
            own = null;
        }
        return lines;
    }

    private void replayLeft(Path file, Consumer<Entry> store) {
        try {
            Optional<JournalFile> adopted = JournalFile.adopt(file);
            if (adopted.isPresent()) {
                try (JournalFile gone = adopted.get()) {
                    log.info("bringing to the store what '{}' keeps", file);
                    replay(gone, store);
                }
            }
        } catch (IOException e) {
            if (unreadable.add(file)) {
                log.warn("file '{}' of the journal can't be read; what it keeps is not in the store", file, e);
            }
        }
    }

    private static void replay(JournalFile file, Consumer<Entry> store) throws IOException {
        Insistence insistence = insistence(file, store);
        List<String> lines = new ArrayList<>();
        for (long next = file.read(0, lines); !lines.isEmpty(); next = file.read(next, lines)) {
            lines.forEach(line -> replay(file, line, insistence));
            lines.clear();
        }
        file.delete();
    }

    private static Insistence insistence(JournalFile file, Consumer<Entry> store) {
        return new Insistence(
                entry -> deliver(entry, store), (entry, why) -> reject(file, EntryJson.write(entry), why));
    }

    /** A backend that fails in its own way refuses nothing: it can't be told what it would take. */
    private static void deliver(Entry entry, Consumer<Entry> store) {
        try {
            store.accept(entry);
        } catch (InvalidException | ConflictException | NotFoundException | StorageUnavailableException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new StorageUnavailableException(
                    "the store doesn't take records of " + entry.subject() + " now: " + e, e);
        }
    }

    private static void replay(JournalFile file, String line, Insistence insistence) {
        Entry entry;
        try {
            entry = EntryJson.read(line);
        } catch (InvalidException e) {
            reject(file, line, e);
            return;
        }
        insistence.deliver(entry);
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
