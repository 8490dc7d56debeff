package dev.mlops.serving;

import dev.failsafe.CircuitBreakerOpenException;
import dev.failsafe.TimeoutExceededException;
import dev.mlops.InvalidException;
import dev.mlops.StorageUnavailableException;
import java.util.Locale;
import java.util.concurrent.RejectedExecutionException;

/** Why a row wasn't answered, as metrics tell it. */
enum ErrorKind {
    /** The row is to blame. */
    INVALID,
    /** It wasn't tried: the store, the model or a place in a queue wasn't to be had. */
    UNAVAILABLE,
    /** It took too long. */
    TIMEOUT,
    /** The model failed. */
    FAILURE;

    static ErrorKind of(RuntimeException error) {
        if (error instanceof InvalidException) {
            return INVALID;
        }
        if (error instanceof StorageUnavailableException
                || error instanceof CircuitBreakerOpenException
                || error instanceof RejectedExecutionException) {
            return UNAVAILABLE;
        }
        return error instanceof TimeoutExceededException ? TIMEOUT : FAILURE;
    }

    /** The value of a tag. */
    String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
