package dev.mlops.serving;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** How a caller waits for an answer that another thread gives. */
final class Waiting {

    private Waiting() {}

    /**
     * What the future ends with.
     *
     * @param timeout how long at most; null for as long as it takes
     * @throws ModelUnavailableException if it is late; it is cancelled then
     * @throws InterruptedWaitException if the caller is interrupted; it is cancelled then
     */
    static <T> T forAnswer(Future<T> answer, @Nullable Duration timeout, String arm) {
        try {
            return timeout == null ? answer.get() : answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw late(arm, String.valueOf(timeout));
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedWaitException();
        } catch (CancellationException e) {
            throw closed();
        } catch (ExecutionException e) {
            throw Guard.raised(Objects.requireNonNullElse(e.getCause(), e));
        }
    }

    static ModelUnavailableException late(String arm, String timeout) {
        return new ModelUnavailableException(
                ModelUnavailableException.Reason.LATE,
                "arm '" + arm + "' hasn't answered yet, expected it within " + timeout,
                null);
    }

    static IllegalStateException closed() {
        return new IllegalStateException("predictor is closed, expected an open one");
    }
}
