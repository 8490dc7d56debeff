package dev.mlops.serving;

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
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BatchedTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration AT_ONCE = Duration.ZERO;
    private static final Duration LONG = Duration.ofHours(1);

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry =
            ModelRegistry.builder(workspace).trust(Moody.class).build();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch go = new CountDownLatch(1);

    @AfterEach
    void close() {
        go.countDown();
        workspace.close();
    }

    private Predictor.Builder<Ride> champion(Model model) {
        registry.alias(registry.register("rides", model), "champion");
        return Predictor.builder(registry, "rides", Ride.class).refresh(NEVER);
    }

    private static Ride ride(double miles) {
        return new Ride(1, miles, 0);
    }

    /** Answers twice the miles, but hangs at 1 mile until it may go on, and throws at 13. */
    private double answer(double miles) {
        if (miles == 1) {
            begun.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (miles == 13) {
            throw new IllegalStateException("13 is unlucky");
        }
        return 2 * miles;
    }

    private Model moody() {
        return Moody.model("champion", this::answer);
    }

    @Test
    void rows_that_come_while_a_batch_is_answered_are_the_next_one() throws InterruptedException {
        try (Predictor<Ride> predictor = champion(moody()).batch(100, AT_ONCE).build()) {
            List<CompletableFuture<Prediction>> answers = new ArrayList<>();
            answers.add(predictor.answerAsync(ride(1)));
            begun.await();
            for (int i = 2; i < 50; i++) {
                answers.add(predictor.answerAsync(ride(i)));
            }
            assertThat(predictor.batches().orElseThrow().queued()).isEqualTo(48);
            go.countDown();

            for (int i = 1; i < 50; i++) {
                CompletableFuture<Prediction> answer = answers.get(i - 1);
                if (i == 13) {
                    assertThatThrownBy(answer::join).hasRootCauseMessage("13 is unlucky");
                } else {
                    assertThat(answer.join().value()).isEqualTo(2.0 * i);
                    assertThat(answer.join().arm()).isEqualTo("champion");
                }
            }
            BatchHealth health = predictor.batches().orElseThrow();
            assertThat(health.batches()).isEqualTo(2);
            assertThat(health.rows()).isEqualTo(49);
            assertThat(health.meanRows()).isEqualTo(24.5);
        }
    }

    @Test
    void a_full_batch_does_not_wait_for_the_delay() {
        try (Predictor<Ride> predictor = champion(moody()).batch(2, LONG).build()) {
            CompletableFuture<Prediction> first = predictor.answerAsync(ride(3));
            CompletableFuture<Prediction> second = predictor.answerAsync(ride(4));

            assertThat(first.join().value()).isEqualTo(6);
            assertThat(second.join().value()).isEqualTo(8);
            assertThat(predictor.batches().orElseThrow().batches()).isOne();
        }
    }

    @Test
    void a_row_that_finds_the_queue_full_is_rejected_at_once() throws InterruptedException {
        try (Predictor<Ride> predictor = champion(moody()).batch(2, AT_ONCE).build()) {
            List<CompletableFuture<Prediction>> answers = new ArrayList<>();
            answers.add(predictor.answerAsync(ride(1)));
            begun.await();
            for (int i = 0; i < AnsweringOptions.BATCH_QUEUE; i++) {
                answers.add(predictor.answerAsync(ride(2)));
            }
            assertThatThrownBy(() -> predictor.answer(ride(2)))
                    .isInstanceOfSatisfying(ModelUnavailableException.class, e -> assertThat(e.reason())
                            .isEqualTo(Reason.OVERLOADED))
                    .hasMessageContaining("1024 rows");
            assertThat(predictor.batches().orElseThrow().rejected()).isOne();
            go.countDown();
            assertThat(answers)
                    .allSatisfy(answer -> assertThat(answer.join().value()).isIn(2.0, 4.0));
        }
    }

    @Test
    void an_interrupted_caller_goes_and_its_row_with_it() throws InterruptedException {
        try (Predictor<Ride> predictor = champion(moody()).batch(100, AT_ONCE).build()) {
            CompletableFuture<Prediction> hanging = predictor.answerAsync(ride(1));
            begun.await();
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> predictor.answer(ride(2))).hasMessageContaining("interrupted");
            assertThat(Thread.interrupted()).isTrue();
            go.countDown();

            assertThat(hanging.join().value()).isEqualTo(2);
            assertThat(predictor.answer(ride(3)).value()).isEqualTo(6);
            assertThat(predictor.batches().orElseThrow().rows()).isEqualTo(2);
        }
    }

    @Test
    void closing_answers_or_fails_all_that_wait() throws InterruptedException {
        Predictor<Ride> predictor = champion(moody()).batch(100, AT_ONCE).build();
        ConcurrentLinkedQueue<Throwable> errors = new ConcurrentLinkedQueue<>();
        List<Thread> callers = IntStream.rangeClosed(1, 5)
                .mapToObj(miles -> new Thread(() -> predictor.answer(ride(miles))))
                .toList();
        callers.forEach(caller -> caller.setUncaughtExceptionHandler((thread, e) -> errors.add(e)));
        callers.get(0).start();
        begun.await();
        callers.subList(1, 5).forEach(Thread::start);
        while (predictor.batches().orElseThrow().queued() < 4) {
            Thread.onSpinWait();
        }

        predictor.close();

        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(errors).hasSize(5).allSatisfy(e -> assertThat(e)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed"));
    }

    @Test
    void a_row_that_is_to_blame_is_rejected_and_the_others_are_answered() throws InterruptedException {
        try (Predictor<Ride> predictor = champion(moody()).batch(100, AT_ONCE).build()) {
            CompletableFuture<Prediction> hanging = predictor.answerAsync(ride(1));
            begun.await();
            CompletableFuture<Prediction> good = predictor.answerAsync(ride(2));
            CompletableFuture<Prediction> bad = predictor.answerAsync(ride(Double.NaN));
            go.countDown();

            assertThat(good.join().value()).isEqualTo(4);
            assertThat(hanging.join().value()).isEqualTo(2);
            assertThatThrownBy(bad::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(InvalidException.class)
                    .message()
                    .doesNotContain("row 2"); // it was alone in the caller's eyes
        }
    }

    @Test
    void rows_of_a_version_that_was_asked_are_answered_by_it_though_the_alias_moves_meanwhile()
            throws InterruptedException {
        try (Predictor<Ride> predictor = champion(moody()).batch(100, AT_ONCE).build()) {
            CompletableFuture<Prediction> hanging = predictor.answerAsync(ride(1));
            begun.await();
            CompletableFuture<Prediction> before = predictor.answerAsync(ride(2));
            registry.alias(registry.register("rides", Rides.model(7)), "champion");
            predictor.refresh();
            CompletableFuture<Prediction> after = predictor.answerAsync(ride(2));
            go.countDown();

            assertThat(hanging.join().version()).isOne();
            assertThat(before.join().version()).isOne();
            assertThat(after.join().version()).isEqualTo(2);
        }
    }

    @Test
    void a_late_batch_is_left_by_its_callers_for_the_fallback() {
        try (Predictor<Ride> predictor = champion(moody())
                .batch(100, AT_ONCE)
                .timeout(Duration.ofMillis(20))
                .fallbackValue(12)
                .build()) {
            assertThat(predictor.answerAsync(ride(1)).join().value()).isEqualTo(12);
            assertThat(predictor.answer(ride(1)).value()).isEqualTo(12);
            assertThat(predictor.resilience().orElseThrow().arms().get(0).late())
                    .isEqualTo(2);
        }
    }

    @Test
    void a_row_that_was_answered_before_is_not_in_a_batch_again() {
        try (Predictor<Ride> predictor =
                champion(moody()).batch(2, AT_ONCE).cache(10).build()) {
            assertThat(predictor.answerAsync(ride(5)).join().value()).isEqualTo(10);
            assertThat(predictor.answerAsync(ride(5)).join().value()).isEqualTo(10);
            assertThat(predictor.answer(ride(5)).value()).isEqualTo(10);
            assertThat(predictor.batches().orElseThrow().rows()).isOne();
        }
    }

    @Test
    void a_batch_of_less_than_two_makes_no_sense() {
        assertThatThrownBy(() -> champion(moody()).batch(1, AT_ONCE)).isInstanceOf(IllegalArgumentException.class);
    }
}
