package dev.mlops.serving;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Daemon threads that come when they are needed and go when they aren't, with a bounded queue. */
final class Workers extends ThreadPoolExecutor implements AutoCloseable {
    private static final long IDLE_SECONDS = 10;

    Workers(String name, int threads, int queued) {
        super(threads, threads, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queued), work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        });
        allowCoreThreadTimeOut(true);
    }

    /** Interrupts what runs, and cancels what waits. */
    @Override
    public void close() {
        for (Runnable waiting : shutdownNow()) {
            if (waiting instanceof Future<?> future) {
                future.cancel(false);
            }
        }
    }
}
