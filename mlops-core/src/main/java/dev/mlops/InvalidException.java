package dev.mlops;

import org.jspecify.annotations.Nullable;

/** The input breaks a rule that the message names; the same input will fail again, so mend it. Nothing was written. */
public final class InvalidException extends MlopsException {
    private static final long serialVersionUID = 1L;

    /** Creates the error; {@code message} names the thing, the value found and the rule. */
    public InvalidException(String message) {
        super(message, null);
    }

    /** Creates the error with what caused it. */
    public InvalidException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
