package dev.mlops.serving;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Has rows that come singly answered in batches, those of each arm together. Thread-safe. */
final class Batched<R> implements Answers<R>, AutoCloseable {
    private final int maxRows;
    private final Duration maxDelay;
    private final Map<String, Batcher<R>> arms = new ConcurrentHashMap<>();

    Batched(int maxRows, Duration maxDelay) {
        this.maxRows = maxRows;
        this.maxDelay = maxDelay;
    }

    @Override
    public Reply answer(R row, Arm<R> arm) {
        return Waiting.forAnswer(begin(row, arm), null, arm.name());
    }

    /** Has a row answered by the version that the arm has now; throws InvalidException if it isn't admitted. */
    CompletableFuture<Reply> begin(R row, Arm<R> arm) {
        Served<R> served = arm.served();
        return begin(served.bound().admit(row), arm.name(), served);
    }

    /** Has an admitted row answered. */
    CompletableFuture<Reply> begin(R admitted, String arm, Served<R> served) {
        return arms.computeIfAbsent(arm, name -> new Batcher<>(name, maxRows, maxDelay))
                .begin(admitted, served);
    }

    BatchHealth health() {
        return arms.values().stream()
                .map(Batcher::health)
                .reduce(
                        new BatchHealth(0, 0, 0, 0),
                        (a, b) -> new BatchHealth(
                                a.batches() + b.batches(),
                                a.rows() + b.rows(),
                                a.rejected() + b.rejected(),
                                a.queued() + b.queued()));
    }

    @Override
    public void close() {
        arms.values().forEach(Batcher::close);
    }
}
