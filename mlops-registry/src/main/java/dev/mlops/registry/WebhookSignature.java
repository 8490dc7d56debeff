package dev.mlops.registry;

import dev.mlops.InvalidException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How a {@link Webhook} proves who sent a message and when, as the Standard Webhooks specification has it: the header
 * {@code webhook-signature} holds {@code v1,} and the HMAC-SHA256 of {@code id.timestamp.body} in base64, one for each
 * secret, apart by spaces.
 */
public final class WebhookSignature {
    static final String ID = "webhook-id";
    static final String TIMESTAMP = "webhook-timestamp";
    static final String SIGNATURE = "webhook-signature";

    private static final String PREFIX = "whsec_";
    private static final String VERSION = "v1,";
    private static final String ALGORITHM = "HmacSHA256";
    private static final int FEWEST_BYTES = 24;
    private static final int MOST_BYTES = 64;

    private WebhookSignature() {}

    /**
     * Checks a received message, in a time that doesn't tell how much of a signature is right. Who keeps the values of
     * {@code webhook-id} for as long as the tolerance also notices a message that is sent a second time.
     *
     * @param secret {@code whsec_} and base64 of 24 to 64 bytes, the same as the sender's
     * @param headers those of the request, in any case
     * @param body the request's body as it came
     * @param tolerance by how much the time of sending may be before or after now, such as five minutes
     * @throws InvalidException if a header is missing or repeated, the message is too old or too new, or no signature fits
     * @throws IllegalArgumentException if the secret isn't one
     */
    public static void verify(String secret, Map<String, List<String>> headers, byte[] body, Duration tolerance) {
        verify(secret, headers, body, tolerance, Instant.now());
    }

    static void verify(String secret, Map<String, List<String>> headers, byte[] body, Duration tolerance, Instant now) {
        byte[] key = key(secret);
        String id = header(headers, ID);
        Instant sent = instant(header(headers, TIMESTAMP));
        String signatures = header(headers, SIGNATURE);
        if (Duration.between(sent, now).abs().compareTo(tolerance) > 0) {
            throw new InvalidException("webhook message was sent at " + sent + ", expected within " + tolerance
                    + " of the present, " + now);
        }
        byte[] expected = sign(key, id, sent.getEpochSecond(), body).getBytes(StandardCharsets.UTF_8);
        boolean fits = false;
        for (String signature : signatures.split(" ", -1)) {
            fits |= MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
        }
        if (!fits) {
            throw new InvalidException(
                    "webhook message has no signature that fits, expected one made with this secret");
        }
    }

    /** One signature, with its version. */
    static String sign(byte[] key, String id, long seconds, byte[] body) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(key, ALGORITHM));
            mac.update((id + "." + seconds + ".").getBytes(StandardCharsets.UTF_8));
            return VERSION + Base64.getEncoder().encodeToString(mac.doFinal(body));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** The key that a secret holds; the message of a refusal never has the secret. */
    static byte[] key(String secret) {
        Objects.requireNonNull(secret, "secret");
        if (!secret.startsWith(PREFIX)) {
            throw new IllegalArgumentException("secret of a webhook begins otherwise, expected " + PREFIX);
        }
        byte[] key = decoded(secret.substring(PREFIX.length()));
        if (key.length < FEWEST_BYTES || key.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    "secret of a webhook has " + key.length + " bytes, expected " + FEWEST_BYTES + " to " + MOST_BYTES);
        }
        return key;
    }

    @SuppressWarnings("UnusedException") // its message shows a part of the secret
    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("secret of a webhook isn't base64 after " + PREFIX);
        }
    }

    private static String header(Map<String, List<String>> headers, String name) {
        List<String> values = headers.entrySet().stream()
                .filter(header -> name.equalsIgnoreCase(header.getKey()))
                .flatMap(header -> header.getValue().stream())
                .toList();
        if (values.size() != 1) {
            throw new InvalidException(
                    "webhook message has the header '" + name + "' " + values.size() + " times, expected once");
        }
        return values.get(0);
    }

    private static Instant instant(String seconds) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(seconds));
        } catch (NumberFormatException | DateTimeException e) {
            throw new InvalidException("header '" + TIMESTAMP + "' isn't a time in seconds since 1970", e);
        }
    }
}
