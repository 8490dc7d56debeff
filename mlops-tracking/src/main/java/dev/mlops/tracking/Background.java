package dev.mlops.tracking;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A daemon thread for what nobody should wait for, such as asking Git; it ends when there is nothing to do. Thread-safe. */
final class Background {
    private static final int SECONDS_IDLE = 5;

    private final ThreadPoolExecutor executor;

    Background() {
        executor = new ThreadPoolExecutor(
                1, 1, SECONDS_IDLE, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), Background::thread);
        executor.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "mlops-tracking-background");
        thread.setDaemon(true);
        return thread;
    }

    /** Does the work after what came before it. */
    <T> CompletableFuture<T> run(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, executor);
    }

    /** Takes no more work; what there is ends by itself, since somebody may wait for it. */
    void close() {
        executor.shutdown();
    }
}
