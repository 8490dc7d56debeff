package dev.mlops.serving.http;

/** What one route does. Thread-safe. */
@FunctionalInterface
interface Endpoint {

    /**
     * Answers a request.
     *
     * @throws RuntimeException as {@link ApiException#of} knows them
     */
    ApiResponse answer(ApiRequest request, PathValues path);
}
