package dev.mlops.pipeline;

import dev.mlops.StepFailedException;
import dev.mlops.pipeline.PipelineRun.Outcome;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How far the steps of one run have come, and what the end of one means for the others. Guarded by the run's lock: every
 * method is called under it, and none calls code of the host; what follows from a change is queued.
 */
final class Progress {
    private final String runId;
    private final Graph graph;
    private final Resolved parameters;
    private final Events events;
    private final Memo memo;
    private final InstantSource clock;
    private final LongSupplier ticker;
    private final Consumer<StepTask> ready;

    private final StepTask[] tasks;
    private final Iterator<StepTask> lasts;
    private final Queue<StepTask> ended = new ArrayDeque<>();
    private Outcome outcome = Outcome.RUNNING;
    private boolean cancelled;
    private boolean over;
    private int open;

    /** {@code ready} gets each step once, when it may begin. */
    Progress(
            String runId,
            Graph graph,
            Step<?> result,
            Resolved parameters,
            Events events,
            Memo memo,
            Runner.Settings settings,
            Consumer<StepTask> ready) {
        this.runId = runId;
        this.graph = graph;
        this.parameters = parameters;
        this.events = events;
        this.memo = memo;
        this.clock = settings.clock();
        this.ticker = settings.ticker();
        this.ready = ready;
        int resultIndex = graph.indexOf(result);
        this.tasks = graph.steps().stream()
                .map(step -> new StepTask(step, graph.readers(step.index()) + (step.index() == resultIndex ? 1 : 0)))
                .toArray(StepTask[]::new);
        this.open = (int) Arrays.stream(tasks).filter(task -> !isLast(task)).count();
        this.lasts = Arrays.stream(tasks).filter(Progress::isLast).toList().iterator();
    }

    Outcome outcome() {
        return outcome;
    }

    /** Whether every step has ended. */
    boolean isOver() {
        return over;
    }

    StepTask task(Step<?> step) {
        return tasks[graph.indexOf(step)];
    }

    List<StepRun> snapshots() {
        return Arrays.stream(tasks).map(this::snapshot).toList();
    }

    StepRun snapshot(StepTask task) {
        return task.snapshot(runId, memo.known(task.spec()));
    }

    /** The value of the handle; null where a step gave none. */
    @Nullable
    Object value(Input<?> input) {
        return input instanceof Step<?> step ? task(step).output() : parameters.get((Param<?>) input);
    }

    /** Finds the first steps that may begin. */
    void start() {
        for (StepTask task : tasks) {
            if (!isLast(task) && task.isFree()) {
                free(task);
            }
        }
    }

    /** Begins the work of a step; false if it has ended meanwhile. */
    boolean begin(StepTask task) {
        if (task.isOver()) {
            return false;
        }
        task.begin(clock.instant(), ticker.getAsLong());
        tell(task, PipelineListener::stepStarted);
        return true;
    }

    void succeed(StepTask task, StepState state, Object value) {
        if (!task.isOver()) {
            task.succeed(state, value);
            close(task, PipelineListener::stepFinished);
            tell(task, (listener, step) -> listener.stepGave(step, value));
        }
    }

    /** Skips the step; {@code origin} is what is said of those that are skipped in consequence. */
    void skip(StepTask task, String why, String origin) {
        if (task.isOver()) {
            return;
        }
        StepSpec.Fallback fallback = task.spec().fallback();
        Object standIn = null;
        if (fallback != null) {
            standIn = fallback.input() == null ? fallback.value() : value(fallback.input());
            if (fallback.input() != null) {
                memo.inherit(task.spec(), fallback.input());
            }
        }
        task.skip(why, origin, standIn);
        close(task, PipelineListener::stepSkipped);
    }

    /** An approver said no, which ends the run. */
    void reject(StepTask task, String why) {
        if (!task.isOver()) {
            task.end(StepState.REJECTED, why, null);
            close(task, PipelineListener::stepFailed);
            String told = "step '" + task.spec().name() + "' was " + why;
            endRun(new Outcome(RunState.REJECTED, null, told), told);
        }
    }

    /** The step failed for good, which ends the run. */
    void fail(StepTask task, String why, Throwable cause) {
        if (task.isOver()) {
            return;
        }
        task.end(StepState.FAILED, why, cause);
        close(task, PipelineListener::stepFailed);
        String told = "step '" + task.spec().name() + "' failed";
        StepFailedException failure = new StepFailedException(task.spec().name(), told + ": " + why, cause);
        if (outcome.failure() != null) {
            outcome.failure().addSuppressed(failure);
        }
        endRun(Outcome.failed(failure), told);
    }

    /** Stops everything; false if it was stopped before, or only finally-steps are left. */
    boolean cancel() {
        if (cancelled || open == 0) {
            return false;
        }
        cancelled = true;
        String why = "the run was cancelled";
        if (outcome.state() == RunState.RUNNING) {
            outcome = new Outcome(RunState.CANCELLED, null, why);
        }
        for (StepTask task : tasks) {
            if (task.state() == StepState.WAITING && !isLast(task)) {
                task.end(StepState.CANCELLED, why, null);
                close(task, PipelineListener::stepFailed);
            } else if (!task.isOver() && !isLast(task)) {
                task.endAs(StepState.CANCELLED, why, null);
                stop(task, true);
            }
        }
        return true;
    }

    /** Whether another attempt may come. */
    boolean mayRetry(StepTask task) {
        return task.ending() == null && (isLast(task) || outcome.state() == RunState.RUNNING);
    }

    /** Ends the attempts of a step that will not succeed; those whose body runs are interrupted or let be. */
    void stop(StepTask task, boolean interrupting) {
        boolean between =
                task.active().isEmpty(); // it reads or writes the cache, and looks at what it is to become then
        task.active().removeIf(attempt -> attempt.stop(interrupting));
        if (!between) {
            drain(task);
        }
    }

    /** Ends a step that was to end, once its attempts are over. */
    void drain(StepTask task) {
        if (task.isOver() || task.ending() == null || !task.active().isEmpty()) {
            return;
        }
        Throwable failure = task.failure();
        String why = String.valueOf(task.reason());
        if (failure != null) {
            fail(task, why, failure);
        } else {
            task.end(StepState.CANCELLED, why, null);
            close(task, PipelineListener::stepFailed);
        }
    }

    /** Tells those that wait for steps that have ended, until no more end; called at the end of each change. */
    void propagate() {
        for (StepTask task = ended.poll(); task != null; task = ended.poll()) {
            task.spec().readsSteps().forEach(step -> task(step).readOneLess());
            for (int waiter : graph.waiters(task.spec().index())) {
                if (tasks[waiter].awaitOneLess() && !isLast(tasks[waiter])) {
                    free(tasks[waiter]);
                }
            }
            if (isLast(task) || --open == 0) {
                nextLast();
            }
        }
    }

    private void free(StepTask task) {
        if (task.isOver()) {
            return;
        }
        for (Input<?> input : task.spec().needs()) {
            String origin = input instanceof Step<?> step ? task(step).missing() : null;
            if (origin != null) {
                skip(task, origin, origin);
                return;
            }
        }
        ready.accept(task);
    }

    private void nextLast() {
        if (outcome.state() == RunState.RUNNING) {
            outcome = Outcome.SUCCEEDED;
        }
        if (lasts.hasNext()) {
            ready.accept(lasts.next());
        } else {
            over = true;
        }
    }

    private void endRun(Outcome end, String why) {
        if (outcome.state() == RunState.SUCCEEDED) {
            outcome = end;
        }
        if (outcome.state() != RunState.RUNNING) {
            return;
        }
        outcome = end;
        for (StepTask task : tasks) {
            if (isLast(task) || task.isOver()) {
                continue;
            }
            if (task.state() == StepState.WAITING) {
                task.skip(why, null, null);
                close(task, PipelineListener::stepSkipped);
            } else {
                letEnd(task, why);
            }
        }
    }

    /** What runs may end; what waits for another attempt, an answer or another element doesn't go on. */
    private void letEnd(StepTask task, String why) {
        boolean running = task.active().stream().anyMatch(Attempt::isRunning);
        if (task.spec().kind() != StepKind.WORK || !running) {
            task.endAs(StepState.CANCELLED, why, null);
        }
        stop(task, false);
    }

    private void close(StepTask task, BiConsumer<PipelineListener, StepRun> event) {
        task.stopClock(clock.instant(), ticker.getAsLong());
        ended.add(task);
        tell(task, event);
    }

    private void tell(StepTask task, BiConsumer<PipelineListener, StepRun> event) {
        if (events.heard()) {
            StepRun step = snapshot(task);
            events.tell(listener -> event.accept(listener, step));
        }
    }

    private static boolean isLast(StepTask task) {
        return task.spec().kind() == StepKind.LAST;
    }
}
