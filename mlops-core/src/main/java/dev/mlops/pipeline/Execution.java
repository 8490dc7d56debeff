package dev.mlops.pipeline;

import dev.mlops.storage.spi.ArtifactStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of a pipeline.
 *
 * <p>A state machine: what happens (a step may begin, an attempt ends, an alarm rings, somebody cancels) changes
 * {@link Progress} under one lock and queues what follows from it, which is done once the lock is released: calls of
 * listeners ({@link Events}) and work for the executor ({@link Workers}). No code of the host runs under the lock, and no
 * thread waits for a step.
 */
final class Execution<R> {
    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final Pipeline<R> pipeline;
    private final Runner.Settings settings;
    private final Map<String, String> parameters;
    private final Events events;
    private final Workers workers;
    private final Alarms alarms;
    private final Instant start;
    private final long startTick;
    private final CompletableFuture<PipelineRun<R>> done = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Progress progress;
    private final StepWork work;
    private boolean ended;

    Execution(Pipeline<R> pipeline, Runner.Settings settings, Resolved parameters) {
        Graph graph = pipeline.graph();
        this.pipeline = pipeline;
        this.settings = settings;
        this.parameters = parameters.printed();
        this.events = new Events(settings.listeners());
        int threads = Math.max(Runtime.getRuntime().availableProcessors(), graph.widest());
        this.workers =
                settings.executor() == null ? Workers.own(graph.name(), threads) : Workers.on(settings.executor());
        this.alarms = new Alarms(graph.name());
        this.start = settings.clock().instant();
        this.startTick = settings.ticker().getAsLong();
        ArtifactStore cache = settings.cache();
        Memo memo = new Memo(cache == null ? null : new StepCache(cache, settings.clock()));
        this.work = new StepWork(
                this, settings, memo, events, workers, settings.timer() == null ? alarms : settings.timer());
        this.progress = new Progress(id, graph, pipeline.result(), parameters, events, memo, settings, work::ready);
    }

    void start() {
        change(() -> {
            PipelineRun<R> begun = snapshot(null);
            events.tell(listener -> listener.runStarted(begun));
            progress.start();
        });
    }

    String id() {
        return id;
    }

    PipelineRun<R> await() throws InterruptedException {
        try {
            return done.get();
        } catch (ExecutionException e) {
            throw new AssertionError("a run ends with its outcome", e);
        }
    }

    /** Waits; an interruption of this thread cancels the run, waits for that, and is passed on. */
    PipelineRun<R> awaitOrCancel() {
        try {
            return await();
        } catch (InterruptedException e) {
            cancel();
            PipelineRun<R> run = done.join();
            Thread.currentThread().interrupt();
            return run;
        }
    }

    CompletionStage<PipelineRun<R>> finished() {
        return done.minimalCompletionStage();
    }

    boolean isDone() {
        return done.isDone();
    }

    PipelineRun<R> soFar() {
        return locked(() -> snapshot(null));
    }

    Pipeline<R> pipeline() {
        return pipeline;
    }

    /** Guarded by the lock. */
    Progress progress() {
        return progress;
    }

    boolean cancel() {
        return changed(progress::cancel);
    }

    /** Changes the state under the lock, and sees to what follows. */
    void change(Runnable change) {
        changed(() -> {
            change.run();
            return true;
        });
    }

    /** The same, for a change that gives something. */
    <T extends @Nullable Object> T changed(Supplier<T> change) {
        T changed = locked(() -> {
            T result = change.get();
            progress.propagate();
            if (progress.isOver() && !ended) {
                ended = true;
                end();
            }
            return result;
        });
        events.deliver();
        workers.handOver();
        return changed;
    }

    /** Looks at the state under the lock. */
    <T extends @Nullable Object> T locked(Supplier<T> action) {
        lock.lock();
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private void end() {
        PipelineRun<R> run = snapshot(settings.clock().instant());
        events.tell(listener -> listener.runFinished(run));
        events.then(() -> {
            workers.close();
            alarms.close();
            done.complete(run);
        });
    }

    @SuppressWarnings("unchecked") // the output of a Step<R> is an R
    private PipelineRun<R> snapshot(@Nullable Instant end) {
        Duration duration = Duration.ofNanos(settings.ticker().getAsLong() - startTick);
        R result = (R) progress.value(pipeline.result());
        return new PipelineRun<>(
                id, pipeline, parameters, progress.outcome(), start, end, duration, progress.snapshots(), result);
    }
}
