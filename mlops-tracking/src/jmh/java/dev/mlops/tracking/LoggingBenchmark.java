package dev.mlops.tracking;

import dev.mlops.storage.Workspace;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What logging a metric costs who calls: bursts of 20,000 calls to one run, by one thread and by eight, beside writes to an
 * array. A burst fits in memory, so this is the call itself and not the store's throughput, which holds callers up in the
 * long run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 30)
@Measurement(iterations = 30)
public class LoggingBenchmark {
    private static final int CALLS = 20_000;

    private final double[] values = new double[CALLS];
    private Workspace workspace;
    private ActiveRun run;

    /** Starts a run. */
    @Setup(Level.Iteration)
    public void start() {
        workspace = Workspace.inMemory();
        run = Experiment.named("benchmark").in(workspace).start("burst");
        run.flush();
    }

    /** Ends it. */
    @TearDown(Level.Iteration)
    public void end() {
        workspace.close();
    }

    /** The call. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void metric() {
        for (int step = 0; step < CALLS; step++) {
            run.metric("loss", step, step * 0.5);
        }
    }

    /** The call by eight threads. */
    @Benchmark
    @Threads(8)
    @OperationsPerInvocation(CALLS)
    public void metricOfEightThreads() {
        metric();
    }

    /** What is called a write to memory. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public double[] array() {
        for (int step = 0; step < CALLS; step++) {
            values[step] = step * 0.5;
        }
        return values;
    }
}
