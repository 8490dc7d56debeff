package dev.mlops.pipeline;

/** How far a run of a pipeline has come. */
public enum RunState {
    /** Not ended. */
    RUNNING,
    /** Every step gave its output or was skipped on a condition. */
    SUCCEEDED,
    /** A step failed for good. */
    FAILED,
    /** An approver said no. */
    REJECTED,
    /** The run was cancelled before it ended. */
    CANCELLED
}
