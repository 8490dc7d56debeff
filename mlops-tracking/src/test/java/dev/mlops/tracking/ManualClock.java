package dev.mlops.tracking;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** Time that a test moves. */
final class ManualClock implements InstantSource, LongSupplier {
    static final Instant START = Instant.parse("2026-01-31T10:00:00Z");

    private volatile Instant now = START;

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public long getAsLong() {
        return Duration.between(START, now).toNanos();
    }

    synchronized void advance(Duration time) {
        now = now.plus(time);
    }
}
