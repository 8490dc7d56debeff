package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CancellationTest {
    private final Pipeline.Builder p = Pipeline.named("stoppable");
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch never = new CountDownLatch(1);
    private final ManualTimer timer = new ManualTimer();

    private Integer hang() throws InterruptedException {
        started.countDown();
        never.await();
        return 1;
    }

    @Test
    void cancelling_interrupts_what_runs_starts_no_more_and_still_runs_finally_steps() throws Exception {
        AtomicReference<RunState> seen = new AtomicReference<>();
        Step<Integer> slow = p.step("slow", this::hang).retry(9, Backoff.none());
        Step<Integer> next = p.step("next", slow, n -> n);
        p.lastly("last", outcome -> seen.set(outcome.state()));
        PipelineExecution<Integer> execution = Runner.builder().build().start(p.build(next), Args.none());
        started.await();

        assertThat(execution.cancel()).isTrue();
        PipelineRun<Integer> run = execution.await();

        assertThat(execution.cancel()).isFalse();
        assertThat(run.id()).isEqualTo(execution.id());
        assertThat(run.state()).isEqualTo(RunState.CANCELLED);
        assertThat(run.reason()).contains("the run was cancelled");
        assertThat(run.step("slow").state()).isEqualTo(StepState.CANCELLED);
        assertThat(run.step("slow").attempts()).isEqualTo(1);
        assertThat(run.step("next").state()).isEqualTo(StepState.CANCELLED);
        assertThat(run.step("last").state()).isEqualTo(StepState.SUCCEEDED);
        assertThat(seen).hasValue(RunState.CANCELLED);
        assertThatThrownBy(run::result)
                .isInstanceOf(CancellationException.class)
                .hasMessageEndingWith("was cancelled");
    }

    @Test
    void a_body_that_ignores_its_interruption_is_left_to_itself_after_the_grace() throws Exception {
        Step<Integer> deaf = p.step("deaf", () -> {
            started.countDown();
            while (true) {
                try {
                    never.await();
                    return 1;
                } catch (InterruptedException e) {
                    // deaf
                }
            }
        });
        PipelineExecution<Integer> execution =
                Runner.builder().timer(timer).build().start(p.build(deaf), Args.none());
        started.await();
        execution.cancel();
        assertThat(execution.isDone()).isFalse();
        timer.advance(Runner.Builder.DEFAULT_GRACE);
        assertThat(execution.await().step("deaf").state()).isEqualTo(StepState.CANCELLED);
        never.countDown();
    }

    @Test
    void a_step_that_waits_for_its_next_attempt_ends_at_once() throws Exception {
        Step<Integer> flaky = p.step("flaky", CancellationTest::fail).retry(5, Backoff.fixed(Duration.ofDays(1)));
        PipelineExecution<Integer> execution =
                Runner.builder().timer(timer).build().start(p.build(flaky), Args.none());
        timer.awaitAlarms(1);
        execution.cancel();
        assertThat(execution.await().step("flaky").state()).isEqualTo(StepState.CANCELLED);
        assertThat(timer.alarms()).isZero();
    }

    @Test
    void a_mapped_step_begins_no_more_elements() throws Exception {
        Step<List<Integer>> list =
                p.step("list", () -> IntStream.range(0, 1_000).boxed().toList());
        Step<List<Integer>> each = p.map("each", list, 2, n -> hang());
        PipelineExecution<List<Integer>> execution = Runner.builder().build().start(p.build(each), Args.none());
        started.await();
        execution.cancel();
        PipelineRun<List<Integer>> run = execution.await();
        assertThat(run.step("each").state()).isEqualTo(StepState.CANCELLED);
        assertThat(run.step("each").attempts()).isLessThanOrEqualTo(2);
    }

    @Test
    void interrupting_the_thread_that_waits_cancels_the_run_and_passes_the_interruption_on() throws Exception {
        Pipeline<Integer> pipeline = p.build(p.step("slow", this::hang));
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        AtomicReference<Boolean> flag = new AtomicReference<>();
        Thread host = new Thread(() -> {
            try {
                pipeline.run(Args.none());
            } catch (CancellationException e) {
                thrown.set(e);
            }
            flag.set(Thread.currentThread().isInterrupted());
        });
        host.start();
        started.await();
        host.interrupt();
        host.join();
        assertThat(thrown.get()).isInstanceOf(CancellationException.class);
        assertThat(flag.get()).isTrue();
    }

    @Test
    void a_failure_lets_what_runs_end_but_not_go_on() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        Step<Integer> steady = p.step("steady", () -> {
            running.countDown();
            failed.await();
            return 1;
        });
        Step<Integer> flaky = p.step("flaky", CancellationTest::fail).retry(5, Backoff.fixed(Duration.ofDays(1)));
        Step<Integer> bad = p.step("bad", () -> {
            running.await();
            timer.awaitAlarms(1);
            return fail();
        });
        Step<Integer> sum = p.step("sum", steady, flaky, bad, (a, b, c) -> a + b + c);
        PipelineListener listener = new PipelineListener() {
            @Override
            public void stepFailed(StepRun step) {
                failed.countDown();
            }
        };
        PipelineExecution<Integer> execution = Runner.builder()
                .executor(task -> new Thread(task).start())
                .timer(timer)
                .listener(listener)
                .build()
                .start(p.build(sum), Args.none());
        PipelineRun<Integer> run = execution.await();
        assertThat(run.step("steady").state()).isEqualTo(StepState.SUCCEEDED);
        assertThat(run.step("flaky").state()).isEqualTo(StepState.CANCELLED);
        assertThat(run.step("flaky").reason()).contains("step 'bad' failed");
        assertThat(run.step("bad").state()).isEqualTo(StepState.FAILED);
        assertThat(run.step("sum").state()).isEqualTo(StepState.SKIPPED);
    }

    private static Integer fail() throws IOException {
        throw new IOException("down");
    }
}
