package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.registry.RegisteredModel;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What {@link Answering} is made from. */
final class AnsweringBuilder<R> {
    private final Rows<R> rows;
    private final List<String> fallbacks = new ArrayList<>();
    private @Nullable Double fallbackValue;
    private @Nullable Duration timeout;
    private @Nullable Executor timeoutExecutor;
    private Guard.Rule breaker = new Guard.Rule(
            AnsweringOptions.BREAKER_FAILURES,
            AnsweringOptions.BREAKER_CALLS,
            AnsweringOptions.BREAKER_DELAY,
            AnsweringOptions.BREAKER_TRIALS);
    private boolean guarded;
    private @Nullable InputPolicy policy;
    private int batchRows;
    private Duration batchDelay = Duration.ZERO;
    private @Nullable Executor executor;

    AnsweringBuilder(Rows<R> rows) {
        this.rows = rows;
    }

    void fallback(String alias) {
        if (fallbacks.contains(alias)) {
            throw new IllegalArgumentException("alias '" + alias + "' is a fallback twice, expected each alias once");
        }
        fallbacks.add(Objects.requireNonNull(alias, "alias"));
    }

    void fallbackValue(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException("fallback value is " + value + ", expected a finite one");
        }
        fallbackValue = value;
    }

    void timeout(Duration limit, @Nullable Executor host) {
        timeout = positive("timeout", limit);
        timeoutExecutor = host;
    }

    void breaker(int failures, int calls, Duration delay) {
        if (failures < 1 || calls < failures) {
            throw new IllegalArgumentException("circuit breaker opens at " + failures + " failures of " + calls
                    + " calls, expected 1 or more failures of as many calls or more");
        }
        breaker = new Guard.Rule(failures, calls, positive("delay", delay), AnsweringOptions.BREAKER_TRIALS);
        guarded = true;
    }

    void inputs(InputPolicy rules) {
        policy = Objects.requireNonNull(rules, "rules");
    }

    void batch(int maxRows, Duration maxDelay) {
        if (maxRows < 2 || maxDelay.isNegative()) {
            throw new IllegalArgumentException("batch has up to " + maxRows + " rows within " + maxDelay
                    + ", expected 2 rows or more and no negative delay");
        }
        batchRows = maxRows;
        batchDelay = maxDelay;
    }

    void executor(Executor host) {
        executor = Objects.requireNonNull(host, "executor");
    }

    private static Duration positive(String what, Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new IllegalArgumentException(what + " is " + value + ", expected one above 0");
        }
        return value;
    }

    /** Makes it for a registered model. */
    Answering<R> build(ModelRegistry registry, String model, long cached) {
        InputCounts counts = policy != null || rows.areCounted() ? new InputCounts() : null;
        List<Arm<R>> standIns = standIns(registry, model);
        Batched<R> batched = batchRows == 0 ? null : new Batched<>(batchRows, batchDelay);
        Resilient<R> resilient = resilient(standIns, batched);
        Answers<R> asked = resilient != null ? resilient : batched != null ? batched : Reply::of;
        Cached<R> cache = cached == 0 ? null : new Cached<>(cached, asked);
        return new Answering<>(
                cache != null ? cache : asked,
                counts == null ? rows : rows.by(policy == null ? InputPolicy.strict() : policy, counts),
                counts,
                cache,
                resilient,
                batched,
                standIns,
                new Asynchronous<>(executor));
    }

    private List<Arm<R>> standIns(ModelRegistry registry, String model) {
        if (fallbacks.isEmpty()) {
            return List.of();
        }
        RegisteredModel present = registry.model(model);
        Instant now = registry.workspace().clock().instant();
        Bound.To<R> uncounted = policy == null ? rows : rows.by(policy, new InputCounts());
        return fallbacks.stream()
                .map(alias -> Arm.of(registry, present, alias, uncounted, now))
                .toList();
    }

    private @Nullable Resilient<R> resilient(List<Arm<R>> standIns, @Nullable Batched<R> batched) {
        if (standIns.isEmpty() && fallbackValue == null && timeout == null && !guarded) {
            return null;
        }
        return new Resilient<>(
                breaker,
                standIns,
                fallbackValue,
                timeout == null ? null : new Deadline(timeout, timeoutExecutor),
                batched);
    }

    /**
     * Checks the options against the arms.
     *
     * @throws InvalidException if the policy names fields that none of the arms reads, or the last constant is a number where
     *     labels are answered
     */
    void check(List<Arm<R>> arms) {
        List<Field> inputs = arms.stream()
                .flatMap(arm -> arm.served().model().signature().inputs().fields().stream())
                .toList();
        if (policy != null) {
            policy.require(inputs);
        }
        for (Arm<R> arm : arms) {
            if (fallbackValue != null && !arm.served().isRegression()) {
                throw new InvalidException("fallback value is " + fallbackValue + " where '" + arm.name()
                        + "' answers labels, expected numbers");
            }
        }
    }
}
