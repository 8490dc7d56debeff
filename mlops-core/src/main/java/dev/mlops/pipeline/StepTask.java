package dev.mlops.pipeline;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** How far one step of one run has come. Guarded by the run's lock, but for what a comment says. */
final class StepTask {
    private final StepSpec spec;

    private StepState state = StepState.WAITING;
    private @Nullable String reason;
    private @Nullable Throwable failure;
    private @Nullable Instant start;
    private @Nullable Instant end;
    private long startTick;
    private Duration duration = Duration.ZERO;
    private int attempts;

    /** How many steps that this one waits for haven't ended. */
    private int awaited;
    /** How many steps that may need the output haven't ended; the run itself counts for its result. */
    private int readers;

    private @Nullable Object output;
    /** The name and reason of the step where skipping began, for those that are skipped in consequence. */
    private @Nullable String skippedBy;

    /** The values of the inputs while the step runs; written before its attempts, and read by them. */
    private volatile Object @Nullable [] inputs;

    private final Set<Attempt> active = new LinkedHashSet<>();
    /** What the step becomes when its active attempts are over; null while it may still succeed. */
    private @Nullable StepState ending;
    /** The outputs of the elements of a mapped step, in their order. */
    private Object @Nullable [] elements;

    private int started;
    private int finished;

    StepTask(StepSpec spec, int readers) {
        this.spec = spec;
        this.awaited = spec.waitsFor().size();
        this.readers = readers;
    }

    StepSpec spec() {
        return spec;
    }

    StepState state() {
        return state;
    }

    boolean isOver() {
        return state.isFinal();
    }

    boolean isFree() {
        return awaited == 0;
    }

    /** One of the steps that this one waits for has ended. */
    boolean awaitOneLess() {
        return --awaited == 0;
    }

    /** One of those that may need the output has ended. */
    void readOneLess() {
        if (--readers == 0) {
            output = null;
        }
    }

    @Nullable
    Object output() {
        return output;
    }

    /** Why there is no output for those that need it, when the step was skipped and nothing stands in; else null. */
    @Nullable
    String missing() {
        return output == null ? skippedBy : null;
    }

    Set<Attempt> active() {
        return active;
    }

    @Nullable
    StepState ending() {
        return ending;
    }

    @Nullable
    Throwable failure() {
        return failure;
    }

    @Nullable
    String reason() {
        return reason;
    }

    void begin(Instant now, long tick) {
        state = StepState.RUNNING;
        start = now;
        startTick = tick;
    }

    void inputs(Object[] values) {
        inputs = values;
        if (spec.kind() == StepKind.MAP) {
            elements = new Object[((List<?>) values[0]).size()];
        }
    }

    /** Begins a try. */
    Attempt track(Attempt attempt) {
        active.add(attempt);
        return attempt;
    }

    /** A body is about to be called; gives how often that was. */
    int countAttempt() {
        return ++attempts;
    }

    /** How many elements haven't been begun. */
    int unstarted() {
        return elements == null ? 0 : elements.length - started;
    }

    /** How many elements there are. */
    int size() {
        return elementsNow().length;
    }

    /** The element to begin next. */
    int startElement() {
        return started++;
    }

    /** Keeps the output of an element; whether it was the last to come. */
    boolean finishElement(int element, Object value) {
        Object[] all = elementsNow();
        all[element] = value;
        return ++finished == all.length;
    }

    List<Object> elements() {
        return List.of(elementsNow());
    }

    /** Will become {@code end} when the attempts are over, unless something came before. */
    void endAs(StepState end, @Nullable String why, @Nullable Throwable cause) {
        if (ending == null) {
            ending = end;
            reason = why;
            failure = cause;
        }
    }

    /** The end of a step that gave its output. */
    void succeed(StepState end, Object value) {
        state = end;
        reason = null;
        output = readers > 0 ? value : null;
        letGo();
    }

    /** The end of a step that didn't run; {@code standIn} is for those who would take its output, if there is any. */
    void skip(String why, @Nullable String origin, @Nullable Object standIn) {
        state = StepState.SKIPPED;
        reason = why;
        skippedBy = origin;
        output = readers > 0 ? standIn : null;
        letGo();
    }

    /** The end of a step that gave nothing. */
    void end(StepState end, @Nullable String why, @Nullable Throwable cause) {
        state = end;
        reason = why;
        failure = cause;
        letGo();
    }

    void stopClock(Instant now, long tick) {
        if (start != null) {
            end = now;
            duration = Duration.ofNanos(tick - startTick);
        }
    }

    private void letGo() {
        inputs = null;
        elements = null;
    }

    /** Calls the body. Not under the lock. */
    Object call(int element, StepWork work) throws Exception {
        Object[] values = inputs();
        StepSpec.Call call = spec.call();
        Object value;
        if (call instanceof StepSpec.Call.Plain plain) {
            value = plain.run(values);
        } else if (call instanceof StepSpec.Call.Each each) {
            Object[] one = values.clone();
            one[0] = ((List<?>) values[0]).get(element);
            value = each.body().run(one);
        } else if (call instanceof StepSpec.Call.Last last) {
            last.run(work.soFar(), values.length == 0 ? null : values[0]);
            return true;
        } else {
            throw new AssertionError("a gate has no body");
        }
        if (value == null) {
            throw new NullPointerException("body returned null, expected a value");
        }
        return value;
    }

    StepRun snapshot(String runId, @Nullable String contentHash) {
        return new StepRun(runId, spec, state, reason, failure, start, end, duration, attempts, contentHash);
    }

    /** The values of the inputs of a step that runs. Not under the lock. */
    Object[] inputs() {
        Object[] values = inputs;
        if (values == null) {
            throw new CancellationException("step '" + spec.name() + "' has ended");
        }
        return values;
    }

    private Object[] elementsNow() {
        Object[] all = elements;
        if (all == null) {
            throw new AssertionError("not a mapped step in work");
        }
        return all;
    }
}
