package dev.mlops.serving.http;

import java.util.List;
import java.util.Map;

/** How a protocol writes an error. */
@FunctionalInterface
interface ErrorFormat {
    /** {@code {"error": "..."}}, as the Open Inference Protocol has it and everything of ours. */
    ErrorFormat PLAIN = (status, message) -> ApiResponse.json(status, Json.bytes(Map.of("error", message)));

    /** How much of a message is told: a value of the client's may be in it, of any length. */
    int LONGEST = 1_000;

    ApiResponse error(int status, String message);

    /** What its schema is called. */
    default String name() {
        return "Error";
    }

    /** What the body of an error looks like. */
    default Map<String, ?> schema() {
        return Schemas.object(Map.of("error", Schemas.TEXT), List.of("error"));
    }

    /** A failure as this protocol writes it, or as the failure says. */
    default ApiResponse of(ApiException e) {
        ApiResponse response = e.errors(this).error(e.status(), shortened(e.text()));
        for (Map.Entry<String, String> header : e.headers().entrySet()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return response;
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end) + "...";
    }
}
