package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSignatureTest {
    // the example that the Standard Webhooks specification and its libraries publish
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final long SENT = 1614265330;
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static Map<String, List<String>> headers(String signature) {
        return new HashMap<>(Map.of(
                "Webhook-Id", List.of(ID),
                "WEBHOOK-TIMESTAMP", List.of(Long.toString(SENT)),
                "webhook-signature", List.of(signature),
                "content-type", List.of("application/json")));
    }

    private static void verify(Map<String, List<String>> headers, byte[] body, long secondsLater) {
        WebhookSignature.verify(SECRET, headers, body, TOLERANCE, Instant.ofEpochSecond(SENT + secondsLater));
    }

    @Test
    void theExampleOfTheSpecificationIsSignedAsPublished() {
        assertThat(WebhookSignature.sign(WebhookSignature.key(SECRET), ID, SENT, BODY))
                .isEqualTo(SIGNATURE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SIGNATURE,
                "v1,AAAA " + SIGNATURE,
                SIGNATURE + " v1,AAAA",
                "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg== "
                        + SIGNATURE
            })
    void aFittingSignatureIsEnough(String signatures) {
        assertThatCode(() -> verify(headers(signatures), BODY, 0)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v1,",
                "v1",
                "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
                "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O"
            })
    void anySignatureThatIsNotItIsRefused(String signatures) {
        assertThatThrownBy(() -> verify(headers(signatures), BODY, 0))
                .isInstanceOf(InvalidException.class)
                .hasMessage("webhook message has no signature that fits, expected one made with this secret");
    }

    @Test
    void aChangedBodyIdOrTimeIsRefused() {
        byte[] changed = BODY.clone();
        changed[changed.length - 2] ^= 1;
        assertThatThrownBy(() -> verify(headers(SIGNATURE), changed, 0)).isInstanceOf(InvalidException.class);
        Map<String, List<String>> otherId = headers(SIGNATURE);
        otherId.put("Webhook-Id", List.of("msg_other"));
        assertThatThrownBy(() -> verify(otherId, BODY, 0)).hasMessageContaining("no signature that fits");
        Map<String, List<String>> otherTime = headers(SIGNATURE);
        otherTime.put("WEBHOOK-TIMESTAMP", List.of(Long.toString(SENT + 1)));
        assertThatThrownBy(() -> verify(otherTime, BODY, 0)).hasMessageContaining("no signature that fits");
    }

    @Test
    void aMessageIsGoodWithinTheToleranceBothWays() {
        assertThatCode(() -> verify(headers(SIGNATURE), BODY, 300)).doesNotThrowAnyException();
        assertThatCode(() -> verify(headers(SIGNATURE), BODY, -300)).doesNotThrowAnyException();
        assertThatThrownBy(() -> verify(headers(SIGNATURE), BODY, 301))
                .isInstanceOf(InvalidException.class)
                .hasMessage("webhook message was sent at 2021-02-25T15:02:10Z, expected within PT5M of the present,"
                        + " 2021-02-25T15:07:11Z");
        assertThatThrownBy(() -> verify(headers(SIGNATURE), BODY, -301)).isInstanceOf(InvalidException.class);
    }

    @Test
    void aHeaderThatIsMissingOrRepeatedIsRefused() {
        Map<String, List<String>> missing = headers(SIGNATURE);
        missing.remove("Webhook-Id");
        assertThatThrownBy(() -> verify(missing, BODY, 0))
                .isInstanceOf(InvalidException.class)
                .hasMessage("webhook message has the header 'webhook-id' 0 times, expected once");
        Map<String, List<String>> twice = headers(SIGNATURE);
        twice.put("webhook-timestamp", List.of("1"));
        assertThatThrownBy(() -> verify(twice, BODY, 0)).hasMessageContaining("'webhook-timestamp' 2 times");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1614265330.5", "99999999999999999999", "9223372036854775807"})
    void aTimeThatIsNoneIsRefused(String time) {
        Map<String, List<String>> headers = headers(SIGNATURE);
        headers.put("WEBHOOK-TIMESTAMP", List.of(time));
        assertThatThrownBy(() -> verify(headers, BODY, 0))
                .isInstanceOf(InvalidException.class)
                .hasMessage("header 'webhook-timestamp' isn't a time in seconds since 1970");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_", "whsec_c2hvcnQ=", "whsec_not*base64*hush"})
    void aSecretOfAnotherFormIsRefusedAndNotShown(String secret) {
        assertThatThrownBy(() -> WebhookSignature.key(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .hasNoCause()
                .hasMessageStartingWith("secret of a webhook ")
                .hasMessageNotContainingAny("MfKQ", "c2hvcnQ", "hush");
    }
}
