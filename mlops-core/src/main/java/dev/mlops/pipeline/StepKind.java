package dev.mlops.pipeline;

/** How the body of a step is called. */
enum StepKind {
    /** Once. */
    WORK,
    /** Once for each element of a list, a given number at a time. */
    MAP,
    /** Not at all: an approver decides whether the value passes. */
    GATE,
    /** Once, after all others have ended, however they did. */
    LAST
}
