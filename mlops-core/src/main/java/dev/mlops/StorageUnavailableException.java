package dev.mlops;

import org.jspecify.annotations.Nullable;

/** The store can't be reached or can't write now; what was acknowledged is safe, and the call may be tried again. */
public final class StorageUnavailableException extends MlopsException {
    private static final long serialVersionUID = 1L;

    /** Creates the error; {@code message} names the thing, the value found and the rule. */
    public StorageUnavailableException(String message) {
        super(message, null);
    }

    /** Creates the error with what caused it. */
    public StorageUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
