package dev.mlops.serving;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives each call a limited time, for which another thread makes it. Unless the host gave an executor, each arm has threads of
 * its own, so that one that hangs takes none from the others.
 */
final class Deadline implements AutoCloseable {
    private final Duration timeout;
    private final @Nullable Executor host;
    private final Map<String, Workers> own = new ConcurrentHashMap<>();

    Deadline(Duration timeout, @Nullable Executor host) {
        this.timeout = timeout;
        this.host = host;
    }

    Duration timeout() {
        return timeout;
    }

    /** What the work answers; see {@link Waiting#forAnswer}. */
    <T> T call(String arm, Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        Executor executor = host == null ? own.computeIfAbsent(arm, Deadline::workers) : host;
        try {
            executor.execute(task);
        } catch (RejectedExecutionException e) {
            throw ModelUnavailableException.overloaded(
                    "arm '" + arm + "' has too many calls waiting for a thread", "what its executor takes");
        }
        try {
            return Waiting.forAnswer(task, timeout, arm);
        } finally {
            if (task.isCancelled() && executor instanceof ThreadPoolExecutor pool) {
                pool.remove(task); // makes room where it hadn't begun
            }
        }
    }

    private static Workers workers(String arm) {
        return new Workers("mlops-arm-" + arm, AnsweringOptions.TIMEOUT_THREADS, AnsweringOptions.TIMEOUT_QUEUE);
    }

    @Override
    public void close() {
        own.values().forEach(Workers::close);
    }
}
