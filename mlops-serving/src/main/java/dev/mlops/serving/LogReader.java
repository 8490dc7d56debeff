package dev.mlops.serving;

import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Merges the files of a prediction log by time. A file is opened when its first prediction is due, so that about as many are
 * open as processes wrote at the same time.
 */
final class LogReader implements Iterator<LoggedPrediction>, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogReader.class);

    private final Deque<LogFile> waiting;
    private final PriorityQueue<LogCursor> open = new PriorityQueue<>(
            Comparator.comparing((LogCursor cursor) -> cursor.head().time())
                    .thenComparing(LogCursor::file, LogFile.ORDER));

    private LogReader(Deque<LogFile> files) {
        this.waiting = files;
    }

    static Stream<LoggedPrediction> read(Path folder, Instant from) {
        LogReader reader = new LogReader(since(from, files(folder)));
        Stream<LoggedPrediction> all = StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(reader, Spliterator.ORDERED | Spliterator.NONNULL), false);
        return all.dropWhile(logged -> logged.time().isBefore(from)).onClose(reader::close);
    }

    private static List<LogFile> files(Path folder) {
        try {
            return LogFile.in(folder);
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new NotFoundException("prediction log '" + folder + "' doesn't exist");
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    static StorageUnavailableException unreadable(Path path, IOException e) {
        return new StorageUnavailableException("prediction log '" + path + "' can't be read", e);
    }

    /** Without the files that their writers ended before. */
    private static Deque<LogFile> since(Instant from, List<LogFile> files) {
        Map<String, LogFile> next = new HashMap<>();
        Deque<LogFile> needed = new ArrayDeque<>();
        for (int i = files.size() - 1; i >= 0; i--) {
            LogFile file = files.get(i);
            LogFile after = next.put(file.writer(), file);
            boolean successor = after != null && after.number() == file.number() + 1; // not so if a clock was set back
            if (after == null || !successor || !after.start().isBefore(from)) {
                needed.addFirst(file);
            }
        }
        return needed;
    }

    @Override
    public boolean hasNext() {
        while (!waiting.isEmpty() && (open.isEmpty() || isDue(waiting.peek(), open.peek()))) {
            LogFile file = waiting.remove();
            try {
                push(new LogCursor(file));
            } catch (NoSuchFileException e) {
                log.debug("'{}' has been removed", file.path());
            } catch (IOException e) {
                throw unreadable(file.path(), e);
            }
        }
        return !open.isEmpty();
    }

    private static boolean isDue(LogFile file, @Nullable LogCursor first) {
        return first == null || !file.start().isAfter(first.head().time());
    }

    @Override
    public LoggedPrediction next() {
        if (!hasNext()) {
            throw new NoSuchElementException("prediction log has ended");
        }
        LogCursor cursor = open.remove();
        LoggedPrediction next = cursor.head();
        push(cursor);
        return next;
    }

    private void push(LogCursor cursor) {
        if (cursor.advance()) {
            open.add(cursor);
        } else {
            cursor.close();
        }
    }

    @Override
    public void close() {
        open.forEach(LogCursor::close);
        open.clear();
        waiting.clear();
    }
}
