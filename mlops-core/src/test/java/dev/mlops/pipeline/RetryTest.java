package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.MlopsException;
import dev.mlops.NotFoundException;
import dev.mlops.StepFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RetryTest {
    private final ManualTimer timer = new ManualTimer();
    private final AtomicInteger calls = new AtomicInteger();
    private final Pipeline.Builder p = Pipeline.named("flaky");

    private Integer failTwice() throws IOException {
        if (calls.incrementAndGet() < 3) {
            throw new IOException("try " + calls);
        }
        return calls.get();
    }

    @Test
    void a_step_is_tried_again_after_each_wait_until_it_succeeds() throws Exception {
        Backoff backoff = Backoff.exponential(Duration.ofSeconds(1), Duration.ofSeconds(60))
                .jitter(0);
        Step<Integer> step = p.step("flaky", this::failTwice).retry(3, backoff);
        PipelineExecution<Integer> execution =
                Runner.builder().executor(Runnable::run).timer(timer).build().start(p.build(step), Args.none());

        assertThat(calls).hasValue(1);
        assertThat(execution.isDone()).isFalse();
        assertThat(execution.progress().step("flaky").state()).isEqualTo(StepState.RUNNING);
        timer.advance(Duration.ofMillis(999));
        assertThat(calls).hasValue(1);
        timer.advance(Duration.ofMillis(1));
        assertThat(calls).hasValue(2);
        timer.advance(Duration.ofSeconds(2));
        assertThat(execution.await().result()).isEqualTo(3);
        assertThat(execution.await().step("flaky").attempts()).isEqualTo(3);
        assertThat(timer.delays()).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void the_last_failure_is_told_with_the_number_of_attempts() {
        Step<Integer> step = p.step("flaky", this::failTwice).retry(2, Backoff.none());
        Pipeline<Integer> pipeline = p.build(step);
        assertThatThrownBy(() -> pipeline.run(Args.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessage("step 'flaky' failed: java.io.IOException: try 2 (attempt 2 of 2)");
    }

    static List<MlopsException> lasting() {
        return List.of(
                new InvalidException("file 'a' is empty, expected rows"),
                new NotFoundException("file 'a' doesn't exist, expected a file"));
    }

    @ParameterizedTest
    @MethodSource("lasting")
    void what_would_fail_again_is_not_tried_again(MlopsException lasting) {
        Step<Integer> step = p.step("bad", () -> {
            calls.incrementAndGet();
            throw lasting;
        });
        Pipeline<Integer> pipeline = p.build(step.retry(5, Backoff.none()));
        assertThatThrownBy(() -> pipeline.run(Args.none()))
                .hasMessage("step 'bad' failed: " + lasting.getMessage() + " (attempt 1 of 5)")
                .hasRootCause(lasting);
        assertThat(calls).hasValue(1);
    }

    @Test
    void the_real_timer_waits_without_a_thread_of_the_executor_and_its_threads_end_with_the_run() throws Exception {
        Step<Integer> step = p.step("flaky", this::failTwice).retry(3, Backoff.fixed(Duration.ofMillis(1)));
        PipelineRun<Integer> run = p.build(step).run(Args.none());
        assertThat(run.result()).isEqualTo(3);
        for (Thread thread : ThreadsOf.pipeline("flaky")) {
            thread.join(10_000);
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Nested
    class Timeout {
        private final CountDownLatch never = new CountDownLatch(1);
        private final CountDownLatch interrupted = new CountDownLatch(1);

        private Integer hang() throws InterruptedException {
            calls.incrementAndGet();
            try {
                never.await();
            } finally {
                interrupted.countDown();
            }
            return 1;
        }

        private Integer ignoreInterruption() throws InterruptedException {
            while (true) {
                try {
                    never.await();
                    return 1;
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
        }

        private PipelineExecution<Integer> start(StepBody.Of0<Integer> body, int attempts) throws Exception {
            Step<Integer> step =
                    p.step("slow", body).timeout(Duration.ofSeconds(5)).retry(attempts, Backoff.none());
            PipelineExecution<Integer> execution = Runner.builder()
                    .timer(timer)
                    .grace(Duration.ofSeconds(2))
                    .build()
                    .start(p.build(step), Args.none());
            timer.awaitAlarms(1);
            return execution;
        }

        @Test
        void an_attempt_that_takes_too_long_is_interrupted_and_fails() throws Exception {
            PipelineExecution<Integer> execution = start(this::hang, 1);
            timer.advance(Duration.ofSeconds(5));
            assertThatThrownBy(execution.await()::result)
                    .hasMessage("step 'slow' failed: java.util.concurrent.TimeoutException: "
                            + "step 'slow' took longer than PT5S")
                    .hasCauseInstanceOf(TimeoutException.class);
            interrupted.await();
            assertThat(timer.alarms()).isZero();
        }

        @Test
        void each_attempt_has_the_whole_time() throws Exception {
            PipelineExecution<Integer> execution = start(this::hang, 2);
            timer.advance(Duration.ofSeconds(5));
            while (timer.delays().size() < 3) { // timeout, grace, timeout
                Thread.onSpinWait();
            }
            assertThat(execution.isDone()).isFalse();
            timer.advance(Duration.ofSeconds(5));
            assertThat(execution.await().step("slow").attempts()).isEqualTo(2);
            assertThat(calls).hasValue(2);
        }

        @Test
        void a_body_that_ignores_its_interruption_is_left_to_itself_after_the_grace() throws Exception {
            PipelineExecution<Integer> execution = start(this::ignoreInterruption, 1);
            timer.advance(Duration.ofSeconds(5));
            interrupted.await();
            assertThat(execution.isDone()).isFalse();
            timer.advance(Duration.ofSeconds(2));
            assertThatThrownBy(execution.await()::result)
                    .hasMessageEndingWith("step 'slow' took longer than PT5S and ignored its interruption for PT2S");
            never.countDown();
        }

        @Test
        void a_step_in_time_has_no_alarm_left() throws Exception {
            PipelineExecution<Integer> execution = start(
                    () -> {
                        never.await();
                        return 7;
                    },
                    1);
            never.countDown();
            assertThat(execution.await().result()).isEqualTo(7);
            assertThat(timer.alarms()).isZero();
        }
    }

    /** A mapped step whose elements time out names the one. */
    @Test
    void a_timeout_of_a_mapped_step_is_for_each_element() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Step<List<Integer>> list = p.step("list", () -> List.of(0, 1));
        Step<List<Integer>> each = p.map("each", list, 1, a -> {
                    if (a == 1) {
                        never.await();
                    }
                    return a;
                })
                .timeout(Duration.ofSeconds(1));
        PipelineExecution<List<Integer>> execution =
                Runner.builder().timer(timer).build().start(p.build(each), Args.none());
        while (timer.delays().size() < 2) {
            Thread.onSpinWait();
        }
        timer.advance(Duration.ofSeconds(1));
        assertThat(execution.await().failure()).get().asString().contains("took longer than PT1S (element 1 of 2)");
    }
}
