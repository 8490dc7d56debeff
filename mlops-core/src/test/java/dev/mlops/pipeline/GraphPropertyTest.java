package dev.mlops.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicIntegerArray;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Laws that hold for every graph of steps, on every kind of executor. */
class GraphPropertyTest {

    enum Threads {
        CALLER,
        ONE,
        THREE,
        FORK_JOIN,
        NEW_ONE_EACH
    }

    @Property(tries = 300)
    void each_step_runs_once_and_after_its_inputs(
            @ForAll @IntRange(min = 1, max = 60) int size, @ForAll long seed, @ForAll Threads threads) {
        RandomGraph graph = new RandomGraph(size, seed, 0);
        PipelineRun<Long> run = graph.run(threads);
        assertThat(run.result()).isEqualTo(graph.expected());
        for (int i = 0; i < size; i++) {
            assertThat(graph.calls.get(i)).as("calls of step %s", i).isEqualTo(1);
            assertThat(run.step("" + i).state()).isEqualTo(StepState.SUCCEEDED);
        }
        assertThat(graph.early).as("steps that ran before an input").isEmpty();
    }

    @Property(tries = 300)
    void exactly_those_are_skipped_that_need_a_skipped_one(
            @ForAll @IntRange(min = 1, max = 60) int size, @ForAll long seed, @ForAll Threads threads) {
        RandomGraph graph = new RandomGraph(size, seed, 0.1);
        PipelineRun<Long> run = graph.run(threads);
        Set<Integer> skipped = new HashSet<>();
        for (int i = 0; i < size; i++) {
            if (graph.off.contains(i) || graph.inputs.get(i).stream().anyMatch(skipped::contains)) {
                skipped.add(i);
            }
            assertThat(run.step("" + i).state())
                    .isEqualTo(skipped.contains(i) ? StepState.SKIPPED : StepState.SUCCEEDED);
            assertThat(graph.calls.get(i)).isEqualTo(skipped.contains(i) ? 0 : 1);
        }
    }

    /** Step i adds 1 to the sum of its inputs, which are steps before it. */
    private static final class RandomGraph {
        final List<List<Integer>> inputs = new ArrayList<>();
        final Set<Integer> off = new HashSet<>();
        final AtomicIntegerArray calls;
        final Set<Integer> early = ConcurrentHashMap.newKeySet();
        private final Pipeline<Long> pipeline;

        RandomGraph(int size, long seed, double skipped) {
            Random random = new Random(seed);
            calls = new AtomicIntegerArray(size);
            Pipeline.Builder p = Pipeline.named("random");
            Param<Boolean> never = p.param("never", Boolean.class, false);
            List<Step<Long>> steps = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                inputs.add(random.ints(random.nextInt(4), 0, Math.max(i, 1))
                        .filter(j -> j < steps.size())
                        .boxed()
                        .toList());
                Step<Long> step = add(p, steps, i);
                if (i > 0 && random.nextInt(4) == 0) {
                    step.after(steps.get(random.nextInt(i)));
                }
                if (random.nextDouble() < skipped) {
                    off.add(i);
                    step.when(never, "switched off");
                }
                steps.add(step);
            }
            pipeline = p.build(steps.get(size - 1));
        }

        private Step<Long> add(Pipeline.Builder p, List<Step<Long>> steps, int i) {
            List<Step<Long>> in = inputs.get(i).stream().map(steps::get).toList();
            return switch (in.size()) {
                case 0 -> p.step("" + i, () -> call(i, 0));
                case 1 -> p.step("" + i, in.get(0), a -> call(i, a));
                case 2 -> p.step("" + i, in.get(0), in.get(1), (a, b) -> call(i, a + b));
                default -> p.step("" + i, in.get(0), in.get(1), in.get(2), (a, b, c) -> call(i, a + b + c));
            };
        }

        private long call(int i, long sum) {
            if (inputs.get(i).stream().anyMatch(input -> calls.get(input) == 0)) {
                early.add(i);
            }
            calls.incrementAndGet(i);
            return sum + 1;
        }

        long expected() {
            long[] values = new long[inputs.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = 1 + inputs.get(i).stream().mapToLong(j -> values[j]).sum();
            }
            return values[values.length - 1];
        }

        PipelineRun<Long> run(Threads threads) {
            return switch (threads) {
                case CALLER -> run(Runnable::run);
                case NEW_ONE_EACH -> run(task -> new Thread(task).start());
                case ONE -> run(Executors.newSingleThreadExecutor());
                case THREE -> run(Executors.newFixedThreadPool(3));
                case FORK_JOIN -> run(new ForkJoinPool(4));
            };
        }

        private PipelineRun<Long> run(ExecutorService executor) {
            try {
                return run((Executor) executor);
            } finally {
                executor.shutdown();
            }
        }

        private PipelineRun<Long> run(Executor executor) {
            return Runner.builder().executor(executor).build().run(pipeline, Args.none());
        }
    }
}
