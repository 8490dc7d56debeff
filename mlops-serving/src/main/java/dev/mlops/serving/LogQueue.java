package dev.mlops.serving;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands predictions to a {@link LogFolder} in a thread of its own. Nothing that goes wrong there reaches who predicts: what
 * doesn't fit into the queue is dropped and counted, what can't be written is lost and counted, and the next attempt is made a
 * second later.
 */
final class LogQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogQueue.class);
    private static final int BATCH = 512;
    private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);
    private static final long LOOK = TimeUnit.SECONDS.toNanos(10);

    private final LogFolder folder;
    private final InstantSource clock;
    private final BlockingQueue<Entry> queue;
    private final Thread thread = new Thread(this::work, "mlops-prediction-log");
    private final LongAdder dropped = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private volatile @Nullable String trouble;
    private volatile boolean closed;
    private boolean unreadable;
    private long retryAt;

    private sealed interface Entry permits Line, Mark {}

    private record Line(long time, Object row, Prediction prediction, long nanos) implements Entry {}

    /** Tells that everything before it has been dealt with. */
    private record Mark(boolean last, CountDownLatch reached) implements Entry {}

    LogQueue(LogFolder folder, InstantSource clock, int capacity) {
        this.folder = folder;
        this.clock = clock;
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.retryAt = System.nanoTime();
        thread.setDaemon(true);
        thread.start();
    }

    void offer(Object row, Prediction prediction, long nanos) {
        if (closed || !queue.offer(new Line(clock.millis(), row, prediction, nanos))) {
            dropped.increment();
        }
    }

    void drop() {
        dropped.increment();
    }

    private void work() {
        List<Entry> batch = new ArrayList<>(BATCH);
        boolean going = true;
        while (going) {
            try {
                Entry first = queue.poll(LOOK, TimeUnit.NANOSECONDS);
                if (first != null) {
                    batch.add(first);
                    queue.drainTo(batch, BATCH - 1);
                }
            } catch (InterruptedException e) {
                break;
            }
            going = work(batch);
            if (going) {
                batch.clear();
            }
        }
        end(batch);
    }

    /** Whether there is more to come. */
    private boolean work(List<Entry> batch) {
        boolean going = true;
        for (Entry entry : batch) {
            if (entry instanceof Line line) {
                add(line);
            } else if (entry instanceof Mark mark) {
                retryAt = System.nanoTime(); // somebody waits: no better moment to try again
                attempt(mark.last() ? folder::finish : folder::sync);
                going &= !mark.last();
                if (going) {
                    mark.reached().countDown();
                }
            }
        }
        attempt(!going || folder.isOld(clock.millis()) ? folder::finish : folder::write);
        return going;
    }

    private void add(Line line) {
        if (trouble != null && System.nanoTime() - retryAt < 0) {
            lost.increment();
            return;
        }
        try {
            folder.add(line.time(), line.row(), line.prediction(), line.nanos());
        } catch (IOException e) {
            lost.increment();
            troubled(e);
        } catch (RuntimeException | StackOverflowError e) { // the row's fault
            lost.increment();
            tell(unreadable, "row can't be logged, it is counted as lost", e);
            unreadable = true;
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private void attempt(Work work) {
        try {
            int lines = folder.unwritten();
            work.run();
            trouble = lines > 0 ? null : trouble;
        } catch (IOException e) {
            troubled(e);
        }
    }

    private void troubled(IOException e) {
        lost.add(folder.unwritten());
        folder.abandon();
        retryAt = System.nanoTime() + PAUSE;
        tell(trouble != null, "predictions can't be logged, they are counted as lost", e);
        trouble = e.toString();
    }

    /** Warns the first time. */
    private void tell(boolean again, String what, Throwable e) {
        if (again) {
            log.debug("'{}': {}", folder.path(), what, e);
        } else {
            log.warn("'{}': {}: {}", folder.path(), what, e.toString());
        }
    }

    /** Drops what was offered while the log was being closed, and lets go of those who wait. */
    private void end(List<Entry> done) {
        closed = true;
        for (Entry left = queue.poll(); left != null; left = queue.poll()) {
            done.add(left);
            if (left instanceof Line) {
                dropped.increment();
            }
        }
        for (Entry entry : done) {
            if (entry instanceof Mark mark) {
                mark.reached().countDown();
            }
        }
    }

    void flush() {
        if (!closed) {
            mark(false);
        }
    }

    private void mark(boolean last) {
        Mark mark = new Mark(last, new CountDownLatch(1));
        try {
            boolean queued = false;
            while (!queued && thread.isAlive()) {
                queued = queue.offer(mark, 100, TimeUnit.MILLISECONDS);
            }
            boolean reached = false;
            while (!reached && thread.isAlive()) { // one that ended without reaching it won't any more
                reached = mark.reached().await(100, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    PredictionLogHealth health() {
        return new PredictionLogHealth(
                folder.written(), dropped.sum(), lost.sum(), queue.size(), Optional.ofNullable(trouble));
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            mark(true);
        }
    }
}
