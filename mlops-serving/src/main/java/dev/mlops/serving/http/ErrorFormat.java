package dev.mlops.serving.http;

import java.util.Map;

/** How a protocol writes an error. */
@FunctionalInterface
interface ErrorFormat {
    /** {@code {"error": "..."}}, as the Open Inference Protocol has it and everything of ours. */
    ErrorFormat PLAIN = (status, message) -> ApiResponse.json(status, Json.bytes(Map.of("error", message)));

    ApiResponse error(int status, String message);

    /** A failure as this protocol writes it. */
    default ApiResponse of(ApiException e) {
        ApiResponse response = error(e.status(), e.text());
        for (Map.Entry<String, String> header : e.headers().entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }
}
