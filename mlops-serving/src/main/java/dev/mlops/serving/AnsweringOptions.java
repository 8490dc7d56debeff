package dev.mlops.serving;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * The options of a {@link Predictor.Builder} that say how arms are asked, and what happens where they can't answer.
 *
 * @param <R> the rows
 */
public abstract sealed class AnsweringOptions<R> permits Predictor.Builder {
    /** How many of the last {@link #BREAKER_CALLS} calls of an arm must fail for its circuit breaker to open. */
    public static final int BREAKER_FAILURES = 10;

    /** Of how many of the last calls of an arm its circuit breaker judges. */
    public static final int BREAKER_CALLS = 20;

    /** How long a circuit breaker stays open. */
    public static final Duration BREAKER_DELAY = Duration.ofSeconds(5);

    /** How many calls in a row must succeed after that for it to close. */
    public static final int BREAKER_TRIALS = 3;

    /** How many threads of ours each arm has for calls with a timeout. */
    public static final int TIMEOUT_THREADS = 8;

    /** How many calls may wait for one of these. */
    public static final int TIMEOUT_QUEUE = 64;

    /** How many rows of each arm may wait for a batch; at least as many as a batch has. */
    public static final int BATCH_QUEUE = 1_024;

    /** How many threads of ours answer asynchronous calls. */
    public static final int ASYNC_THREADS = 4;

    /** How many asynchronous calls may wait for one of these. */
    public static final int ASYNC_QUEUE = 1_024;

    private final AnsweringBuilder<R> options;

    AnsweringOptions(AnsweringBuilder<R> options) {
        this.options = options;
    }

    abstract Predictor.Builder<R> self();

    /**
     * Lets another arm answer where the chosen one throws, is late, overloaded, or has an open circuit breaker. Not where
     * the row is to blame: what a model rejects is rejected. May be called several times: they are asked in this order.
     * {@link Prediction#isFallback} says that one stood in.
     *
     * @param alias an alias, which is followed, or the number of a version
     * @throws IllegalArgumentException if it was named before
     */
    public Predictor.Builder<R> fallback(String alias) {
        options.fallback(alias);
        return self();
    }

    /**
     * The last resort where no arm answers; for regressions only.
     *
     * @param value finite
     * @throws IllegalArgumentException if it isn't
     */
    public Predictor.Builder<R> fallbackValue(double value) {
        options.fallbackValue(value);
        return self();
    }

    /**
     * How long an arm may take for a call, of one row or many; after that it is interrupted. Another thread makes the call,
     * which costs some microseconds: each arm has {@link #TIMEOUT_THREADS} of ours. A call that finds
     * {@link #TIMEOUT_QUEUE} others waiting isn't made, and the fallback is asked at once. Rows in a {@link #batch} are
     * waited for as long, and then left to themselves.
     *
     * @param limit above 0
     * @throws IllegalArgumentException if it isn't
     */
    public Predictor.Builder<R> timeout(Duration limit) {
        options.timeout(limit, null);
        return self();
    }

    /** The same in threads of the host, which all arms share; a call that the executor rejects isn't made. */
    public Predictor.Builder<R> timeout(Duration limit, Executor threads) {
        options.timeout(limit, Objects.requireNonNull(threads, "threads"));
        return self();
    }

    /**
     * When an arm isn't asked any more. Each arm has a circuit breaker as soon as there is a fallback, a timeout or this: it
     * opens when so many of its last calls have failed or were late, by default {@link #BREAKER_FAILURES} of
     * {@link #BREAKER_CALLS}; lets some calls through after the delay, by default {@link #BREAKER_DELAY}; and closes when
     * {@link #BREAKER_TRIALS} of them succeed, or another version takes over. Rows that a model rejects, and calls that were
     * never made, don't count.
     *
     * @throws IllegalArgumentException unless {@code 1 <= failures <= calls} and the delay is above 0
     */
    public Predictor.Builder<R> circuitBreaker(int failures, int calls, Duration delay) {
        options.breaker(failures, calls, delay);
        return self();
    }

    /**
     * What becomes of odd rows; {@link InputPolicy#strict} by default. Rows that are maps are counted with any policy, records
     * only where one is given, for that costs more than the answer of a small model.
     */
    public Predictor.Builder<R> inputs(InputPolicy policy) {
        options.inputs(policy);
        return self();
    }

    /**
     * Gathers single rows and has them answered by one call, for models that answer many rows much faster than as many times
     * one: ONNX graphs, and estimators of the host's own. {@linkplain dev.mlops.model.Model#isCompiled Compiled} models, which
     * linear ones and trees are, gain nothing and lose the delay. Each caller has its own answer, or its own error. A row
     * that finds {@link #BATCH_QUEUE} others waiting is a {@link ModelUnavailableException} at once.
     *
     * @param maxRows how many rows make a batch at most; 2 or more
     * @param maxDelay how long the first row of a batch waits for others at most; 0 to take only those that have come
     *     while the batch before was answered
     * @throws IllegalArgumentException if the rows or the delay are less
     */
    public Predictor.Builder<R> batch(int maxRows, Duration maxDelay) {
        options.batch(maxRows, maxDelay);
        return self();
    }

    /**
     * What makes asynchronous calls; by default {@link #ASYNC_THREADS} daemon threads of ours with a queue of
     * {@link #ASYNC_QUEUE}. Closing the predictor doesn't close it.
     */
    public Predictor.Builder<R> executor(Executor threads) {
        options.executor(threads);
        return self();
    }
}
