package dev.mlops.serving;

import dev.failsafe.CircuitBreaker;
import dev.failsafe.CircuitBreakerBuilder;
import dev.mlops.InvalidException;
import dev.mlops.serving.ModelUnavailableException.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches the calls of one arm, and lets none through while its circuit breaker is open. A version that takes over begins
 * with a closed one. Thread-safe.
 */
final class Guard {
    private final String arm;
    private final CircuitBreaker<Object> breaker;
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile @Nullable Served<?> served;

    /**
     * When a breaker opens and closes.
     *
     * @param failures how many of the last calls must fail for it to open
     * @param calls how many calls the last ones are
     * @param delay how long it stays open
     * @param trials how many calls then must succeed in a row for it to close
     */
    record Rule(int failures, int calls, Duration delay, int trials) {

        CircuitBreaker<Object> breaker() {
            CircuitBreakerBuilder<Object> builder = CircuitBreaker.builder();
            return builder.withFailureThreshold(failures, calls)
                    .withDelay(delay)
                    .withSuccessThreshold(trials)
                    .build();
        }
    }

    Guard(String arm, Rule rule) {
        this.arm = arm;
        this.breaker = rule.breaker();
    }

    /**
     * Lets a call through, and judges by it.
     *
     * @throws ModelUnavailableException if it isn't let through, or isn't answered
     * @throws InvalidException if the row is to blame
     */
    <T> T call(Served<?> version, Supplier<T> work) {
        enter(version);
        try {
            T answer = work.get();
            succeeded();
            return answer;
        } catch (RuntimeException | Error e) {
            throw raised(judged(e));
        }
    }

    /** Begins a call, which must end with {@link #succeeded} or {@link #judged}. */
    void enter(Served<?> version) {
        Served<?> before = served;
        if (before != version) {
            served = version;
            if (before != null) {
                breaker.close();
            }
        }
        if (!breaker.tryAcquirePermit()) {
            refused.increment();
            throw new ModelUnavailableException(
                    Reason.OPEN, "circuit breaker of arm '" + arm + "' is open, expected it closed", null);
        }
    }

    void succeeded() {
        answered.increment();
        breaker.recordSuccess();
    }

    /** Counts what ended a call, and gives what the caller shall see of it. */
    Throwable judged(Throwable e) {
        if (e instanceof InvalidException) {
            acquit();
            return e;
        }
        if (e instanceof ModelUnavailableException unavailable) {
            count(unavailable.reason());
            return e;
        }
        if (e instanceof StackOverflowError
                || e instanceof LinkageError
                || (e instanceof RuntimeException && !(e instanceof InterruptedWaitException))) {
            failed.increment();
            breaker.recordFailure();
            return ModelUnavailableException.failed(arm, e);
        }
        postpone();
        return e;
    }

    private void count(Reason reason) {
        if (reason == Reason.LATE) {
            late.increment();
            breaker.recordFailure();
        } else {
            rejected.increment();
            postpone();
        }
    }

    /** The model told what is wrong with the row, which says little of how it is: it counts for a trial only. */
    private void acquit() {
        if (breaker.isHalfOpen()) {
            breaker.recordSuccess(); // gives back the permit of a trial
        }
    }

    /** Nothing was learnt of the model; a trial that failed so is made again after the delay. */
    private void postpone() {
        if (breaker.isHalfOpen()) {
            breaker.open();
        }
    }

    /** As an exception that needs no declaration. */
    static RuntimeException raised(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException exception ? exception : new IllegalStateException(e);
    }

    GuardHealth health() {
        GuardHealth.State state =
                switch (breaker.getState()) {
                    case CLOSED -> GuardHealth.State.CLOSED;
                    case OPEN -> GuardHealth.State.OPEN;
                    case HALF_OPEN -> GuardHealth.State.HALF_OPEN;
                };
        return new GuardHealth(arm, state, answered.sum(), failed.sum(), late.sum(), rejected.sum(), refused.sum());
    }
}
