package dev.mlops.serving;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Answers without keeping the caller: in threads of the host, or in a few of ours. Thread-safe. */
final class Asynchronous<R> implements AutoCloseable {
    private final Executor executor;
    private final @Nullable Workers own;

    /** Uses the host's executor; null for one of ours. */
    Asynchronous(@Nullable Executor host) {
        if (host == null) {
            this.own = new Workers("mlops-async", AnsweringOptions.ASYNC_THREADS, AnsweringOptions.ASYNC_QUEUE);
            this.executor = own;
        } else {
            this.own = null;
            this.executor = host;
        }
    }

    /** Work, and the future that is failed where the work is never done. */
    private record Task(Runnable work, CompletableFuture<?> result) implements Runnable {

        @Override
        public void run() {
            if (!result.isDone()) { // else the caller has gone
                work.run();
            }
        }
    }

    /** Makes a call in another thread. */
    <T> CompletableFuture<T> call(Supplier<T> work) {
        CompletableFuture<T> result = new CompletableFuture<>();
        execute(
                () -> {
                    try {
                        result.complete(work.get());
                    } catch (RuntimeException | Error e) {
                        result.completeExceptionally(e);
                    }
                },
                result);
        return result;
    }

    /** The prediction once there is a reply, after those were told who hear of it. */
    CompletableFuture<Prediction> prediction(
            Supplier<CompletableFuture<Reply>> begin, Function<Reply, Prediction> named, Telling<R> telling) {
        CompletableFuture<Prediction> result = new CompletableFuture<>();
        CompletableFuture<Reply> asked;
        try {
            asked = begin.get();
        } catch (RuntimeException e) {
            asked = CompletableFuture.failedFuture(e);
        }
        CompletableFuture<Void> unused = asked.handle((reply, error) -> {
            execute(() -> finish(result, reply == null ? null : named.apply(reply), error, telling), result);
            return null;
        });
        return result;
    }

    private void finish(
            CompletableFuture<Prediction> result,
            @Nullable Prediction answer,
            @Nullable Throwable error,
            Telling<R> telling) {
        if (answer != null) {
            telling.answered(answer);
            result.complete(answer);
        } else {
            Throwable cause = cause(error);
            if (cause instanceof RuntimeException exception) {
                telling.failed(exception);
            }
            result.completeExceptionally(cause);
        }
    }

    /** What a stage failed of. */
    private static Throwable cause(@Nullable Throwable error) {
        Throwable cause = error instanceof CompletionException ? error.getCause() : error;
        return cause != null ? cause : new IllegalStateException("neither an answer nor an error", error);
    }

    private static ModelUnavailableException overloaded() {
        return ModelUnavailableException.overloaded(
                "too many asynchronous predictions wait for a thread", "what their executor takes");
    }

    private void execute(Runnable work, CompletableFuture<?> result) {
        try {
            executor.execute(new Task(work, result));
        } catch (RejectedExecutionException e) {
            result.completeExceptionally(overloaded());
        }
    }

    /**
     * Tells the listeners and the shadow of one row.
     *
     * @param begun when it was asked, by {@link System#nanoTime}
     */
    record Telling<R>(Listening<R> listening, Routes<R> routes, R row, Arm<R> arm, long begun) {

        void answered(Prediction answer) {
            listening.answered(row, answer, took());
            routes.shadow(row, answer);
        }

        void failed(RuntimeException error) {
            listening.failed(row, arm.name(), arm.served().version(), error, took());
        }

        private Duration took() {
            return Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    @Override
    public void close() {
        if (own != null) {
            for (Runnable waiting : own.shutdownNow()) {
                if (waiting instanceof Task task) {
                    task.result().completeExceptionally(Waiting.closed());
                }
            }
        }
    }
}
