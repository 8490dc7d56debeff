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
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that belongs to whoever holds its lock, which the system releases when its owner dies.
 *
 * <p>It is read and written through a RandomAccessFile, because an interrupt closes a channel and with it the lock. On POSIX
 * a process loses its lock on a file as soon as it closes the file through any handle, so files of this process are known by
 * their names and never opened a second time. An empty file is left alone: its owner may be about to lock it. Not
 * thread-safe.
 */
final class JournalFile implements Closeable {
    private static final String SUFFIX = ".jsonl";
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

    /** The file if there is something in it and its owner is gone. */
    static Optional<JournalFile> adopt(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (file.length() > 0 && lock(file) != null) {
                return Optional.of(new JournalFile(path, file, file.length()));
            }
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
        file.close();
        return Optional.empty();
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

    /** Hands over every whole line; half a line at the end was never acknowledged, and is left out. */
    void forEach(Consumer<String> line) throws IOException {
        file.seek(0);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        for (long left = end; left > 0; ) {
            int read = file.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (read < 0) {
                return;
            }
            left -= read;
            split(buffer, read, bytes, line);
        }
    }

    private static void split(byte[] buffer, int length, ByteArrayOutputStream rest, Consumer<String> line) {
        int start = 0;
        for (int i = 0; i < length; i++) {
            if (buffer[i] == '\n') {
                rest.write(buffer, start, i - start);
                line.accept(rest.toString(StandardCharsets.UTF_8));
                rest.reset();
                start = i + 1;
            }
        }
        rest.write(buffer, start, length - start);
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
