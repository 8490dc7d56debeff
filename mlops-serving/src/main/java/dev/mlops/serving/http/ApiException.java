package dev.mlops.serving.http;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.serving.ModelUnavailableException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends the handling of a request with a status and what the client may read about it. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The header that says when to come again, in seconds. */
    static final Map<String, String> LATER = Map.of("Retry-After", "1");

    private final int status;
    private final transient Map<String, String> headers;
    private final transient @Nullable ErrorFormat errors;

    ApiException(int status, String message) {
        this(status, message, Map.of());
    }

    ApiException(int status, String message, Map<String, String> headers) {
        this(status, message, headers, null);
    }

    /** One that is written in this format, whatever that of the route is; null for the route's. */
    ApiException(int status, String message, Map<String, String> headers, @Nullable ErrorFormat errors) {
        super(message, null, false, false); // thrown at a client's pace: no stack trace
        this.status = status;
        this.headers = headers;
        this.errors = errors;
    }

    /** What a client may know of a failure; of one that it can't have caused it learns no detail. */
    static ApiException of(Throwable e) {
        if (e instanceof ApiException known) {
            return known;
        }
        if (e instanceof InvalidException) {
            return new ApiException(400, String.valueOf(e.getMessage()));
        }
        if (e instanceof NotFoundException) {
            return new ApiException(404, String.valueOf(e.getMessage()));
        }
        if (e instanceof ConflictException) {
            return new ApiException(409, String.valueOf(e.getMessage()));
        }
        if (e instanceof ModelUnavailableException unavailable) {
            boolean full = unavailable.reason() == ModelUnavailableException.Reason.OVERLOADED;
            return new ApiException(full ? 429 : 503, String.valueOf(e.getMessage()), LATER);
        }
        return e instanceof StorageUnavailableException
                ? new ApiException(503, "the store can't be reached", LATER)
                : new ApiException(500, "internal error");
    }

    int status() {
        return status;
    }

    Map<String, String> headers() {
        return headers;
    }

    ErrorFormat errors(ErrorFormat route) {
        return errors == null ? route : errors;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
