package dev.mlops.pipeline;

/** How far a step of a run has come. */
public enum StepState {
    /** Not started. */
    WAITING,
    /** Started: working, waiting for its next attempt, or for an approver's answer. */
    RUNNING,
    /** Gave its output. */
    SUCCEEDED,
    /** Its output was read from the cache; its body did not run. */
    FROM_CACHE,
    /** Not run, for the reason given: a condition did not hold, an input was skipped, or the run had ended. */
    SKIPPED,
    /** Failed for good, after its retries. */
    FAILED,
    /** An approver said no. */
    REJECTED,
    /** Stopped because the run was cancelled. */
    CANCELLED;

    /** Whether the step will not change any more. */
    public boolean isFinal() {
        return this != WAITING && this != RUNNING;
    }

    /** Whether the step gave its own output, computed or from the cache. */
    public boolean isSuccess() {
        return this == SUCCEEDED || this == FROM_CACHE;
    }
}
