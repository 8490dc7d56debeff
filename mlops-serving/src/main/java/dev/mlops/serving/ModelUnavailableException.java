package dev.mlops.serving;

import org.jspecify.annotations.Nullable;

/**
 * No arm of a predictor could answer a row that may be a good one: try again later, or ask for less at once. Only where a
 * predictor was built with a fallback, a timeout, a circuit breaker, batches or for asynchronous calls.
 */
public final class ModelUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why the arm that was asked first didn't answer. */
    public enum Reason {
        /** Its model threw; the cause is what it threw. */
        FAILED,
        /** It took longer than the timeout. */
        LATE,
        /** Too many calls were waiting already: it wasn't asked. */
        OVERLOADED,
        /** Its circuit breaker is open, since too many calls before had failed or were late: it wasn't asked. */
        OPEN
    }

    private final Reason reason;

    ModelUnavailableException(Reason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why the arm that was asked first didn't answer; what befell its fallbacks is suppressed in this exception. */
    public Reason reason() {
        return reason;
    }

    static ModelUnavailableException failed(String arm, Throwable cause) {
        return new ModelUnavailableException(
                Reason.FAILED, "model of arm '" + arm + "' failed, expected an answer", cause);
    }

    static ModelUnavailableException overloaded(String what, String rule) {
        return new ModelUnavailableException(Reason.OVERLOADED, what + ", expected at most " + rule, null);
    }
}
