package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StepFailedException;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ExecutorTest {
    private final Pipeline.Builder p = Pipeline.named("threads");

    @Test
    void independent_steps_run_at_the_same_time() {
        CyclicBarrier two = new CyclicBarrier(2);
        Step<Integer> a = p.step("a", () -> two.await());
        Step<Integer> b = p.step("b", () -> two.await());
        assertThat(p.build(p.step("sum", a, b, Integer::sum)).run(Args.none()).result())
                .isEqualTo(1);
    }

    @Test
    void the_default_threads_are_daemons_with_a_name_and_end_with_the_run() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        Step<Boolean> step = p.step("look", () -> {
            threads.add(Thread.currentThread());
            return Thread.currentThread().isDaemon();
        });
        assertThat(p.build(step).run(Args.none()).result()).isTrue();
        assertThat(threads.get(0).getName()).isEqualTo("pipeline-threads-1");
        threads.get(0).join(10_000);
        assertThat(threads.get(0).isAlive()).isFalse();
    }

    private Pipeline<Integer> wide() {
        Step<List<Integer>> numbers =
                p.step("numbers", () -> IntStream.range(0, 100).boxed().toList());
        Step<List<Integer>> a = p.map("a", numbers, 8, n -> n + 1).retry(2, Backoff.none());
        Step<List<Integer>> b = p.map("b", a, 8, n -> n + 1);
        Step<List<Integer>> c = p.map("c", numbers, 3, n -> n * 2);
        p.lastly("last", outcome -> {});
        return p.build(p.step("sum", b, c, (x, y) -> x.size() + y.size()));
    }

    @Test
    void one_thread_is_enough() {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            assertThat(Runner.builder()
                            .executor(one)
                            .build()
                            .run(wide(), Args.none())
                            .result())
                    .isEqualTo(200);
            assertThat(one.isShutdown()).isFalse();
        } finally {
            one.shutdown();
        }
    }

    @Test
    @Timeout(60)
    void a_run_may_be_started_on_the_only_thread_and_ends_once_that_is_free() throws Exception {
        ExecutorService one = Executors.newSingleThreadExecutor();
        try {
            Runner runner = Runner.builder().executor(one).build();
            Pipeline<Integer> pipeline = wide();
            PipelineExecution<Integer> execution =
                    one.submit(() -> runner.start(pipeline, Args.none())).get();
            assertThat(execution.await().result()).isEqualTo(200);
        } finally {
            one.shutdown();
        }
    }

    @Test
    void the_calling_thread_is_enough() {
        assertThat(Runner.builder()
                        .executor(Runnable::run)
                        .build()
                        .run(wide(), Args.none())
                        .result())
                .isEqualTo(200);
    }

    @Test
    void a_long_chain_on_the_calling_thread_is_no_deep_stack() {
        Step<Integer> step = p.step("0", () -> 0);
        for (int i = 1; i <= 20_000; i++) {
            step = p.step("" + i, step, a -> a + 1);
        }
        assertThat(Runner.builder()
                        .executor(Runnable::run)
                        .build()
                        .run(p.build(step), Args.none())
                        .result())
                .isEqualTo(20_000);
    }

    @Test
    void a_long_chain_of_skipped_steps_is_no_deep_stack() {
        Step<Boolean> no = p.step("no", () -> false);
        Step<Integer> step = p.step("0", () -> 0).when(no, "never");
        for (int i = 1; i <= 20_000; i++) {
            step = p.step("" + i, step, a -> a + 1);
        }
        PipelineRun<Integer> run = p.build(step).run(Args.none());
        assertThat(run.step("20000").reason()).contains("step '0' was skipped: never");
    }

    @Test
    void a_pipeline_may_run_inside_a_step_of_another_on_the_calling_thread() {
        Runner runner = Runner.builder().executor(Runnable::run).build();
        Pipeline.Builder inner = Pipeline.named("inner");
        Step<Integer> one = inner.step("one", () -> 1);
        Pipeline<Integer> innerPipeline = inner.build(inner.step("two", one, a -> a + 1));
        Step<Integer> outer =
                p.step("outer", () -> runner.run(innerPipeline, Args.none()).result());
        assertThat(runner.run(p.build(outer), Args.none()).result()).isEqualTo(2);
    }

    @Test
    void an_executor_that_takes_nothing_fails_the_run_instead_of_hanging_it() {
        Executor full = task -> {
            throw new RejectedExecutionException("queue is full");
        };
        p.lastly("last", outcome -> {});
        Pipeline<Integer> pipeline = p.build(p.step("one", () -> 1));
        assertThatThrownBy(() -> Runner.builder().executor(full).build().run(pipeline, Args.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessage("step 'one' failed: java.util.concurrent.RejectedExecutionException: queue is full");
    }

    @Test
    @Timeout(60)
    void an_executor_that_can_not_start_another_thread_fails_the_run_instead_of_hanging_it() {
        Executor exhausted = task -> {
            throw new OutOfMemoryError("unable to create native thread");
        };
        p.lastly("last", outcome -> {});
        Pipeline<Integer> pipeline = p.build(p.step("one", () -> 1));
        assertThatThrownBy(() -> Runner.builder().executor(exhausted).build().run(pipeline, Args.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessage("step 'one' failed: java.lang.OutOfMemoryError: unable to create native thread");
    }

    @Test
    void an_output_is_let_go_when_no_step_needs_it_any_more() {
        List<WeakReference<byte[]>> weak = new CopyOnWriteArrayList<>();
        Step<byte[]> big = p.step("big", () -> {
            byte[] bytes = new byte[1_000_000];
            weak.add(new WeakReference<>(bytes));
            return bytes;
        });
        Step<Integer> length = p.step("length", big, bytes -> bytes.length);
        Step<Boolean> gone = p.step("gone", length, a -> {
            while (weak.get(0).get() != null) {
                System.gc();
            }
            return true;
        });
        assertThat(p.build(gone).run(Args.none()).result()).isTrue();
    }
}
