package dev.mlops;

/** A step of a pipeline failed for good, after its retries; {@link #getCause()} is what the step threw. */
public final class StepFailedException extends MlopsException {
    private static final long serialVersionUID = 1L;

    private final String step;

    /** Creates the error for the step of this name. */
    public StepFailedException(String step, String message, Throwable cause) {
        super(message, cause);
        this.step = step;
    }

    /** The name of the step that failed. */
    public String step() {
        return step;
    }
}
