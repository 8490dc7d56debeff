package dev.mlops;

import org.jspecify.annotations.Nullable;

/**
 * Root of the errors that this library throws. Each kind answers what the caller can do: look elsewhere
 * ({@link NotFoundException}), decide who wins ({@link ConflictException}), mend the input ({@link InvalidException}),
 * try again later ({@link StorageUnavailableException}) or mend a step ({@link StepFailedException}). Misuse of the API
 * itself throws the JDK's {@link IllegalArgumentException}, {@link IllegalStateException} or
 * {@link NullPointerException}.
 *
 * <p>A message names the thing, the value found and the rule.
 */
public abstract sealed class MlopsException extends RuntimeException
        permits NotFoundException,
                ConflictException,
                InvalidException,
                StorageUnavailableException,
                StepFailedException {
    private static final long serialVersionUID = 1L;

    MlopsException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
