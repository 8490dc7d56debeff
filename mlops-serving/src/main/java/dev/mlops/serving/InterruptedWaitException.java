package dev.mlops.serving;

import java.util.concurrent.CancellationException;

/** The caller was interrupted while it waited for an answer; its flag is set again. */
final class InterruptedWaitException extends CancellationException {
    private static final long serialVersionUID = 1L;

    InterruptedWaitException() {
        super("interrupted while waiting for a prediction");
    }
}
