package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.StepFailedException;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MapTest {
    private final Pipeline.Builder p = Pipeline.named("map");
    private final AtomicInteger calls = new AtomicInteger();

    private Step<List<Integer>> numbers(int count) {
        return p.step("numbers", () -> IntStream.range(0, count).boxed().toList());
    }

    @Test
    void outputs_come_in_the_order_of_the_elements() {
        Param<Integer> factor = p.param("factor", Integer.class, 3);
        Step<List<Integer>> tripled = p.map("triple", numbers(1_000), factor, 4, (n, f) -> n * f);
        PipelineRun<List<Integer>> run = p.build(tripled).run(Args.none());
        assertThat(run.result())
                .isEqualTo(IntStream.range(0, 1_000).map(n -> 3 * n).boxed().toList());
        assertThat(run.step("triple").attempts()).isEqualTo(1_000);
    }

    @Test
    @Timeout(20)
    void an_exception_that_can_not_even_be_shown_fails_the_step_instead_of_hanging_the_run() throws Exception {
        class Broken extends RuntimeException {
            private static final long serialVersionUID = 1L;

            @Override
            public String getMessage() {
                throw new IllegalStateException("no message");
            }
        }
        Step<List<Integer>> step = p.map("each", numbers(1), 1, n -> {
            throw new Broken();
        });
        PipelineExecution<List<Integer>> execution = Runner.builder().build().start(p.build(step), Args.none());
        assertThat(execution.await().step("each").reason()).contains(Broken.class.getName() + " (element 0 of 1)");
    }

    @Test
    void so_many_elements_as_allowed_are_worked_on_at_a_time_and_no_more() {
        CyclicBarrier four = new CyclicBarrier(4);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Step<List<Integer>> mapped = p.map("meet", numbers(40), 4, n -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            four.await();
            now.decrementAndGet();
            return n;
        });
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            Runner.builder().executor(pool).build().run(p.build(mapped), Args.none());
        } finally {
            pool.shutdown();
        }
        assertThat(most).hasValueBetween(4, 7); // the barrier lets go before the count goes down
    }

    @Test
    void an_empty_list_gives_an_empty_list() {
        assertThat(p.build(p.map("none", numbers(0), 4, n -> n))
                        .run(Args.none())
                        .result())
                .isEmpty();
    }

    @Test
    void an_element_that_fails_is_named_and_ends_the_step() {
        Step<List<Integer>> mapped = p.map("each", numbers(100), 1, n -> {
            calls.incrementAndGet();
            if (n == 17) {
                throw new IOException("broken");
            }
            return n;
        });
        Pipeline<List<Integer>> pipeline = p.build(mapped);
        assertThatThrownBy(() -> pipeline.run(Args.none()))
                .isInstanceOf(StepFailedException.class)
                .hasMessage("step 'each' failed: java.io.IOException: broken (element 17 of 100)");
        assertThat(calls).hasValue(18);
    }

    @Test
    void each_element_is_retried_by_itself() {
        List<Integer> failed = Collections.synchronizedList(new java.util.ArrayList<>());
        Step<List<Integer>> mapped = p.map("each", numbers(50), 4, n -> {
                    if (n % 10 == 0 && !failed.contains(n)) {
                        failed.add(n);
                        throw new IOException("broken");
                    }
                    return n;
                })
                .retry(2, Backoff.none());
        PipelineRun<List<Integer>> run = p.build(mapped).run(Args.none());
        assertThat(run.result()).hasSize(50);
        assertThat(run.step("each").attempts()).isEqualTo(55);
    }

    @Test
    void ten_thousand_elements_never_wait_in_the_executor_more_than_a_few_at_a_time() {
        AtomicInteger queued = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(2);
        Executor counting = task -> {
            most.accumulateAndGet(queued.incrementAndGet(), Math::max);
            pool.execute(() -> {
                queued.decrementAndGet();
                task.run();
            });
        };
        Step<List<Integer>> mapped = p.map("each", numbers(10_000), 8, n -> n + 1);
        try {
            assertThat(Runner.builder()
                            .executor(counting)
                            .build()
                            .run(p.build(mapped), Args.none())
                            .result())
                    .hasSize(10_000)
                    .endsWith(10_000);
        } finally {
            pool.shutdown();
        }
        assertThat(most.get()).isLessThanOrEqualTo(9);
    }
}
