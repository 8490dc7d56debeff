package dev.mlops.pipeline;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One try of a step's body, or of one element of it. It ends once: when the body returns, when an approver answers, when
 * it is stopped before it runs, or when the body doesn't return in the grace after its interruption. Its monitor guards
 * its thread, so that an interruption never hits what the thread does next; it may be taken under the run's lock, and
 * the run's lock is never taken under it.
 */
final class Attempt {
    private final StepWork work;
    private final StepTask task;
    private final int element;
    private final int number;

    private @Nullable Thread thread;
    private Timer.@Nullable Alarm alarm;
    private @Nullable CompletionStage<?> answer;
    private boolean asking;
    private boolean interrupted;
    private boolean expired;
    private boolean over;

    Attempt(StepWork work, StepTask task, int element, int number) {
        this.work = work;
        this.task = task;
        this.element = element;
        this.number = number;
    }

    StepTask task() {
        return task;
    }

    /** The place of the element in the list of a mapped step; 0 for others. */
    int element() {
        return element;
    }

    /** 1 for the first try. */
    int number() {
        return number;
    }

    /** Tells this task's waits apart from those of others that share a backoff. */
    long salt() {
        return task.spec().name().hashCode() * 31L + element;
    }

    /** What was thrown, and where. */
    String describe(Throwable thrown) {
        List<String> where = new ArrayList<>();
        if (task.spec().kind() == StepKind.MAP) {
            where.add("element " + element + " of " + task.size());
        }
        if (task.spec().tries().attempts() > 1) {
            where.add("attempt " + number + " of " + task.spec().tries().attempts());
        }
        return Thrown.text(thrown) + (where.isEmpty() ? "" : " (" + String.join(", ", where) + ")");
    }

    Attempt next() {
        return new Attempt(work, task, element, number + 1);
    }

    /** Runs later. */
    synchronized void after(Duration delay) {
        alarm = work.timer().schedule(delay, () -> work.retry(this));
    }

    /** Calls the body on this thread. */
    void run() {
        if (!enter(Thread.currentThread())) {
            return;
        }
        work.called(task);
        Object value = null;
        Throwable thrown = null;
        try {
            value = task.call(element, work);
        } catch (Throwable e) { // an Error fails the step too, and must not end a thread of the host
            thrown = e;
        }
        if (leave(thrown)) {
            work.ended(this, value, thrown);
        }
    }

    private synchronized boolean enter(@Nullable Thread current) {
        if (over) {
            return false;
        }
        thread = current;
        asking = current == null;
        Duration limit = task.spec().tries().timeout();
        alarm = limit == null ? null : work.timer().schedule(limit, this::expire);
        return true;
    }

    private boolean leave(@Nullable Throwable thrown) {
        boolean late;
        synchronized (this) {
            thread = null;
            if (interrupted) {
                Thread.interrupted();
            } else if (thrown instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            if (!finish()) {
                return false;
            }
            late = expired;
        }
        if (late) {
            work.ended(this, null, tooLong("", thrown));
        }
        return !late;
    }

    /** The executor didn't take it. */
    void refused(Throwable why) {
        synchronized (this) {
            if (!finish()) {
                return;
            }
        }
        work.ended(this, null, why);
    }

    /** Asks an approver, and keeps no thread meanwhile. */
    void ask(Supplier<CompletionStage<Approver.Decision>> question) {
        if (!enter(null)) {
            return;
        }
        work.called(task);
        try {
            CompletionStage<Approver.Decision> stage = question.get();
            boolean late;
            synchronized (this) {
                answer = stage;
                late = over;
            }
            if (late) {
                work.dropAnswer(stage);
            }
            stage.whenComplete(this::answered);
        } catch (Throwable e) { // the same as a failing stage
            answered(null, e);
        }
    }

    private void answered(Approver.@Nullable Decision decision, @Nullable Throwable thrown) {
        synchronized (this) {
            if (!finish()) {
                return;
            }
        }
        work.answered(this, decision, thrown);
    }

    private void expire() {
        synchronized (this) {
            if (over || expired) {
                return;
            }
            expired = true;
            if (!asking) {
                interrupt();
                return;
            }
            over = true;
        }
        work.cancelAnswer(answer);
        work.ended(this, null, tooLong(" to be answered", null));
    }

    /**
     * Ends the try; where its body runs, has it interrupted or lets it be.
     *
     * @return whether it is over now, and will not call back
     */
    synchronized boolean stop(boolean interrupting) {
        if (over) {
            return false;
        }
        if (thread != null) {
            if (interrupting && !interrupted) {
                interrupt();
            }
            return false;
        }
        finish();
        work.cancelAnswer(answer);
        return true;
    }

    /** Whether its body runs. */
    synchronized boolean isRunning() {
        return thread != null;
    }

    private void interrupt() {
        cancelAlarm();
        interrupted = true;
        if (thread != null) {
            thread.interrupt();
        }
        alarm = work.timer().schedule(work.grace(), this::abandon);
    }

    private void abandon() {
        synchronized (this) {
            if (!finish()) {
                return;
            }
        }
        String ignored = " and ignored its interruption for " + work.grace();
        work.ended(
                this,
                null,
                expired ? tooLong(ignored, null) : new CancellationException("step was cancelled" + ignored));
    }

    private boolean finish() {
        cancelAlarm();
        boolean first = !over;
        over = true;
        return first;
    }

    private void cancelAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }

    private TimeoutException tooLong(String more, @Nullable Throwable thrown) {
        TimeoutException e = new TimeoutException("step '" + task.spec().name() + "' took longer than "
                + task.spec().tries().timeout() + more);
        if (thrown != null) {
            e.initCause(thrown);
        }
        return e;
    }
}
