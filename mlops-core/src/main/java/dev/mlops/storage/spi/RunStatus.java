package dev.mlops.storage.spi;

/** How far a run has come. */
public enum RunStatus {
    /** Somebody is recording it, or died without saying so. */
    RUNNING,
    /** It ended well. */
    FINISHED,
    /** It ended with an exception. */
    FAILED,
    /** It was cancelled, or its process died. */
    KILLED;

    /** Whether the run has ended. */
    public boolean isFinal() {
        return this != RUNNING;
    }
}
