package dev.mlops.pipeline;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.StepFailedException;
import dev.mlops.storage.Storage;
import dev.mlops.storage.spi.ArtifactStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs pipelines. Independent steps run at the same time, as far as the executor has threads; a step is handed to the
 * executor once its inputs are there, so that no thread ever waits for another step. When a step fails for good, those
 * that run are let end, no other starts, and finally-steps run. An output is let go as soon as no step needs it any
 * more. Immutable and thread-safe.
 */
public final class Runner {
    private final Settings settings;

    private Runner(Settings settings) {
        this.settings = settings;
    }

    /** Begins a runner; every option has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Runs the pipeline and waits for its end.
     *
     * <p>The calling thread does nothing but wait. On the only thread of the {@linkplain Builder#executor host's executor},
     * or on all of its threads at once, it would wait for ever for steps that have no thread to run on: use {@link #start}
     * there, and {@link PipelineExecution#finished} to go on. That holds for a step that runs another pipeline, too. By
     * default a run has threads of its own, and may be waited for anywhere.
     *
     * @return the run, which has succeeded
     * @throws InvalidException naming everything wrong with the arguments, before anything runs
     * @throws IllegalStateException if the pipeline has an approval gate and this runner no approver, before anything runs
     * @throws StepFailedException if a step failed for good; {@link PipelineListener#runFinished} and {@link #start} give
     *     the whole run in this case too
     * @throws ConflictException if an approver said no
     * @throws CancellationException if the calling thread was interrupted; the run is cancelled and has ended, and the
     *     thread's interrupt status is set
     */
    public <R> PipelineRun<R> run(Pipeline<R> pipeline, Args args) {
        Execution<R> execution = launch(pipeline, args);
        return execution.awaitOrCancel().throwUnlessSucceeded();
    }

    /**
     * Starts the pipeline and returns at once, unless the executor runs its tasks on the calling thread. May be called on
     * any thread, also on the executor's only one.
     *
     * @throws InvalidException naming everything wrong with the arguments, before anything runs
     * @throws IllegalStateException if the pipeline has an approval gate and this runner no approver, before anything runs
     */
    public <R> PipelineExecution<R> start(Pipeline<R> pipeline, Args args) {
        return new PipelineExecution<>(launch(pipeline, args));
    }

    private <R> Execution<R> launch(Pipeline<R> pipeline, Args args) {
        Graph graph = pipeline.graph();
        if (settings.approver() == null) {
            graph.refuseGates();
        }
        Execution<R> execution =
                new Execution<>(pipeline, settings, graph.parameters().resolve(args));
        execution.start();
        return execution;
    }

    /** What was said to the builder. */
    record Settings(
            @Nullable Executor executor,
            @Nullable ArtifactStore cache,
            List<PipelineListener> listeners,
            List<OutputCheck> checks,
            InstantSource clock,
            LongSupplier ticker,
            @Nullable Timer timer,
            @Nullable Approver approver,
            Duration grace) {}

    /** Options of a runner. Reusable; not thread-safe. */
    public static final class Builder {
        /** How long a body may take to return after it was interrupted, unless said otherwise. */
        public static final Duration DEFAULT_GRACE = Duration.ofSeconds(5);

        private final List<PipelineListener> listeners = new ArrayList<>();
        private final List<OutputCheck> checks = new ArrayList<>();
        private @Nullable Executor executor;
        private @Nullable ArtifactStore cache;
        private InstantSource clock = InstantSource.system();
        private LongSupplier ticker = System::nanoTime;
        private @Nullable Timer timer;
        private @Nullable Approver approver;
        private Duration grace = DEFAULT_GRACE;

        private Builder() {}

        /**
         * Where steps run; never shut down here. One thread is enough, as long as it isn't the one that waits in
         * {@link Runner#run}; and so is an executor that runs a task on the thread that hands it over. By default each run
         * has daemon threads of its own, as many as there are processors, or as its widest mapped step asks for, which end
         * with the run.
         */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /**
         * Where cached steps keep their outputs, as artifacts named {@code cache/…}: such as
         * {@code workspace.storage().artifacts()}; never closed here. Several runs and processes may share it. By default
         * there is none, and every step runs.
         */
        public Builder cache(ArtifactStore artifacts) {
            this.cache = Objects.requireNonNull(artifacts, "artifacts");
            return this;
        }

        /**
         * The same in a folder of its own, {@link Storage#artifactFolder}; made when missing.
         *
         * @throws InvalidException if a newer version of this library has written it
         */
        public Builder cache(Path folder) {
            return cache(Storage.artifactFolder(folder));
        }

        /** Adds a listener; they are told in order of addition. */
        public Builder listener(PipelineListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /**
         * Adds a check of what steps give, finally-steps excepted; they are made in order of addition until one fails. No
         * step that needs an output starts before its checks have passed.
         */
        public Builder check(OutputCheck check) {
            checks.add(Objects.requireNonNull(check, "check"));
            return this;
        }

        /** What tells the time of starts and ends; the system's by default. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** What measures durations, in nanoseconds from any origin; {@link System#nanoTime()} by default. */
        public Builder ticker(LongSupplier ticker) {
            this.ticker = Objects.requireNonNull(ticker, "ticker");
            return this;
        }

        /** Who answers approval gates; by default nobody, and a pipeline with a gate isn't run. */
        public Builder approver(Approver approver) {
            this.approver = Objects.requireNonNull(approver, "approver");
            return this;
        }

        /**
         * How long a body may take to return after a timeout or a cancellation interrupted it, before the run goes on
         * without it; {@link #DEFAULT_GRACE} by default.
         */
        public Builder grace(Duration grace) {
            if (grace.isNegative()) {
                throw new IllegalArgumentException("grace is " + grace + ", expected zero or more");
            }
            this.grace = grace;
            return this;
        }

        /** What waits for retries and timeouts; tests give one that they move by hand. */
        Builder timer(Timer timer) {
            this.timer = timer;
            return this;
        }

        /** The runner. */
        public Runner build() {
            return new Runner(new Settings(
                    executor,
                    cache,
                    List.copyOf(listeners),
                    List.copyOf(checks),
                    clock,
                    ticker,
                    timer,
                    approver,
                    grace));
        }
    }
}
