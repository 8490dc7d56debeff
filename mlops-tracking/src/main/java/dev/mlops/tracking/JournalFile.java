package dev.mlops.tracking;

import dev.mlops.storage.internal.AtomicFiles;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that belongs to whoever holds its lock, which the system releases when its owner dies.
 *
 * <p>It is read and written through a RandomAccessFile, because an interrupt closes a channel and with it the lock. On POSIX
 * a process loses its lock on a file as soon as it closes the file through any handle, so files of this process are known by
 * their names and never opened a second time. An empty file is left alone for a while: its owner may be about to lock it. Not
 * thread-safe.
 */
final class JournalFile implements Closeable {
    private static final String SUFFIX = ".jsonl";

    /** No owner takes longer than this from making a file to locking it. */
    private static final Duration UNTIL_LOCKED = Duration.ofMinutes(10);

    private static final String PROCESS = UUID.randomUUID() + "-";

    private final Path path;
    private final RandomAccessFile file;
    private long end;

    private JournalFile(Path path, RandomAccessFile file, long end) {
        this.path = path;
        this.file = file;
        this.end = end;
    }

    /** A new file. */
    static JournalFile create(Path folder) throws IOException {
        AtomicFiles.makeFolder(folder);
        Path path = folder.resolve(PROCESS + UUID.randomUUID() + SUFFIX);
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (lock(file) == null) {
                throw new IOException("new file '" + path + "' is locked by another process");
            }
            AtomicFiles.syncFolder(folder);
            return new JournalFile(path, file, 0);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    /** The files in the folder that may have been left behind, in the order of their names. */
    static List<Path> left(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> isLeft(file.getFileName().toString()))
                    .sorted()
                    .toList();
        }
    }

    private static boolean isLeft(String name) {
        return name.endsWith(SUFFIX) && !name.startsWith(PROCESS);
    }

    /** The file if there is something in it and its owner is gone. One that has been empty for long is removed. */
    static Optional<JournalFile> adopt(Path path) throws IOException {
        if (!Files.isRegularFile(path)) { // another process has brought it to the store; opening it would make it again
            return Optional.empty();
        }
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            boolean empty = file.length() == 0;
            if ((!empty || isForsaken(path)) && lock(file) != null) {
                JournalFile adopted = new JournalFile(path, file, file.length());
                if (!adopted.isEmpty()) {
                    return Optional.of(adopted);
                }
                adopted.delete();
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        file.close();
        return Optional.empty();
    }

    private static boolean isForsaken(Path empty) throws IOException {
        Instant made = Files.getLastModifiedTime(empty).toInstant();
        return made.isBefore(Instant.now().minus(UNTIL_LOCKED));
    }

    private static @Nullable FileLock lock(RandomAccessFile file) throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // another workspace of this process has adopted it
        }
    }

    Path path() {
        return path;
    }

    boolean isEmpty() {
        return end == 0;
    }

    /** Adds a line; when this returns it is on the disk, and when it throws the file holds what it held before. */
    void append(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        file.setLength(end); // what an append left that failed half-way
        file.seek(end);
        file.write(bytes);
        file.getFD().sync();
        end += bytes.length;
    }

    /**
     * Adds some of the whole lines that begin at {@code from} to a list, at least one if there is any; half a line at the end
     * was never acknowledged, and is left out.
     *
     * @return where the next one begins
     */
    long read(long from, List<String> lines) throws IOException {
        file.seek(from);
        ByteArrayOutputStream rest = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        int read = 0;
        for (long at = from; at < end && lines.isEmpty() && read >= 0; at += read) {
            read = file.read(buffer, 0, (int) Math.min(end - at, buffer.length));
            split(buffer, read, rest, lines);
        }
        return file.getFilePointer() - rest.size();
    }

    private static void split(byte[] buffer, int length, ByteArrayOutputStream rest, List<String> lines) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                rest.write(buffer, start, i - start);
                lines.add(rest.toString(StandardCharsets.UTF_8));
                rest.reset();
                start = i + 1;
            }
        }
        if (length > start) {
            rest.write(buffer, start, length - start);
        }
    }

    /** Removes the file and lets go of it. */
    void delete() throws IOException {
        file.setLength(0); // so that nobody adopts it between the next two calls, which some systems want in this order
        file.close();
        Files.deleteIfExists(path);
    }

    /** Lets go of the file. */
    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Lets go of the file under a name that this process may adopt too, and gives that. */
    Path leave() throws IOException {
        file.close();
        Path left = path.resolveSibling(path.getFileName().toString().substring(PROCESS.length()));
        return Files.move(path, left, StandardCopyOption.ATOMIC_MOVE);
    }
}
