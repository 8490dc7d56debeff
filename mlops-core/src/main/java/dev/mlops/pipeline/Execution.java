package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import dev.mlops.pipeline.Approver.ApprovalRequest;
import dev.mlops.pipeline.Approver.Decision;
import dev.mlops.pipeline.PipelineRun.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
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
    private final Timer timer;
    private final Memo memo;
    private final Instant start;
    private final long startTick;
    private final CompletableFuture<PipelineRun<R>> done = new CompletableFuture<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Progress progress;
    private boolean ended;

    Execution(Pipeline<R> pipeline, Runner.Settings settings, Resolved parameters) {
        Graph graph = pipeline.graph();
        this.pipeline = pipeline;
        this.settings = settings;
        this.parameters = parameters.printed();
        this.events = new Events(settings.listeners());
        int threads = Math.max(Runtime.getRuntime().availableProcessors(), graph.widest());
        this.workers = settings.executor() == null
                ? Workers.own(graph.name(), threads)
                : Workers.on(settings.executor());
        this.alarms = new Alarms(graph.name());
        this.timer = settings.timer() == null ? alarms : settings.timer();
        this.memo = new Memo(settings.cache());
        this.start = settings.clock().instant();
        this.startTick = settings.ticker().getAsLong();
        this.progress = new Progress(id, graph, pipeline.result(), parameters, events, settings, this::ready);
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

    PipelineRun<R> progress() {
        return locked(() -> snapshot(null));
    }

    boolean cancel() {
        return changed(progress::cancel);
    }

    Timer timer() {
        return timer;
    }

    Duration grace() {
        return settings.grace();
    }

    /** Queues a try that had to wait. */
    void retry(Attempt attempt) {
        change(() -> dispatch(attempt));
    }

    /** Tells an approver's future that its answer isn't wanted any more; may be called under the lock. */
    void cancelAnswer(@Nullable CompletionStage<?> answer) {
        if (answer != null) {
            events.then(() -> answer.toCompletableFuture().cancel(false));
        }
    }

    /** An approver has answered, or failed to. */
    void answered(Attempt attempt, @Nullable Decision decision, @Nullable Throwable thrown) {
        if (decision == null) {
            Throwable cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            ended(attempt, null, cause == null ? new NullPointerException("approver answered null") : cause);
        } else if (decision.approved()) {
            ended(attempt, attempt.task().asked(), null);
        } else {
            change(() -> {
                attempt.task().active().remove(attempt);
                progress.reject(attempt.task(), "rejected by " + decision.by() + ": " + decision.why());
            });
        }
    }

    /** A try has ended: {@code value} is what it gave, or {@code thrown} says why it gave nothing. */
    void ended(Attempt attempt, @Nullable Object value, @Nullable Throwable thrown) {
        StepTask task = attempt.task();
        if (thrown != null || value == null) {
            change(() -> failed(attempt, Objects.requireNonNull(thrown, "thrown")));
        } else if (task.spec().kind() == StepKind.MAP) {
            List<Object> all = changed(() -> keep(attempt, value));
            if (all != null) {
                complete(task, all);
            }
        } else {
            change(() -> task.active().remove(attempt));
            complete(task, value);
        }
    }

    /** Queues a step that may begin; under the lock. */
    private void ready(StepTask task) {
        workers.add(() -> begin(task), e -> failed(task, e));
    }

    /** Queues a try; under the lock. */
    private void dispatch(Attempt attempt) {
        workers.add(() -> perform(attempt), e -> attempt.refused(e));
    }

    /** All that happens before the body is called, on a thread of the executor. */
    private void begin(StepTask task) {
        try {
            StepSpec.Condition broken = broken(task);
            if (broken != null) {
                String origin = "step '" + task.spec().name() + "' was skipped: " + broken.reason();
                change(() -> progress.skip(task, broken.reason(), origin));
            } else if (changed(() -> prepare(task))) {
                work(task);
            }
        } catch (Throwable e) { // a condition's or a codec's failure is the step's
            failed(task, e);
        }
    }

    /** The first condition that doesn't hold. */
    private StepSpec.@Nullable Condition broken(StepTask task) {
        for (StepSpec.Condition condition : task.spec().conditions()) {
            Object value = locked(() -> task.isOver() ? null : progress.value(condition.input()));
            if (value != null && !condition.test().test(value)) {
                return condition;
            }
        }
        return null;
    }

    private boolean prepare(StepTask task) {
        if (!progress.begin(task)) {
            return false;
        }
        Object[] inputs = task.spec().inputs().stream().map(progress::value).toArray();
        task.inputs(inputs);
        return true;
    }

    private void work(StepTask task) throws Exception {
        Memo.Found found = memo.find(task, this::contentHash);
        if (found != null) {
            change(() -> progress.succeed(task, StepState.FROM_CACHE, found.value(), found.contentHash()));
        } else if (task.spec().call() instanceof StepSpec.Call.Each each) {
            fanOut(task, each.concurrency());
        } else {
            Attempt first = changed(() -> launch(task));
            if (first != null) {
                perform(first);
            }
        }
    }

    private void fanOut(StepTask task, int concurrency) {
        boolean none = changed(() -> {
            int width = Math.min(concurrency, task.unstarted());
            for (int i = 0; i < width; i++) {
                launchElement(task);
            }
            return width == 0 && !task.isOver();
        });
        if (none) {
            complete(task, List.of());
        }
    }

    private void perform(Attempt attempt) {
        if (attempt.task().spec().call() instanceof StepSpec.Call.Ask ask) {
            attempt.ask(Objects.requireNonNull(settings.approver(), "approver"), ask.question());
        } else {
            attempt.run();
        }
    }

    private @Nullable Attempt launch(StepTask task) {
        progress.drain(task);
        return task.isOver() ? null : task.track(new Attempt(this, task, 0, 1));
    }

    private void launchElement(StepTask task) {
        if (task.ending() == null && task.unstarted() > 0) {
            dispatch(task.track(new Attempt(this, task, task.startElement(), 1)));
        }
        progress.drain(task);
    }

    /** Keeps the output of an element, and gives all of them when it was the last. */
    private @Nullable List<Object> keep(Attempt attempt, Object value) {
        StepTask task = attempt.task();
        task.active().remove(attempt);
        if (task.isOver()) {
            return null;
        }
        if (task.finishElement(attempt.element(), value)) {
            return task.elements();
        }
        launchElement(task);
        return null;
    }

    private void failed(Attempt attempt, Throwable thrown) {
        StepTask task = attempt.task();
        StepSpec.Tries tries = task.spec().tries();
        task.active().remove(attempt);
        boolean curable = thrown instanceof Exception && !(thrown instanceof InvalidException);
        if (curable && attempt.number() < tries.attempts() && progress.mayRetry(task)) {
            Duration delay = tries.backoff().delay(attempt.number(), attempt.salt());
            Attempt next = task.track(attempt.next());
            StepRun step = task.snapshot(id);
            events.tell(listener -> listener.stepRetried(step, thrown, delay));
            if (delay.isZero()) {
                dispatch(next);
            } else {
                next.after(delay);
            }
        } else {
            task.endAs(StepState.FAILED, attempt.describe(thrown), thrown);
            progress.stop(task, true);
            progress.drain(task);
        }
    }

    private void failed(StepTask task, Throwable thrown) {
        change(() -> progress.fail(task, thrown.toString(), thrown));
    }

    /** Keeps the output of a step whose work is done. */
    private void complete(StepTask task, Object value) {
        String hash;
        try {
            hash = memo.store(task, value);
        } catch (Throwable e) { // a codec's failure is the step's
            failed(task, e);
            return;
        }
        change(() -> progress.succeed(task, StepState.SUCCEEDED, value, hash));
    }

    /** The content hash of an input of a step, computed once in a run. */
    private String contentHash(Input<?> input, Object value) {
        return "";
    }

    private void change(Runnable change) {
        changed(() -> {
            change.run();
            return true;
        });
    }

    private <T> T changed(Supplier<T> change) {
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

    private <T> T locked(Supplier<T> action) {
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
