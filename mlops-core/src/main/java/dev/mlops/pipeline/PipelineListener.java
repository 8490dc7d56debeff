package dev.mlops.pipeline;

import java.time.Duration;

/**
 * Told what happens in a run. The calls of one run come one at a time, in order, on the threads that run the steps; keep
 * them short. One listener may hear several runs at once; {@link StepRun#runId()} tells them apart. What a listener
 * throws is logged and has no effect on the run.
 */
public interface PipelineListener {

    /** Parameters are resolved, and nothing has run. */
    default void runStarted(PipelineRun<?> run) {}

    /** A step is about to run for the first time. */
    default void stepStarted(StepRun step) {}

    /** An attempt failed with {@code cause}, and another comes after {@code delay}. */
    default void stepRetried(StepRun step, Throwable cause, Duration delay) {}

    /** A step gave its output: computed, or from the cache. */
    default void stepFinished(StepRun step) {}

    /** What the step gave that {@link #stepFinished} just told of; the run lets go of it, and so should the listener. */
    default void stepGave(StepRun step, Object output) {}

    /** A step is not going to run, for the reason that it gives. */
    default void stepSkipped(StepRun step) {}

    /** A step failed for good, was rejected or was cancelled. */
    default void stepFailed(StepRun step) {}

    /** Every step has ended; the result isn't handed out before this call returns. */
    default void runFinished(PipelineRun<?> run) {}
}
