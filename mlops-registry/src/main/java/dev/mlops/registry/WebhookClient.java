package dev.mlops.registry;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/** Sends one message once. Redirects aren't followed, and the body of the answer isn't kept. */
final class WebhookClient {
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY_REQUESTS = 429;

    private final URI target;
    private final List<byte[]> keys;
    private final Duration timeout;
    private final InstantSource clock;
    private final HttpClient http;

    /**
     * What came of an attempt.
     *
     * @param delivered whether the receiver took it
     * @param again whether another attempt may help
     * @param after how long the receiver wants to be left alone; zero where it didn't say
     * @param text what happened, in words
     */
    record Answer(boolean delivered, boolean again, Duration after, String text) {
        static Answer trouble(boolean again, String text) {
            return new Answer(false, again, Duration.ZERO, text);
        }
    }

    WebhookClient(URI target, List<byte[]> keys, Duration connectTimeout, Duration timeout, InstantSource clock) {
        this.target = target;
        this.keys = List.copyOf(keys);
        this.timeout = timeout;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1) // no attempt to upgrade, which some receivers refuse
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(connectTimeout)
                .build();
    }

    Answer send(WebhookMessage message) throws InterruptedException {
        CompletableFuture<HttpResponse<Void>> exchange =
                http.sendAsync(request(message), HttpResponse.BodyHandlers.discarding());
        try {
            return answer(exchange.get(timeout.toNanos(), TimeUnit.NANOSECONDS)); // the answer's body included
        } catch (TimeoutException e) {
            return Answer.trouble(true, "no whole answer within " + timeout);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return Answer.trouble(cause instanceof IOException, String.valueOf(cause));
        } finally {
            exchange.cancel(true);
        }
    }

    private HttpRequest request(WebhookMessage message) {
        long seconds = clock.instant().getEpochSecond();
        String signatures = keys.stream()
                .map(key -> WebhookSignature.sign(key, message.id(), seconds, message.body()))
                .collect(Collectors.joining(" "));
        return HttpRequest.newBuilder(target)
                .header("content-type", "application/json")
                .header(WebhookSignature.ID, message.id())
                .header(WebhookSignature.TIMESTAMP, Long.toString(seconds))
                .header(WebhookSignature.SIGNATURE, signatures)
                .POST(HttpRequest.BodyPublishers.ofByteArray(message.body()))
                .build();
    }

    private Answer answer(HttpResponse<Void> response) {
        int status = response.statusCode();
        boolean again = status >= 500 || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS;
        Duration after = response.headers()
                .firstValue("retry-after")
                .map(this::retryAfter)
                .orElse(Duration.ZERO);
        return new Answer(status >= 200 && status < 300, again, after, "answered " + status);
    }

    /** Seconds or a date, RFC 9110, section 10.2.3; what is neither counts as not said. */
    private Duration retryAfter(String text) {
        try {
            return text.matches("[0-9]{1,9}")
                    ? Duration.ofSeconds(Long.parseLong(text))
                    : Duration.between(
                            clock.instant(), ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME));
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
