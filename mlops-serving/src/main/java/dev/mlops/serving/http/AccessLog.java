package dev.mlops.serving.http;

import io.undertow.server.HttpServerExchange;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line of JSON for each answer. What clients wrote is in it as JSON texts: without line breaks, and not without end. */
final class AccessLog {
    private static final Logger log = LoggerFactory.getLogger(AccessLog.class);
    private static final int LONGEST = 500;

    private final Consumer<String> lines;

    AccessLog(Consumer<String> lines) {
        this.lines = Objects.requireNonNull(lines, "lines");
    }

    /** An answer was sent, or its connection broke. */
    void answered(HttpServerExchange exchange, String bearer, long begun) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("time", Instant.now().toString());
        line.put("remote", exchange.getSourceAddress().getAddress().getHostAddress());
        if (!bearer.isEmpty()) {
            line.put("bearer", bearer);
        }
        line.put("method", shortened(exchange.getRequestMethod().toString()));
        line.put("path", shortened(exchange.getRequestURI()));
        if (exchange.isResponseStarted()) { // else the connection broke before
            line.put("status", exchange.getStatusCode());
        }
        line.put("request_bytes", Math.max(0, exchange.getRequestContentLength()));
        line.put("response_bytes", exchange.getResponseBytesSent());
        line.put("millis", TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun) / 1000.0);
        String prediction = exchange.getResponseHeaders().getFirst(Batch.ID);
        if (prediction != null) {
            line.put("prediction_id", prediction);
        }
        tell(new String(Json.bytes(line), StandardCharsets.UTF_8));
    }

    private void tell(String line) {
        try {
            lines.accept(line);
        } catch (RuntimeException e) {
            log.warn("the access log took no line", e);
        }
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
