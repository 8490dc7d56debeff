package dev.mlops.pipeline;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the ready work of one run to an executor: the host's, or one of its own that ends with the run. Work that an
 * executor runs at once, on the thread that hands it over, makes more work ready; that is left to the hand-over further up
 * the same stack, so that a long chain of steps doesn't become a deep stack.
 */
final class Workers {
    private final Executor executor;
    private final @Nullable ExecutorService own;
    private final Queue<Work> ready = new ConcurrentLinkedQueue<>();
    private final ThreadLocal<Boolean> handing = new ThreadLocal<>();

    private Workers(Executor executor, @Nullable ExecutorService own) {
        this.executor = executor;
        this.own = own;
    }

    /** Works on the host's executor. */
    static Workers on(Executor executor) {
        return new Workers(executor, null);
    }

    /** Works on daemon threads of its own, named after the pipeline. */
    static Workers own(String pipeline, int threads) {
        AtomicInteger count = new AtomicInteger();
        ExecutorService own =
                new ThreadPoolExecutor(threads, threads, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "pipeline-" + pipeline + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        return new Workers(own, own);
    }

    /** Queues work; {@code refused} is told when the executor doesn't take it, whatever it throws. */
    void add(Runnable work, Consumer<Throwable> refused) {
        ready.add(new Work(work, refused));
    }

    /** Hands over what is queued, unless this thread does so already further up its stack. */
    void handOver() {
        if (ready.isEmpty() || handing.get() != null) {
            return;
        }
        handing.set(true);
        try {
            for (Work next = ready.poll(); next != null; next = ready.poll()) {
                handOver(next);
            }
        } finally {
            handing.remove();
        }
    }

    private void handOver(Work work) {
        try {
            executor.execute(work.task());
        } catch (Throwable e) { // also the Error of a system without another thread to give
            work.refused().accept(e);
        }
    }

    /** Ends its own threads once their work is done. */
    void close() {
        if (own != null) {
            own.shutdown();
        }
    }

    private record Work(Runnable task, Consumer<Throwable> refused) {}
}
