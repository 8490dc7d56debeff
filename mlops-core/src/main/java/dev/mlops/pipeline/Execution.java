package dev.mlops.pipeline;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One run of a pipeline. */
final class Execution<R> {
    private final CompletableFuture<PipelineRun<R>> done = new CompletableFuture<>();

    Execution(Pipeline<R> pipeline, Runner.Settings settings, Resolved parameters) {}

    void start() {}

    String id() {
        return "";
    }

    PipelineRun<R> await() throws InterruptedException {
        return done.join();
    }

    PipelineRun<R> awaitOrCancel() {
        return done.join();
    }

    CompletionStage<PipelineRun<R>> finished() {
        return done;
    }

    boolean isDone() {
        return done.isDone();
    }

    PipelineRun<R> progress() {
        throw new IllegalStateException("not started");
    }

    boolean cancel() {
        return false;
    }
}
