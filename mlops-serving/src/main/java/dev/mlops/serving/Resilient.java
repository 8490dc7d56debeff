package dev.mlops.serving;

import dev.mlops.InvalidException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks other arms, and then a constant, where an arm fails, is late, overloaded, or known to fail. A row that a model rejects
 * is rejected: other arms aren't asked. Thread-safe.
 */
final class Resilient<R> implements Answers<R>, AutoCloseable {
    private final Guard.Rule rule;
    private final List<Arm<R>> standIns;
    private final @Nullable Double constant;
    private final @Nullable Deadline deadline;
    private final @Nullable Batched<R> batched;
    private final Map<String, Guard> guards = new ConcurrentHashMap<>();
    private final LongAdder fallbacks = new LongAdder();
    private final LongAdder constants = new LongAdder();
    private final LongAdder unanswered = new LongAdder();

    /**
     * Creates it.
     *
     * @param standIns asked in this order
     * @param constant the last resort; null for none
     * @param deadline how long an arm may take; null for as long as it takes
     * @param batched how single rows are asked; null for at once
     */
    Resilient(
            Guard.Rule rule,
            List<Arm<R>> standIns,
            @Nullable Double constant,
            @Nullable Deadline deadline,
            @Nullable Batched<R> batched) {
        this.rule = rule;
        this.standIns = List.copyOf(standIns);
        this.constant = constant;
        this.deadline = deadline;
        this.batched = batched;
    }

    @Override
    public Reply answer(R row, Arm<R> arm) {
        try {
            return ask(row, arm);
        } catch (ModelUnavailableException e) {
            return instead(row, arm, e);
        }
    }

    @Override
    public List<Reply> answers(List<R> rows, Arm<R> arm) {
        try {
            return askAll(rows, arm);
        } catch (ModelUnavailableException e) {
            return instead(
                    arm,
                    e,
                    other -> askAll(rows, other).stream().map(Reply::asFallback).toList(),
                    reply -> Collections.nCopies(rows.size(), reply));
        }
    }

    /** Begins to answer in batches; what has to stand in is asked in another thread. */
    CompletableFuture<Reply> begin(R row, Arm<R> arm, Batched<R> batches, Asynchronous<R> later) {
        Served<R> served = arm.served();
        R admitted = served.bound().admit(row);
        Guard guard = guard(arm);
        try {
            guard.enter(served);
        } catch (ModelUnavailableException e) {
            return later.call(() -> instead(row, arm, e));
        }
        CompletableFuture<Reply> asked = batches.begin(admitted, arm.name(), served);
        if (deadline != null) {
            asked = asked.orTimeout(deadline.timeout().toNanos(), TimeUnit.NANOSECONDS);
        }
        return asked.handle((reply, error) -> verdict(guard, arm, reply, error))
                .thenCompose(verdict -> verdict.error() instanceof ModelUnavailableException e
                        ? later.call(() -> instead(row, arm, e))
                        : verdict.future());
    }

    /** What came of asking an arm: a reply or an error. */
    private record Verdict(@Nullable Reply reply, @Nullable Throwable error) {

        CompletableFuture<Reply> future() {
            return error == null ? CompletableFuture.completedFuture(reply) : CompletableFuture.failedFuture(error);
        }
    }

    private Verdict verdict(Guard guard, Arm<R> arm, @Nullable Reply reply, @Nullable Throwable error) {
        if (error == null) {
            guard.succeeded();
            return new Verdict(reply, null);
        }
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return new Verdict(
                null,
                guard.judged(
                        cause instanceof TimeoutException && deadline != null
                                ? Waiting.late(arm.name(), deadline.timeout().toString())
                                : cause));
    }

    private Reply ask(R row, Arm<R> arm) {
        Served<R> served = arm.served();
        R admitted = served.bound().admit(row); // before the arm is judged by what comes of it
        Guard guard = guard(arm);
        Batched<R> batches = batched;
        if (batches != null) {
            return guard.call(
                    served,
                    () -> Waiting.forAnswer(
                            batches.begin(admitted, arm.name(), served),
                            deadline == null ? null : deadline.timeout(),
                            arm.name()));
        }
        return guard.call(
                served,
                timed(
                        arm,
                        () -> Reply.of(
                                admitted, arm.name(), served, served.bound().admitted())));
    }

    private List<Reply> askAll(List<R> rows, Arm<R> arm) {
        Served<R> served = arm.served();
        return guard(arm).call(served, timed(arm, () -> Reply.all(rows, arm.name(), served)));
    }

    private <T> Supplier<T> timed(Arm<R> arm, Supplier<T> work) {
        return deadline == null ? work : () -> deadline.call(arm.name(), work);
    }

    private Guard guard(Arm<R> arm) {
        return guards.computeIfAbsent(arm.name(), name -> new Guard(name, rule));
    }

    private Reply instead(R row, Arm<R> arm, ModelUnavailableException error) {
        return instead(arm, error, other -> ask(row, other).asFallback(), reply -> reply);
    }

    /**
     * The answer of the next arm that gives one, or the constant.
     *
     * @throws ModelUnavailableException the error of the arm that was asked first, if there is neither
     */
    private <T> T instead(
            Arm<R> arm, ModelUnavailableException error, Function<Arm<R>, T> ask, Function<Reply, T> constantly) {
        for (Arm<R> other : standIns) {
            if (!other.name().equals(arm.name())) {
                try {
                    T answer = ask.apply(other);
                    fallbacks.increment();
                    return answer;
                } catch (ModelUnavailableException | InvalidException e) {
                    error.addSuppressed(e); // its model may read other fields than the first one
                }
            }
        }
        if (constant != null && arm.served().isRegression()) {
            constants.increment();
            return constantly.apply(Reply.constant(arm.served(), constant));
        }
        unanswered.increment();
        throw error;
    }

    ResilienceHealth health() {
        return new ResilienceHealth(
                guards.values().stream().map(Guard::health).toList(),
                fallbacks.sum(),
                constants.sum(),
                unanswered.sum());
    }

    @Override
    public void close() {
        if (deadline != null) {
            deadline.close();
        }
    }
}
