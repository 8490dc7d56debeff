package dev.mlops.pipeline;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * What a step costs beyond its work: a chain of 100 steps, 100 independent steps and 100 mapped elements, each beside
 * plain method calls on the same executor, one task for one call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PipelineBenchmark {
    private static final int STEPS = 100;

    private ExecutorService executor;
    private Runner runner;
    private Pipeline<Integer> chain;
    private Pipeline<Integer> wide;
    private Pipeline<List<Integer>> mapped;

    /** Builds the pipelines and starts the executor. */
    @Setup
    public void start() {
        executor = Executors.newFixedThreadPool(2);
        runner = Runner.builder().executor(executor).build();

        Pipeline.Builder p = Pipeline.named("chain");
        Step<Integer> step = p.step("0", () -> 0);
        for (int i = 1; i < STEPS; i++) {
            step = p.step("" + i, step, PipelineBenchmark::work);
        }
        chain = p.build(step);

        Pipeline.Builder w = Pipeline.named("wide");
        Step<Integer> last = w.step("0", () -> 0);
        for (int i = 1; i < STEPS; i++) {
            last = w.step("" + i, () -> work(1));
        }
        wide = w.build(last);

        Pipeline.Builder m = Pipeline.named("mapped");
        List<Integer> numbers = IntStream.range(0, STEPS).boxed().toList();
        mapped = m.build(m.map("each", m.step("numbers", () -> numbers), 2, PipelineBenchmark::work));
    }

    /** Ends the executor. */
    @TearDown
    public void stop() {
        executor.shutdown();
    }

    private static Integer work(Integer before) {
        return before + 1;
    }

    /** The peer: each call is a task that is handed over when the one before has ended. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Integer chainOfPlainCalls() {
        CompletableFuture<Integer> future = CompletableFuture.completedFuture(0);
        for (int i = 0; i < STEPS; i++) {
            future = future.thenApplyAsync(PipelineBenchmark::work, executor);
        }
        return future.join();
    }

    /** Time for each step. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Integer chainOfSteps() {
        return runner.run(chain, Args.none()).result();
    }

    /** The peer: all calls are handed over at once. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Void independentPlainCalls() {
        CompletableFuture<?>[] all = new CompletableFuture<?>[STEPS];
        for (int i = 0; i < STEPS; i++) {
            all[i] = CompletableFuture.supplyAsync(() -> work(1), executor);
        }
        return CompletableFuture.allOf(all).join();
    }

    /** Time for each step. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public Integer independentSteps() {
        return runner.run(wide, Args.none()).result();
    }

    /** Time for each element. */
    @Benchmark
    @OperationsPerInvocation(STEPS)
    public List<Integer> mappedElements() {
        return runner.run(mapped, Args.none()).result();
    }

    /** Time for a whole run of one step on threads of its own. */
    @Benchmark
    public Integer runOfOneStepOnOwnThreads() {
        Pipeline.Builder p = Pipeline.named("one");
        return p.build(p.step("one", () -> work(1))).run(Args.none()).result();
    }
}
