package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.ModelUnavailableException.Reason;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AsynchronousTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMillis(1);

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry =
            ModelRegistry.builder(workspace).trust(Moody.class).build();
    private final Model model = Rides.model(3);

    @BeforeEach
    void register() {
        registry.alias(registry.register("rides", model), "champion");
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private Predictor.Builder<Ride> builder() {
        return Predictor.builder(registry, "rides", Ride.class).refresh(NEVER);
    }

    @Test
    void an_answer_comes_with_all_that_it_has_otherwise() {
        registry.alias(registry.register("rides", Rides.model(1)), "challenger");
        try (Predictor<Ride> predictor =
                builder().split("champion", 1).split("challenger", 1).build()) {
            for (int i = 0; i < 20; i++) {
                Prediction later = predictor.answerAsync(RIDE, "rider-" + i).join();
                Prediction now = predictor.answer(RIDE, "rider-" + i);

                assertThat(later.value()).isEqualTo(now.value());
                assertThat(later.arm()).isEqualTo(now.arm());
                assertThat(later.id()).hasSize(32).isNotEqualTo(now.id());
            }
        }
    }

    @Test
    void it_fails_with_what_the_call_would_throw() {
        try (Predictor<Ride> predictor = builder().build()) {
            assertThatThrownBy(() ->
                            predictor.answerAsync(new Ride(1, Double.NaN, 0)).join())
                    .hasCauseInstanceOf(InvalidException.class);
        }
    }

    @Test
    void listeners_hear_of_it_with_and_without_batches() {
        ConcurrentLinkedQueue<Prediction> heard = new ConcurrentLinkedQueue<>();
        ConcurrentLinkedQueue<RuntimeException> failed = new ConcurrentLinkedQueue<>();
        PredictionListener<Ride> listener = new PredictionListener<>() {
            @Override
            public void answered(Ride row, Prediction prediction, Duration took) {
                heard.add(prediction);
            }

            @Override
            public void failed(Ride row, String arm, int version, RuntimeException error, Duration took) {
                failed.add(error);
            }
        };
        try (Predictor<Ride> plain = builder().onPrediction(listener).build();
                Predictor<Ride> batched =
                        builder().onPrediction(listener).batch(2, SOON).build()) {
            for (Predictor<Ride> predictor : List.of(plain, batched)) {
                Prediction answer = predictor.answerAsync(RIDE).join();
                assertThat(heard.poll()).isSameAs(answer);
                CompletableFuture<Prediction> bad = predictor.answerAsync(new Ride(1, Double.NaN, 0));
                assertThatThrownBy(bad::join).hasCauseInstanceOf(InvalidException.class);
                assertThat(failed.poll()).isInstanceOf(InvalidException.class);
            }
        }
    }

    @Test
    void an_executor_of_the_host_does_it_and_where_it_is_full_the_future_fails_clearly() {
        ConcurrentLinkedQueue<Runnable> given = new ConcurrentLinkedQueue<>();
        Executor full = work -> {
            throw new RejectedExecutionException("full");
        };
        try (Predictor<Ride> predictor = builder().executor(given::add).build();
                Predictor<Ride> refused = builder().executor(full).build();
                Predictor<Ride> batched =
                        builder().executor(full).batch(2, SOON).build()) {
            CompletableFuture<Prediction> answer = predictor.answerAsync(RIDE);
            assertThat(answer).isNotDone();
            given.remove().run();
            assertThat(answer.join().value()).isEqualTo(model.predict(RIDE));

            for (Predictor<Ride> predictors : List.of(refused, batched)) {
                assertThatThrownBy(() -> predictors.answerAsync(RIDE).join())
                        .cause()
                        .isInstanceOfSatisfying(ModelUnavailableException.class, e -> assertThat(e.reason())
                                .isEqualTo(Reason.OVERLOADED));
            }
        }
    }

    @Test
    void our_own_threads_have_a_bounded_queue() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(AnsweringOptions.ASYNC_THREADS);
        CountDownLatch go = new CountDownLatch(1);
        registry.alias(
                registry.register("rides", Moody.model("champion", miles -> {
                    begun.countDown();
                    try {
                        go.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return miles;
                })),
                "champion");
        try (Predictor<Ride> predictor = builder().build()) {
            List<CompletableFuture<Prediction>> answers = new ArrayList<>();
            for (int i = 0; i < AnsweringOptions.ASYNC_THREADS + AnsweringOptions.ASYNC_QUEUE; i++) {
                answers.add(predictor.answerAsync(RIDE));
            }
            begun.await();
            CompletableFuture<Prediction> more = predictor.answerAsync(RIDE);
            assertThat(more).isCompletedExceptionally();
            assertThatThrownBy(more::join).hasCauseInstanceOf(ModelUnavailableException.class);
            go.countDown();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().value()).isEqualTo(5));
        }
    }

    @Test
    void a_fallback_answers_what_a_batch_could_not() {
        registry.alias(registry.register("rides", model), "stable");
        registry.alias(
                registry.register("rides", Moody.model("champion", miles -> {
                    throw new IllegalStateException("broken");
                })),
                "champion");
        try (Predictor<Ride> predictor = builder()
                .fallback("stable")
                .circuitBreaker(1, 1, NEVER)
                .batch(2, SOON)
                .build()) {
            for (int i = 0; i < 2; i++) { // first the model fails, then its breaker is open
                Prediction answer = predictor.answerAsync(RIDE).join();
                assertThat(answer.value()).isEqualTo(model.predict(RIDE));
                assertThat(answer.isFallback()).isTrue();
            }
            assertThat(predictor.resilience().orElseThrow().fallbacks()).isEqualTo(2);
        }
    }

    @Test
    void closing_fails_what_waits() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        registry.alias(
                registry.register("rides", Moody.model("champion", miles -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException("interrupted", e);
                    }
                    return miles;
                })),
                "champion");
        Predictor<Ride> predictor = builder().build();
        List<CompletableFuture<Prediction>> answers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            answers.add(predictor.answerAsync(RIDE));
        }
        begun.await();

        predictor.close();

        assertThat(answers)
                .allSatisfy(answer -> assertThatThrownBy(answer::join).hasCauseInstanceOf(IllegalStateException.class));
    }
}
