package dev.mlops;

import org.jspecify.annotations.Nullable;

/** What was asked for by name does not exist; create it, or ask for another. */
public final class NotFoundException extends MlopsException {
    private static final long serialVersionUID = 1L;

    /** Creates the error; {@code message} names the thing, the value found and the rule. */
    public NotFoundException(String message) {
        super(message, null);
    }

    /** Creates the error with what caused it. */
    public NotFoundException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
