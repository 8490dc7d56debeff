package dev.mlops.serving;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Gathers the rows of one arm, and has a batch of them answered by one call, in a thread of its own. While a batch is being
 * answered the next one gathers. Thread-safe.
 */
final class Batcher<R> implements AutoCloseable {
    private final String arm;
    private final int maxRows;
    private final long maxDelay;
    private final BlockingQueue<Entry<R>> queue;
    private final LongAdder batches = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final Thread thread;
    private volatile List<Entry<R>> running = List.of();
    private volatile boolean closed;

    /** A row that waits for its answer; one whose caller has gone is done already. */
    private record Entry<R>(Served<R> served, R row, long since, CompletableFuture<Reply> reply) {}

    Batcher(String arm, int maxRows, Duration maxDelay) {
        this.arm = arm;
        this.maxRows = maxRows;
        this.maxDelay = maxDelay.toNanos();
        this.queue = new ArrayBlockingQueue<>(Math.max(AnsweringOptions.BATCH_QUEUE, maxRows));
        this.thread = new Thread(this::work, "mlops-batch-" + arm);
        thread.setDaemon(true);
        thread.start();
    }

    /** Has an admitted row answered by this version. */
    CompletableFuture<Reply> begin(R row, Served<R> served) {
        CompletableFuture<Reply> reply = new CompletableFuture<>();
        if (!queue.offer(new Entry<>(served, row, System.nanoTime(), reply))) {
            rejected.increment();
            reply.completeExceptionally(ModelUnavailableException.overloaded(
                    "arm '" + arm + "' has " + queue.size() + " rows waiting for a batch", "its queue"));
        } else if (closed) {
            reply.completeExceptionally(Waiting.closed()); // it may have come after the queue was emptied
        }
        return reply;
    }

    private void work() {
        List<Entry<R>> batch = new ArrayList<>();
        try {
            while (!closed) {
                gather(batch);
                running = List.copyOf(batch);
                if (!closed) { // else nobody but this thread may know of them
                    answer(batch);
                }
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // by close
        } finally {
            fail(batch, Waiting.closed());
            fail(running, Waiting.closed());
        }
    }

    private void gather(List<Entry<R>> batch) throws InterruptedException {
        Entry<R> next = queue.take();
        long end = next.since() + maxDelay;
        while (next != null) {
            batch.add(next);
            queue.drainTo(batch, maxRows - batch.size());
            long left = end - System.nanoTime();
            next = batch.size() < maxRows && left > 0 ? queue.poll(left, TimeUnit.NANOSECONDS) : null;
        }
    }

    /** Answers the rows of each version together; there is more than one only where an alias has just moved. */
    private void answer(List<Entry<R>> batch) {
        Map<Served<R>, List<Entry<R>>> byVersion = new LinkedHashMap<>();
        for (Entry<R> entry : batch) {
            if (!entry.reply().isDone()) {
                byVersion
                        .computeIfAbsent(entry.served(), version -> new ArrayList<>())
                        .add(entry);
            }
        }
        byVersion.forEach(this::answer);
    }

    private void answer(Served<R> version, List<Entry<R>> entries) {
        batches.increment();
        rows.add(entries.size());
        try {
            List<Reply> replies = Reply.all(
                    entries.stream().map(Entry::row).toList(),
                    arm,
                    version,
                    version.bound().admitted());
            for (int i = 0; i < replies.size(); i++) {
                entries.get(i).reply().complete(replies.get(i));
            }
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            if (entries.size() == 1) {
                fail(entries, e);
            } else {
                entries.forEach(this::answerAlone);
            }
        } catch (Error e) {
            fail(entries, e);
        }
    }

    /** After a batch that failed: the row that is to blame fails alone. */
    private void answerAlone(Entry<R> entry) {
        try {
            Served<R> version = entry.served();
            entry.reply()
                    .complete(
                            Reply.of(entry.row(), arm, version, version.bound().admitted()));
        } catch (RuntimeException | Error e) {
            entry.reply().completeExceptionally(e);
        }
    }

    private static <R> void fail(List<Entry<R>> entries, Throwable e) {
        entries.forEach(entry -> entry.reply().completeExceptionally(e));
    }

    BatchHealth health() {
        return new BatchHealth(batches.sum(), rows.sum(), rejected.sum(), queue.size());
    }

    /** Fails all that wait, so that nobody waits for ever, and ends the thread. */
    @Override
    public void close() {
        closed = true;
        fail(running, Waiting.closed());
        List<Entry<R>> waiting = new ArrayList<>();
        queue.drainTo(waiting);
        fail(waiting, Waiting.closed());
        thread.interrupt();
    }
}
