package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StepFailedException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ListenerTest {
    private final List<String> log = new CopyOnWriteArrayList<>();

    private final class Log implements PipelineListener {
        @Override
        public void runStarted(PipelineRun<?> run) {
            log.add("run started " + run.state());
        }

        @Override
        public void stepStarted(StepRun step) {
            log.add("started " + step);
        }

        @Override
        public void stepRetried(StepRun step, Throwable cause, Duration delay) {
            log.add("retried " + step.name() + " after attempt " + step.attempts() + ", " + cause.getMessage() + ", "
                    + delay);
        }

        @Override
        public void stepFinished(StepRun step) {
            log.add("finished " + step);
        }

        @Override
        public void stepGave(StepRun step, Object output) {
            log.add(step.name() + " gave " + output);
        }

        @Override
        public void stepSkipped(StepRun step) {
            log.add("skipped " + step);
        }

        @Override
        public void stepFailed(StepRun step) {
            log.add("failed " + step.name());
        }

        @Override
        public void runFinished(PipelineRun<?> run) {
            log.add("run finished " + run.state());
        }
    }

    private Pipeline<Integer> eventful() {
        AtomicBoolean flaky = new AtomicBoolean();
        Pipeline.Builder p = Pipeline.named("eventful");
        Step<Integer> one = p.step("one", () -> {
                    if (flaky.compareAndSet(false, true)) {
                        throw new IOException("down");
                    }
                    return 1;
                })
                .retry(2, Backoff.none());
        Step<Integer> two = p.step("two", one, a -> a).when(one, a -> a > 1, "too small");
        Step<Integer> bad = p.step("bad", one, ListenerTest::explode).after(two);
        return p.build(bad);
    }

    private static Integer explode(Integer a) throws IOException {
        throw new IOException("broken " + a);
    }

    private final List<String> expected = List.of(
            "run started RUNNING",
            "started one RUNNING",
            "retried one after attempt 1, down, PT0S",
            "finished one SUCCEEDED",
            "one gave 1",
            "skipped two SKIPPED (too small)",
            "started bad RUNNING",
            "failed bad",
            "run finished FAILED");

    @Test
    void everything_that_happens_is_told_in_order() {
        Runner runner = Runner.builder().listener(new Log()).build();
        assertThatThrownBy(() -> runner.run(eventful(), Args.none())).isInstanceOf(StepFailedException.class);
        assertThat(log).isEqualTo(expected);
    }

    @Test
    void a_listener_that_throws_breaks_neither_the_run_nor_the_other_listeners() {
        PipelineListener broken = new PipelineListener() {
            @Override
            public void runStarted(PipelineRun<?> run) {
                throw new IllegalStateException("listener is broken");
            }

            @Override
            public void stepFinished(StepRun step) {
                throw new AssertionError("listener is broken");
            }

            @Override
            public void runFinished(PipelineRun<?> run) {
                throw new IllegalStateException("listener is broken");
            }
        };
        Runner runner = Runner.builder().listener(broken).listener(new Log()).build();
        assertThatThrownBy(() -> runner.run(eventful(), Args.none())).isInstanceOf(StepFailedException.class);
        assertThat(log).isEqualTo(expected);
    }

    @Test
    void a_listener_may_cancel_the_run() throws Exception {
        CompletableFuture<PipelineExecution<Integer>> execution = new CompletableFuture<>();
        PipelineListener impatient = new PipelineListener() {
            @Override
            public void stepFinished(StepRun step) {
                execution.join().cancel();
            }
        };
        Pipeline.Builder p = Pipeline.named("impatient");
        Step<Integer> one = p.step("one", () -> 1);
        Step<Integer> hang = p.step("hang", one, a -> {
            new CountDownLatch(1).await();
            return a;
        });
        execution.complete(Runner.builder().listener(impatient).build().start(p.build(hang), Args.none()));
        assertThat(execution.join().finished().toCompletableFuture().get().state())
                .isEqualTo(RunState.CANCELLED);
    }
}
