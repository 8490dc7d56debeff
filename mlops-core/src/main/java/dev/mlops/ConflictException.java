package dev.mlops;

import org.jspecify.annotations.Nullable;

/** Somebody else has already decided otherwise; read the present state and choose again. */
public final class ConflictException extends MlopsException {
    private static final long serialVersionUID = 1L;

    /** Creates the error; {@code message} names the thing, the value found and the rule. */
    public ConflictException(String message) {
        super(message, null);
    }

    /** Creates the error with what caused it. */
    public ConflictException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
