package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.pipeline.Backoff;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.AuditEntry;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String NEXT_SECRET = "whsec_" + "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVoxMjM0NTY=";

    private static AuditEntry entry(String model, String action, String subject) {
        Instant time = Instant.parse("2026-01-02T03:04:05.678Z");
        return new AuditEntry(model, 7, action, subject, "6", "7", "ada", "it's \"better\" & smaller <b>é", time);
    }

    private static Webhook.Builder to(Receiver receiver) {
        return Webhook.to(receiver.uri("/hook?token=hush")).secret(SECRET).backoff(Backoff.none());
    }

    private static Receiver.Answer ok(Receiver.Message message) {
        return Receiver.Answer.of(204);
    }

    private static void verify(String secret, Receiver.Message message) {
        WebhookSignature.verify(secret, message.headers(), message.body(), Duration.ofMinutes(5));
    }

    @Nested
    class Messages {

        @Test
        void aMessageSaysWhatTheHistorySaysAndCanBeVerified() throws Exception {
            try (Receiver receiver = new Receiver(WebhookTest::ok);
                    Webhook webhook = to(receiver).build()) {
                webhook.changed(entry("trips", "alias", "champion"));
                Receiver.Message message = receiver.next();
                assertThat(new String(message.body(), StandardCharsets.UTF_8))
                        .isEqualTo("{\"type\":\"model.alias\",\"timestamp\":\"2026-01-02T03:04:05.678Z\",\"data\":{"
                                + "\"model\":\"trips\",\"version\":7,\"action\":\"alias\",\"subject\":\"champion\","
                                + "\"from\":\"6\",\"to\":\"7\",\"actor\":\"ada\","
                                + "\"reason\":\"it's \\\"better\\\" & smaller <b>é\"}}");
                assertThat(message.header("content-type")).isEqualTo("application/json");
                assertThat(message.header("webhook-id")).matches("msg_[0-9a-f]{32}");
                assertThatCode(() -> verify(SECRET, message)).doesNotThrowAnyException();
                assertThatThrownBy(() -> verify(NEXT_SECRET, message)).hasMessageContaining("no signature that fits");
            }
        }

        @Test
        void withTwoSecretsEitherVerifies() throws Exception {
            try (Receiver receiver = new Receiver(WebhookTest::ok);
                    Webhook webhook = to(receiver).secret(NEXT_SECRET).build()) {
                webhook.changed(entry("trips", "alias", "champion"));
                Receiver.Message message = receiver.next();
                assertThatCode(() -> verify(SECRET, message)).doesNotThrowAnyException();
                assertThatCode(() -> verify(NEXT_SECRET, message)).doesNotThrowAnyException();
            }
        }

        @Test
        void aRegistryTellsOfWhatWasAskedForOnly() throws Exception {
            try (Workspace workspace = Workspace.inMemory();
                    Receiver receiver = new Receiver(WebhookTest::ok)) {
                try (Webhook webhook = to(receiver).on("describe", "delete").build()) {
                    ModelRegistry registry = ModelRegistry.builder(workspace)
                            .actor("ada")
                            .onChange(webhook)
                            .build();
                    registry.create("trips")
                            .describe("how long")
                            .tag("team", "a")
                            .delete();
                }
                assertThat(receiver.next().json().at("/type").asText()).isEqualTo("model.describe");
                assertThat(receiver.next().json().at("/type").asText()).isEqualTo("model.delete");
                assertThat(receiver.waiting()).isZero();
            }
        }
    }

    @Nested
    class Delivery {

        @ParameterizedTest
        @ValueSource(ints = {500, 503, 408, 429})
        void whatMayPassIsTriedAgainWithTheSameId(int status) throws Exception {
            AtomicInteger calls = new AtomicInteger();
            try (Receiver receiver =
                    new Receiver(message -> Receiver.Answer.of(calls.incrementAndGet() < 3 ? status : 200))) {
                Webhook webhook = to(receiver).build();
                webhook.changed(entry("trips", "alias", "champion"));
                webhook.close();
                String id = receiver.next().header("webhook-id");
                assertThat(receiver.next().header("webhook-id")).isEqualTo(id);
                assertThat(receiver.next().header("webhook-id")).isEqualTo(id);
                assertThat(receiver.waiting()).isZero();
                assertThat(List.of(webhook.delivered(), webhook.failed())).containsExactly(1L, 0L);
            }
        }

        @ParameterizedTest
        @ValueSource(ints = {400, 401, 404, 410, 301, 307, 304})
        void whatWillNotPassIsGivenUpAtOnce(int status) throws Exception {
            try (Receiver receiver = new Receiver(message -> Receiver.Answer.of(status))) {
                Webhook webhook = to(receiver).build();
                webhook.changed(entry("trips", "alias", "champion"));
                webhook.close();
                receiver.next();
                assertThat(receiver.waiting()).isZero();
                assertThat(List.of(webhook.delivered(), webhook.failed())).containsExactly(0L, 1L);
            }
        }

        @Test
        void aRedirectIsNotFollowed() throws Exception {
            try (Receiver elsewhere = new Receiver(WebhookTest::ok);
                    Receiver receiver = new Receiver(message -> new Receiver.Answer(
                            308, "Location", elsewhere.uri("/").toString()))) {
                Webhook webhook = to(receiver).build();
                webhook.changed(entry("trips", "alias", "champion"));
                webhook.close();
                assertThat(webhook.failed()).isEqualTo(1);
                assertThat(elsewhere.waiting()).isZero();
            }
        }

        @Test
        void aMessageIsGivenUpAfterItsAttemptsAndTheNextOneGoesOn() throws Exception {
            try (Receiver receiver =
                    new Receiver(message -> Receiver.Answer.of(message.subject().equals("bad") ? 500 : 200))) {
                Webhook webhook = to(receiver).attempts(3).build();
                webhook.changed(entry("trips", "alias", "bad"));
                webhook.changed(entry("trips", "alias", "good"));
                webhook.close();
                assertThat(subjects(receiver, 4)).containsExactly("bad", "bad", "bad", "good");
                assertThat(List.of(webhook.delivered(), webhook.failed())).containsExactly(1L, 1L);
            }
        }

        @Test
        void aModelThatWaitsForItsNextAttemptHoldsUpNoOther() throws Exception {
            try (Receiver receiver = new Receiver(
                    message -> message.json().at("/data/model").asText().equals("stuck")
                            ? new Receiver.Answer(503, "Retry-After", "3600")
                            : Receiver.Answer.of(200))) {
                Webhook webhook = to(receiver).drain(Duration.ZERO).build();
                webhook.changed(entry("stuck", "alias", "1"));
                assertThat(receiver.next().subject()).isEqualTo("1");
                webhook.changed(entry("stuck", "alias", "2"));
                webhook.changed(entry("free", "alias", "3"));
                webhook.changed(entry("free", "alias", "4"));
                assertThat(subjects(receiver, 2)).containsExactly("3", "4");
                webhook.close();
                assertThat(receiver.waiting())
                        .as("the receiver wanted to be left alone for an hour")
                        .isZero();
                assertThat(webhook.failed()).isGreaterThanOrEqualTo(2);
                assertThat(webhook.pending()).isZero();
            }
        }

        @Test
        void messagesOfAModelComeInTheirOrderWhateverFails() throws Exception {
            AtomicInteger calls = new AtomicInteger();
            try (Receiver receiver =
                    new Receiver(message -> Receiver.Answer.of(calls.incrementAndGet() % 3 == 0 ? 200 : 500))) {
                Webhook webhook = to(receiver).drain(Duration.ofSeconds(30)).build();
                for (int i = 0; i < 50; i++) {
                    webhook.changed(entry("model" + i % 2, "alias", Integer.toString(i)));
                }
                webhook.close();
                assertThat(List.of(webhook.delivered(), webhook.failed())).containsExactly(50L, 0L);
                List<Integer> even = new ArrayList<>();
                for (String subject : subjects(receiver, receiver.waiting())) {
                    int number = Integer.parseInt(subject);
                    if (number % 2 == 0 && !even.contains(number)) {
                        even.add(number);
                    }
                }
                assertThat(even).hasSize(25).isSorted();
            }
        }

        @Test
        void aReceiverThatIsNotThereIsTriedAndGivenUp() throws IOException {
            int port;
            try (ServerSocket closed = new ServerSocket(0)) {
                port = closed.getLocalPort();
            }
            Webhook webhook = Webhook.to(URI.create("http://localhost:" + port + "/"))
                    .secret(SECRET)
                    .backoff(Backoff.none())
                    .attempts(2)
                    .build();
            webhook.changed(entry("trips", "alias", "champion"));
            webhook.close();
            assertThat(webhook.failed()).isEqualTo(1);
        }

        @Test
        void aReceiverThatNeverAnswersIsLeftAfterTheTimeout() throws Exception {
            CountDownLatch end = new CountDownLatch(1);
            try (Receiver receiver = new Receiver(message -> {
                await(end);
                return Receiver.Answer.of(200);
            })) {
                Webhook webhook =
                        to(receiver).attempts(2).timeout(Duration.ofMillis(50)).build();
                webhook.changed(entry("trips", "alias", "champion"));
                webhook.close();
                end.countDown();
                assertThat(List.of(webhook.delivered(), webhook.failed())).containsExactly(0L, 1L);
            }
        }

        private static List<String> subjects(Receiver receiver, int count) throws InterruptedException {
            List<String> subjects = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                subjects.add(receiver.next().subject());
            }
            return subjects;
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Nested
    class Queue {

        @Test
        void whatDoesNotFitIsDroppedAndCountedAndNobodyWaits() throws Exception {
            CountDownLatch end = new CountDownLatch(1);
            try (Receiver receiver = new Receiver(message -> {
                await(end);
                return Receiver.Answer.of(200);
            })) {
                Webhook webhook = to(receiver).capacity(2).build();
                for (int i = 0; i < 5; i++) {
                    webhook.changed(entry("trips", "alias", Integer.toString(i)));
                }
                assertThat(webhook.pending()).isEqualTo(2);
                assertThat(webhook.failed()).isEqualTo(3);
                end.countDown();
                webhook.close();
                assertThat(webhook.delivered()).isEqualTo(2);
                assertThat(webhook.pending()).isZero();
            }
        }

        @Test
        void closingWaitsNoLongerThanItMayAndEndsTheThread() throws Exception {
            CountDownLatch end = new CountDownLatch(1);
            try (Receiver receiver = new Receiver(message -> {
                await(end);
                return Receiver.Answer.of(200);
            })) {
                Webhook webhook = to(receiver).drain(Duration.ofMillis(20)).build();
                webhook.changed(entry("trips", "alias", "champion"));
                webhook.close();
                end.countDown();
                assertThat(webhook.failed()).isEqualTo(1);
                assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .doesNotContain("mlops-webhook-to-" + receiver.uri(""));
            }
        }

        @Test
        void whatComesAfterClosingIsCountedAsFailed() throws Exception {
            try (Receiver receiver = new Receiver(WebhookTest::ok)) {
                Webhook webhook = to(receiver).build();
                webhook.close();
                webhook.close();
                webhook.changed(entry("trips", "alias", "champion"));
                assertThat(webhook.failed()).isEqualTo(1);
                assertThat(receiver.waiting()).isZero();
            }
        }

        @Test
        void closingAnInterruptedThreadEndsAtOnceAndItStaysInterrupted() throws Exception {
            try (Receiver receiver = new Receiver(message -> new Receiver.Answer(503, "Retry-After", "3600"))) {
                Webhook webhook = to(receiver).drain(Duration.ofDays(1)).build();
                webhook.changed(entry("trips", "alias", "champion"));
                receiver.next();
                Thread.currentThread().interrupt();
                webhook.close();
                assertThat(Thread.interrupted()).isTrue();
                assertThat(webhook.failed()).isEqualTo(1);
            }
        }
    }

    @Nested
    class Options {

        @Test
        void neitherSecretNorPathAreShown() throws Exception {
            try (Receiver receiver = new Receiver(WebhookTest::ok);
                    Webhook webhook = to(receiver).build()) {
                assertThat(webhook.toString()).isEqualTo("webhook to " + receiver.uri(""));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"/hook", "ftp://example.org/", "https:///hook", "mailto:a@example.org"})
        void aTargetThatIsNoAddressIsRefused(String target) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Webhook.to(URI.create(target)))
                    .withMessage("target of a webhook isn't an absolute address of https with a host");
        }

        @Test
        void aTargetWithAPasswordIsRefusedAndItIsNotShown() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Webhook.to(URI.create("https://ada:hush@example.org/")))
                    .withMessage("target of a webhook on host example.org holds a user, expected none");
        }

        @Test
        void whatIsMissingIsSaidInOneMessage() {
            assertThatThrownBy(() -> Webhook.to(URI.create("http://127.0.0.1.example.org/"))
                            .build())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("webhook to host 127.0.0.1.example.org can't be built: it has no secret, expected"
                            + " secret(...); it is http to another machine, expected https or allowHttp()");
        }

        @Test
        void httpIsAllowedWhereItIsSaid() {
            assertThatCode(() -> Webhook.to(URI.create("http://example.org/"))
                            .secret(SECRET)
                            .allowHttp()
                            .build()
                            .close())
                    .doesNotThrowAnyException();
            assertThatCode(() -> Webhook.to(URI.create("http://[::1]:1/"))
                            .secret(SECRET)
                            .build()
                            .close())
                    .doesNotThrowAnyException();
        }

        @Test
        void anActionThatDoesNotExistIsRefused() {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> Webhook.to(URI.create("https://example.org/")).on("promoted"))
                    .withMessageStartingWith("action 'promoted' is unknown, expected one of [alias, create,");
        }
    }
}
