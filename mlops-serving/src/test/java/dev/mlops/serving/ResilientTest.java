package dev.mlops.serving;

import static dev.mlops.serving.Rides.RIDE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.serving.ModelUnavailableException.Reason;
import dev.mlops.serving.Rides.Ride;
import dev.mlops.storage.Workspace;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

final class ResilientTest {
    private static final Duration NEVER = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofMillis(20);

    private final Workspace workspace = Workspace.inMemory();
    private final ModelRegistry registry =
            ModelRegistry.builder(workspace).trust(Moody.class).build();
    private final Model stable = Rides.model(1);
    private final CountDownLatch hanging = new CountDownLatch(1);

    @BeforeEach
    void register() {
        registry.alias(registry.register("rides", Moody.model("champion", miles -> 2 * miles)), "champion");
        registry.alias(registry.register("rides", stable), "stable");
        registry.alias(registry.register("rides", Moody.model("spare", miles -> 3 * miles)), "spare");
    }

    @AfterEach
    void close() {
        hanging.countDown();
        workspace.close();
    }

    private Predictor.Builder<Ride> builder() {
        return Predictor.builder(registry, "rides", Ride.class).refresh(NEVER);
    }

    private static double fail(double miles) {
        throw new IllegalStateException("the model is broken");
    }

    private double hang(double miles) {
        try {
            hanging.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return miles;
    }

    private static GuardHealth guard(Predictor<?> predictor, String arm) {
        return predictor.resilience().orElseThrow().arms().stream()
                .filter(guard -> guard.arm().equals(arm))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    class Fallbacks {

        @Test
        void while_the_chosen_arm_answers_nothing_stands_in() {
            try (Predictor<Ride> predictor = builder().fallback("stable").build()) {
                Prediction answer = predictor.answer(RIDE);

                assertThat(answer.value()).isEqualTo(10);
                assertThat(answer.arm()).isEqualTo("champion");
                assertThat(answer.isFallback()).isFalse();
                assertThat(predictor.resilience().orElseThrow().fallbacks()).isZero();
            }
        }

        @Test
        void another_arm_stands_in_for_one_that_throws_and_says_so() {
            Moody.mood("champion", ResilientTest::fail);
            try (Predictor<Ride> predictor = builder().fallback("stable").build()) {
                Prediction answer = predictor.answer(RIDE);

                assertThat(answer.value()).isEqualTo(stable.predict(RIDE));
                assertThat(answer.arm()).isEqualTo("stable");
                assertThat(answer.version()).isEqualTo(2);
                assertThat(answer.isFallback()).isTrue();
                assertThat(predictor.predict(RIDE)).isEqualTo(stable.predict(RIDE));
                assertThat(guard(predictor, "champion").failed()).isEqualTo(2);
                assertThat(guard(predictor, "stable").answered()).isEqualTo(2);
                assertThat(predictor.resilience().orElseThrow().fallbacks()).isEqualTo(2);
            }
        }

        @Test
        void fallbacks_are_asked_in_their_order_and_a_constant_comes_last() {
            Moody.mood("champion", ResilientTest::fail);
            Moody.mood("spare", ResilientTest::fail);
            try (Predictor<Ride> chain = builder()
                            .fallback("spare")
                            .fallback("stable")
                            .fallbackValue(12)
                            .build();
                    Predictor<Ride> constant =
                            builder().fallback("spare").fallbackValue(12).build()) {
                assertThat(chain.answer(RIDE).arm()).isEqualTo("stable");

                Prediction last = constant.answer(RIDE);
                assertThat(last.value()).isEqualTo(12);
                assertThat(last.isFallback()).isTrue();
                assertThat(last.version()).isZero();
                assertThat(last.model()).isEqualTo("rides");
                assertThat(last.output()).isEqualTo("minutes");
                assertThat(constant.resilience().orElseThrow().constants()).isOne();
            }
        }

        @Test
        void where_nothing_answers_the_error_is_that_of_the_chosen_arm_with_the_others_suppressed() {
            Moody.mood("champion", ResilientTest::fail);
            Moody.mood("spare", ResilientTest::fail);
            try (Predictor<Ride> predictor = builder().fallback("spare").build()) {
                assertThatThrownBy(() -> predictor.answer(RIDE))
                        .isInstanceOfSatisfying(ModelUnavailableException.class, e -> {
                            assertThat(e.reason()).isEqualTo(Reason.FAILED);
                            assertThat(e).hasMessageContaining("'champion'").hasRootCauseMessage("the model is broken");
                            assertThat(e.getSuppressed()).singleElement().satisfies(suppressed -> assertThat(suppressed)
                                    .hasMessageContaining("'spare'"));
                        });
                assertThat(predictor.resilience().orElseThrow().unanswered()).isOne();
            }
        }

        @Test
        void a_row_that_a_model_rejects_is_not_given_to_another() {
            try (Predictor<Ride> predictor =
                    builder().fallback("stable").fallbackValue(12).build()) {
                Ride bad = new Ride(1, Double.NaN, 0);

                assertThatThrownBy(() -> predictor.answer(bad)).isInstanceOf(InvalidException.class);
                assertThat(guard(predictor, "champion").failed()).isZero();
                assertThat(predictor.resilience().orElseThrow().fallbacks()).isZero();
            }
        }

        @Test
        void errors_that_a_model_brings_about_are_failures_and_a_lack_of_memory_is_none() {
            try (Predictor<Ride> predictor = builder().fallbackValue(12).build()) {
                for (Error error : List.of(new StackOverflowError(), new NoClassDefFoundError("gone"))) {
                    Moody.mood("champion", miles -> {
                        throw error;
                    });
                    assertThat(predictor.predict(RIDE)).isEqualTo(12);
                }
                assertThat(guard(predictor, "champion").failed()).isEqualTo(2);

                Moody.mood("champion", miles -> {
                    throw new OutOfMemoryError("not really");
                });
                assertThatThrownBy(() -> predictor.predict(RIDE)).isInstanceOf(OutOfMemoryError.class);
                assertThat(guard(predictor, "champion").failed()).isEqualTo(2);
            }
        }

        @Test
        void many_rows_are_answered_by_the_same_arm_all_of_them() {
            try (Predictor<Ride> predictor = builder().fallback("stable").build()) {
                AtomicInteger calls = new AtomicInteger();
                Moody.mood("champion", miles -> {
                    if (calls.incrementAndGet() == 2) {
                        throw new IllegalStateException("the second row is too much");
                    }
                    return miles;
                });
                assertThat(predictor.answerAll(List.of(RIDE, RIDE, RIDE))).allSatisfy(answer -> {
                    assertThat(answer.arm()).isEqualTo("stable");
                    assertThat(answer.isFallback()).isTrue();
                });
                assertThat(predictor.predictAll(List.of(RIDE, RIDE))).containsExactly(5, 5);
            }
        }

        @Test
        void a_fallback_follows_its_alias() {
            Moody.mood("champion", ResilientTest::fail);
            try (Predictor<Ride> predictor = builder().fallback("stable").build()) {
                registry.alias(registry.register("rides", Rides.model(7)), "stable");
                predictor.refresh();

                assertThat(predictor.answer(RIDE).version()).isEqualTo(4);
            }
        }

        @Test
        void what_stood_in_is_not_kept_in_the_cache() {
            Moody.mood("champion", ResilientTest::fail);
            try (Predictor<Ride> predictor =
                    builder().fallbackValue(12).cache(10).build()) {
                assertThat(predictor.predict(RIDE)).isEqualTo(12);
                Moody.mood("champion", miles -> 2 * miles);

                assertThat(predictor.predict(RIDE)).isEqualTo(10);
            }
        }
    }

    @Nested
    class Timeouts {

        @Test
        void an_arm_that_hangs_is_left_and_interrupted_and_counted() throws InterruptedException {
            CountDownLatch interrupted = new CountDownLatch(1);
            Moody.mood("champion", miles -> {
                try {
                    hanging.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return miles;
            });
            try (Predictor<Ride> predictor =
                    builder().fallback("stable").timeout(SOON).build()) {
                assertThat(predictor.answer(RIDE).arm()).isEqualTo("stable");
                interrupted.await();
                assertThat(guard(predictor, "champion").late()).isOne();
            }
        }

        @Test
        void without_a_fallback_lateness_is_an_error() {
            Moody.mood("champion", ResilientTest.this::hang);
            try (Predictor<Ride> predictor = builder().timeout(SOON).build()) {
                assertThatThrownBy(() -> predictor.answer(RIDE))
                        .isInstanceOfSatisfying(ModelUnavailableException.class, e -> assertThat(e.reason())
                                .isEqualTo(Reason.LATE))
                        .hasMessageContaining("PT0.02S");
            }
        }

        @Test
        void a_call_that_the_hosts_executor_rejects_goes_to_the_fallback_at_once_and_is_counted() {
            Executor full = work -> {
                throw new RejectedExecutionException("full");
            };
            try (Predictor<Ride> predictor = builder()
                    .fallbackValue(12)
                    .timeout(Duration.ofHours(1), full)
                    .build()) {
                assertThat(predictor.predict(RIDE)).isEqualTo(12);
                assertThat(guard(predictor, "champion").rejected()).isOne();
                assertThat(guard(predictor, "champion").state()).isEqualTo(GuardHealth.State.CLOSED);
            }
        }

        @Test
        void late_calls_that_had_not_begun_give_back_their_place_in_the_queue() {
            Moody.mood("champion", miles -> {
                while (hanging.getCount() > 0) { // deaf to interrupts
                    hang(miles);
                    Thread.interrupted();
                }
                return miles;
            });
            int calls = AnsweringOptions.TIMEOUT_THREADS + AnsweringOptions.TIMEOUT_QUEUE + 5;
            try (Predictor<Ride> predictor = builder()
                    .fallbackValue(12)
                    .timeout(Duration.ofMillis(1))
                    .circuitBreaker(calls, calls, NEVER)
                    .build()) {
                for (int i = 0; i < calls; i++) {
                    assertThat(predictor.predict(RIDE)).isEqualTo(12);
                }
                assertThat(guard(predictor, "champion").late()).isEqualTo(calls);
            }
        }

        @Test
        void an_interrupted_caller_stops_waiting_and_stays_interrupted() {
            Moody.mood("champion", ResilientTest.this::hang);
            try (Predictor<Ride> predictor =
                    builder().fallbackValue(12).timeout(Duration.ofHours(1)).build()) {
                Thread.currentThread().interrupt();

                assertThatThrownBy(() -> predictor.predict(RIDE)).hasMessageContaining("interrupted");
                assertThat(Thread.interrupted()).isTrue();
                assertThat(guard(predictor, "champion").failed()).isZero();
            }
        }

        @Test
        void closing_lets_go_whoever_waits() throws InterruptedException {
            CountDownLatch asked = new CountDownLatch(1);
            Moody.mood("champion", miles -> {
                asked.countDown();
                return hang(miles);
            });
            Predictor<Ride> predictor = builder().timeout(Duration.ofHours(1)).build();
            Thread caller = new Thread(() -> predictor.predict(RIDE));
            caller.setUncaughtExceptionHandler((thread, e) -> {});
            caller.start();
            asked.await();

            predictor.close();

            caller.join();
            assertThat(caller.isAlive()).isFalse();
        }
    }

    @Nested
    class Breakers {

        @Test
        void after_enough_failures_the_arm_is_not_asked_until_trials_succeed() {
            AtomicInteger asked = new AtomicInteger();
            Moody.mood("champion", miles -> {
                asked.incrementAndGet();
                throw new IllegalStateException("broken");
            });
            try (Predictor<Ride> predictor =
                    builder().fallbackValue(12).circuitBreaker(3, 5, SOON).build()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(predictor.predict(RIDE)).isEqualTo(12);
                }
                assertThat(guard(predictor, "champion").state()).isEqualTo(GuardHealth.State.OPEN);

                while (asked.get() < 5) { // trials after each delay, which fail
                    assertThat(predictor.predict(RIDE)).isEqualTo(12);
                }
                assertThat(guard(predictor, "champion").refused()).isPositive();

                Moody.mood("champion", miles -> 2 * miles);
                while (guard(predictor, "champion").state() != GuardHealth.State.CLOSED) {
                    assertThat(predictor.predict(RIDE)).isIn(10.0, 12.0);
                }
                assertThat(guard(predictor, "champion").answered()).isEqualTo(AnsweringOptions.BREAKER_TRIALS);
                assertThat(predictor.predict(RIDE)).isEqualTo(10);
            }
        }

        @Test
        void an_open_breaker_without_a_fallback_is_an_error_at_once() {
            Moody.mood("champion", ResilientTest::fail);
            try (Predictor<Ride> predictor =
                    builder().circuitBreaker(1, 1, NEVER).build()) {
                assertThatThrownBy(() -> predictor.predict(RIDE)).isInstanceOf(ModelUnavailableException.class);
                assertThatThrownBy(() -> predictor.predict(RIDE))
                        .isInstanceOfSatisfying(ModelUnavailableException.class, e -> assertThat(e.reason())
                                .isEqualTo(Reason.OPEN));
            }
        }

        @Test
        void a_version_that_takes_over_begins_with_a_closed_breaker() {
            Moody.mood("champion", ResilientTest::fail);
            try (Predictor<Ride> predictor =
                    builder().fallbackValue(12).circuitBreaker(1, 1, NEVER).build()) {
                assertThat(predictor.predict(RIDE)).isEqualTo(12);
                registry.alias(registry.register("rides", Rides.model(7)), "champion");
                predictor.refresh();

                assertThat(predictor.answer(RIDE).version()).isEqualTo(4);
            }
        }

        @Test
        void rows_that_are_to_blame_do_not_open_it() {
            try (Predictor<Ride> predictor =
                    builder().fallbackValue(12).circuitBreaker(1, 1, NEVER).build()) {
                assertThatThrownBy(() -> predictor.predict(new Ride(1, Double.NaN, 0)))
                        .isInstanceOf(InvalidException.class);

                assertThat(predictor.predict(RIDE)).isEqualTo(10);
            }
        }

        @Test
        void each_arm_has_its_own() {
            Moody.mood("champion", ResilientTest::fail);
            try (Predictor<Ride> predictor = builder()
                    .split("champion", 1)
                    .split("spare", 1)
                    .fallback("stable")
                    .circuitBreaker(1, 1, NEVER)
                    .build()) {
                for (int i = 0; i < 100; i++) {
                    assertThat(predictor.answer(RIDE).arm()).isIn("spare", "stable");
                }
                assertThat(guard(predictor, "champion").failed()).isOne();
                assertThat(guard(predictor, "spare").state()).isEqualTo(GuardHealth.State.CLOSED);
            }
        }
    }

    @Test
    void options_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> builder().fallback("stable").fallback("stable"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> builder().fallback("nobody").build())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("nobody");
        assertThatThrownBy(() -> builder().fallbackValue(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder().circuitBreaker(6, 5, SOON)).isInstanceOf(IllegalArgumentException.class);
    }
}
