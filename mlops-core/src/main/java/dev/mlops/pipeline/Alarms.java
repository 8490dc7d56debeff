package dev.mlops.pipeline;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The timer of one run, on daemon threads that are started when first needed. The thread that keeps the time does nothing
 * else: what a call back leads to may take its time, up to a whole step on an executor that runs a task at once.
 */
final class Alarms implements Timer {
    private final ThreadFactory threads;
    private @Nullable ScheduledThreadPoolExecutor clock;
    private @Nullable ExecutorService callers;

    Alarms(String pipeline) {
        this.threads = task -> {
            Thread thread = new Thread(task, "pipeline-" + pipeline + "-timer");
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public synchronized Alarm schedule(Duration delay, Runnable action) {
        ScheduledThreadPoolExecutor keeper = clock == null ? keeper() : clock;
        ExecutorService calling = callers == null ? callers() : callers;
        clock = keeper;
        callers = calling;
        Future<?> call = keeper.schedule(() -> calling.execute(action), nanos(delay), TimeUnit.NANOSECONDS);
        return () -> call.cancel(false);
    }

    /** Ends the threads; calls to come don't. */
    synchronized void close() {
        if (clock != null) {
            clock.shutdownNow();
        }
        if (callers != null) {
            callers.shutdown();
        }
    }

    private ScheduledThreadPoolExecutor keeper() {
        ScheduledThreadPoolExecutor keeper = new ScheduledThreadPoolExecutor(1, threads);
        keeper.setRemoveOnCancelPolicy(true);
        return keeper;
    }

    private ExecutorService callers() {
        return new ThreadPoolExecutor(0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), threads);
    }

    private static long nanos(Duration delay) {
        Duration longest = Duration.ofDays(10_000);
        return (delay.compareTo(longest) < 0 ? delay : longest).toNanos();
    }
}
