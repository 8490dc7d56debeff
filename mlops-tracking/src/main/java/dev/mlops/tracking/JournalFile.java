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
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A file of lines that belongs to whoever holds its lock, which the system releases when its owner dies. It is read and
 * written through a RandomAccessFile, because an interrupt closes a channel and with it the lock. Not thread-safe.
 */
final class JournalFile implements Closeable {
    static final String SUFFIX = ".jsonl";

    private final Path path;
    private final RandomAccessFile file;
    private long end;

    private JournalFile(Path path, RandomAccessFile file, long end) {
        this.path = path;
        this.file = file;
        this.end = end;
    }

    /** A new file, which gets its name when it is locked, so that nobody finds it without an owner. */
    static JournalFile create(Path folder) throws IOException {
        AtomicFiles.makeFolder(folder);
        String name = UUID.randomUUID().toString();
        Path temporary = folder.resolve("." + name + ".tmp");
        Path path = folder.resolve(name + SUFFIX);
        RandomAccessFile file = new RandomAccessFile(temporary.toFile(), "rw");
        try {
            if (lock(file) == null) {
                throw new IOException("new file '" + temporary + "' is locked by another process");
            }
            Files.move(temporary, path, StandardCopyOption.ATOMIC_MOVE);
            AtomicFiles.syncFolder(folder);
            return new JournalFile(path, file, 0);
        } catch (IOException | RuntimeException e) {
            file.close();
            Files.deleteIfExists(temporary);
            throw e;
        }
    }

    /** The file of an owner that is gone; absent if the owner lives. */
    static Optional<JournalFile> adopt(Path path) throws IOException {
        RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
        try {
            if (lock(file) != null) {
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
            return null; // another workspace of this process owns it
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
        Files.deleteIfExists(path);
        file.close();
    }

    /** Lets go of the file for another owner. */
    @Override
    public void close() throws IOException {
        file.close();
    }
}
