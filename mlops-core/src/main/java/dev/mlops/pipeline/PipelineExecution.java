package dev.mlops.pipeline;

import java.util.concurrent.CompletionStage;

/**
 * A run that was started, in the hands of who started it. Thread-safe.
 *
 * @param <R> the type of the result
 */
public final class PipelineExecution<R> {
    private final Execution<R> execution;

    PipelineExecution(Execution<R> execution) {
        this.execution = execution;
    }

    /** The id of the run. */
    public String id() {
        return execution.id();
    }

    /**
     * Waits for the end, however it comes; never throws what a step threw. It needs a thread that the steps don't, as
     * {@link Runner#run} says.
     */
    public PipelineRun<R> await() throws InterruptedException {
        return execution.await();
    }

    /** Completes at the end with what {@link #await()} gives, never exceptionally. */
    public CompletionStage<PipelineRun<R>> finished() {
        return execution.finished();
    }

    /** Whether the run has ended. */
    public boolean isDone() {
        return execution.isDone();
    }

    /** How far the run has come by now. */
    public PipelineRun<R> progress() {
        return execution.soFar();
    }

    /**
     * Stops the run: what has not started doesn't, what runs is interrupted, and finally-steps run when it has ended. A
     * body that doesn't return within the runner's {@linkplain Runner.Builder#grace grace} is left to itself. Returns at
     * once; {@link #await()} tells the outcome.
     *
     * @return whether this call stopped it; false if it was cancelled before, or only finally-steps were left
     */
    public boolean cancel() {
        return execution.cancel();
    }
}
