package dev.mlops.pipeline;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.pipeline.Approver.ApprovalRequest;
import dev.mlops.pipeline.Approver.Decision;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one run do on the executor's threads, from when one may begin until its output is there: conditions,
 * a look into the cache, tries of the body, a place in the cache. Each change of state goes through the run.
 */
final class StepWork {
    private final Execution<?> run;
    private final Runner.Settings settings;
    private final Memo memo;
    private final Events events;
    private final Workers workers;
    private final Timer timer;

    StepWork(Execution<?> run, Runner.Settings settings, Memo memo, Events events, Workers workers, Timer timer) {
        this.run = run;
        this.settings = settings;
        this.memo = memo;
        this.events = events;
        this.workers = workers;
        this.timer = timer;
    }

    /** How the run went so far. */
    PipelineRun<?> soFar() {
        return run.soFar();
    }

    Timer timer() {
        return timer;
    }

    Duration grace() {
        return settings.grace();
    }

    /** A body is about to be called. */
    void called(StepTask task) {
        run.locked(task::countAttempt);
    }

    /** Queues a try that had to wait. */
    void retry(Attempt attempt) {
        run.change(() -> dispatch(attempt));
    }

    /** Tells an approver's future, with the next change, that its answer isn't wanted; may be called under the lock. */
    void cancelAnswer(@Nullable CompletionStage<?> answer) {
        if (answer != null) {
            events.then(() -> answer.toCompletableFuture().cancel(false));
        }
    }

    /** The same at once, outside the lock. */
    void dropAnswer(CompletionStage<?> answer) {
        run.change(() -> cancelAnswer(answer));
    }

    /** An approver has answered, or failed to. */
    void answered(Attempt attempt, @Nullable Decision decision, @Nullable Throwable thrown) {
        if (decision == null) {
            Throwable cause =
                    thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
            ended(attempt, null, cause == null ? new NullPointerException("approver answered null") : cause);
        } else if (decision.approved()) {
            ended(attempt, attempt.task().inputs()[0], null);
        } else {
            run.change(() -> {
                attempt.task().active().remove(attempt);
                run.progress().reject(attempt.task(), "rejected by " + decision.by() + ": " + decision.why());
            });
        }
    }

    /** A try has ended: {@code value} is what it gave, or {@code thrown} says why it gave nothing. */
    void ended(Attempt attempt, @Nullable Object value, @Nullable Throwable thrown) {
        StepTask task = attempt.task();
        if (thrown != null || value == null) {
            run.change(() -> failed(attempt, Objects.requireNonNull(thrown, "thrown")));
        } else if (task.spec().kind() == StepKind.MAP) {
            List<Object> all = run.changed(() -> keep(attempt, value));
            if (all != null) {
                complete(task, all);
            }
        } else {
            run.change(() -> task.active().remove(attempt));
            complete(task, value);
        }
    }

    /** Queues a step that may begin; under the lock. */
    void ready(StepTask task) {
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
                run.change(() -> run.progress().skip(task, broken.reason(), origin));
            } else if (run.changed(() -> prepare(task))) {
                work(task);
            }
        } catch (Throwable e) { // a condition's, a check's or a codec's failure is the step's
            failed(task, e);
        }
    }

    /** The first condition that doesn't hold. */
    private StepSpec.@Nullable Condition broken(StepTask task) {
        for (StepSpec.Condition condition : task.spec().conditions()) {
            Object value =
                    run.locked(() -> task.isOver() ? null : run.progress().value(condition.input()));
            if (value != null && !condition.test().test(value)) {
                return condition;
            }
        }
        return null;
    }

    private boolean prepare(StepTask task) {
        if (!run.progress().begin(task)) {
            return false;
        }
        Object[] inputs =
                task.spec().inputs().stream().map(run.progress()::value).toArray();
        task.inputs(inputs);
        return true;
    }

    private void work(StepTask task) throws Exception {
        Object found = memo.find(task.spec(), task.inputs());
        if (found != null) {
            check(task, found);
            run.change(() -> run.progress().succeed(task, StepState.FROM_CACHE, found));
        } else if (task.spec().call() instanceof StepSpec.Call.Each each) {
            fanOut(task, each.concurrency());
        } else {
            Attempt first = run.changed(() -> launch(task));
            if (first != null) {
                perform(first);
            }
        }
    }

    private void fanOut(StepTask task, int concurrency) {
        boolean none = run.changed(() -> {
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
            ask(attempt, ask.question());
        } else {
            attempt.run();
        }
    }

    private void ask(Attempt attempt, String question) {
        StepTask task = attempt.task();
        Approver approver = Objects.requireNonNull(settings.approver(), "approver");
        attempt.ask(() -> approver.decide(
                new ApprovalRequest(run.id(), run.pipeline().name(), task.spec().name(), question, task.inputs()[0])));
    }

    private @Nullable Attempt launch(StepTask task) {
        run.progress().drain(task);
        return task.isOver() ? null : task.track(new Attempt(this, task, 0, 1));
    }

    private void launchElement(StepTask task) {
        if (task.ending() == null && task.unstarted() > 0) {
            dispatch(task.track(new Attempt(this, task, task.startElement(), 1)));
        }
        run.progress().drain(task);
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
        if (task.isOver()) {
            return;
        }
        if (isCurable(thrown)
                && attempt.number() < tries.attempts()
                && run.progress().mayRetry(task)) {
            Duration delay = tries.backoff().delay(attempt.number(), attempt.salt());
            Attempt next = task.track(attempt.next());
            StepRun step = run.progress().snapshot(task);
            events.tell(listener -> listener.stepRetried(step, thrown, delay));
            if (delay.isZero()) {
                dispatch(next);
            } else {
                next.after(delay);
            }
        } else {
            task.endAs(StepState.FAILED, attempt.describe(thrown), thrown);
            run.progress().stop(task, true);
            run.progress().drain(task);
        }
    }

    private static boolean isCurable(Throwable thrown) {
        return thrown instanceof Exception
                && !(thrown instanceof InvalidException)
                && !(thrown instanceof NotFoundException)
                && !(thrown instanceof InterruptedException);
    }

    private void failed(StepTask task, Throwable thrown) {
        run.change(() -> run.progress().fail(task, Thrown.text(thrown), thrown));
    }

    private void check(StepTask task, Object value) throws Exception {
        if (task.spec().kind() != StepKind.LAST) {
            for (OutputCheck check : settings.checks()) {
                check.check(task.spec().name(), value);
            }
        }
    }

    /** Keeps the output of a step whose work is done. */
    private void complete(StepTask task, Object value) {
        try {
            check(task, value);
            memo.store(task.spec(), value);
        } catch (Throwable e) { // a check's or a codec's failure is the step's
            failed(task, e);
            return;
        }
        run.change(() -> run.progress().succeed(task, StepState.SUCCEEDED, value));
    }
}
