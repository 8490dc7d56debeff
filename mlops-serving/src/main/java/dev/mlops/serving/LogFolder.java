package dev.mlops.serving;

import dev.mlops.storage.internal.AtomicFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Where one writer of a prediction log puts its lines. Each writer has files of its own, so that several share a folder
 * without a lock. A file is never renamed, or touched again once the next one has begun; in it the times ascend, so that a
 * reader need only merge. Old files of all writers are removed when one begins a file. Not thread-safe.
 */
final class LogFolder {
    /** Threads hand over predictions a little out of order; a clock that was set back by more begins a file. */
    private static final long DISORDER_MILLIS = 1_000;

    private final Path folder;
    private final Limits limits;
    private final String writer = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
    private final LongAdder written = new LongAdder();
    private int unwritten;
    private int files;
    private long last;
    private @Nullable OpenFile open;

    /**
     * How much is kept.
     *
     * @param fileBytes how large a file becomes, about
     * @param fileAge for how long one is written
     * @param bytes how large all files of the folder become together, about
     * @param age for how long they are kept
     */
    record Limits(long fileBytes, Duration fileAge, long bytes, Duration age) {}

    private record OpenFile(LogFile file, FileChannel channel) {}

    LogFolder(Path folder, Limits limits) {
        this.folder = folder;
        this.limits = limits;
    }

    Path path() {
        return folder;
    }

    void make() throws IOException {
        AtomicFiles.makeFolder(folder);
    }

    /**
     * Adds a prediction to the lines that {@link #write} writes.
     *
     * @throws IOException if a file can't be finished or begun; the prediction isn't added
     * @throws RuntimeException if the row can't be read; the prediction isn't added
     */
    void add(long time, Object row, Prediction prediction, long nanos) throws IOException {
        if (isOver(time)) {
            finish();
        }
        last = open == null && unwritten == 0 ? time : Math.max(last, time);
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        LogLine.write(last, row, prediction, nanos, line);
        if (open == null) {
            open = begin(Instant.ofEpochMilli(last));
        }
        line.writeTo(lines);
        unwritten++;
    }

    private boolean isOver(long time) throws IOException {
        OpenFile present = open;
        return present != null
                && (present.channel().position() + lines.size() >= limits.fileBytes()
                        || isOld(time)
                        || time < last - DISORDER_MILLIS);
    }

    /** Whether the open file has been written for long enough. */
    boolean isOld(long time) {
        return open != null
                && time - open.file().start().toEpochMilli() >= limits.fileAge().toMillis();
    }

    /** How many predictions the next {@link #write} would write. */
    int unwritten() {
        return unwritten;
    }

    /** Hands the lines to the operating system, which keeps them when this process dies. */
    void write() throws IOException {
        OpenFile present = open;
        if (present == null || unwritten == 0) {
            return;
        }
        if (!Files.exists(present.file().path())) { // removed by somebody: what is written now, nobody could read
            throw new IOException("file '" + present.file().path() + "' is gone");
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines.toByteArray());
        while (bytes.hasRemaining()) {
            present.channel().write(bytes);
        }
        written.add(unwritten);
        lines.reset();
        unwritten = 0;
    }

    /** How many predictions were written; for any thread. */
    long written() {
        return written.sum();
    }

    /** Writes, and makes what was written survive a power failure. */
    void sync() throws IOException {
        write();
        if (open != null) {
            open.channel().force(false);
        }
    }

    /** The same, and lets go of the file. */
    void finish() throws IOException {
        sync();
        if (open != null) {
            open.channel().close();
            open = null;
        }
    }

    /** Lets go of a file that can't be written, and of the lines; they are never mixed with what is written later. */
    void abandon() {
        lines.reset();
        unwritten = 0;
        if (open != null) {
            try {
                open.channel().close();
            } catch (IOException e) {
                // it is lost anyway
            }
            open = null;
        }
    }

    private OpenFile begin(Instant start) throws IOException {
        make();
        retire(start);
        LogFile file = LogFile.named(folder, start, writer, ++files);
        FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        AtomicFiles.syncFolder(folder);
        return new OpenFile(file, channel);
    }

    /** Removes the files whose predictions are all too old, then the oldest until there is room for one more. */
    private void retire(Instant now) throws IOException {
        List<LogFile> all = LogFile.in(folder);
        Instant oldest = now.minus(limits.age()).minus(limits.fileAge());
        long room = limits.bytes() - limits.fileBytes();
        for (int i = all.size() - 1; i >= 0; i--) {
            LogFile file = all.get(i);
            room -= size(file.path());
            if (room < 0 || file.start().isBefore(oldest)) {
                Files.deleteIfExists(file.path());
            }
        }
    }

    private static long size(Path file) throws IOException {
        try {
            return Files.size(file);
        } catch (NoSuchFileException e) {
            return 0; // another process makes room, too
        }
    }
}
