package dev.mlops.storage.s3;

import dev.mlops.StorageUnavailableException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Does what a store is asked for, and tells what failed. Apart from the store itself, which must be loadable, to say so,
 * where the SDK isn't there: a class that catches its exceptions isn't.
 */
final class Attempts {
    private final String shown;

    /** Of a store that is shown so. */
    Attempts(String shown) {
        this.shown = shown;
    }

    interface Action<T> {
        T run() throws IOException;
    }

    <T> T run(String operation, Action<T> action) {
        try {
            return action.run();
        } catch (IOException e) {
            throw unavailable(operation, e);
        } catch (SdkException e) {
            throw unavailable(operation, Reason.of(e), e);
        }
    }

    StorageUnavailableException unavailable(String operation, IOException e) {
        return unavailable(operation, e.getMessage(), e);
    }

    private StorageUnavailableException unavailable(String operation, @Nullable String reason, Exception e) {
        return new StorageUnavailableException(shown + " can't " + operation + ": " + reason, e);
    }
}
