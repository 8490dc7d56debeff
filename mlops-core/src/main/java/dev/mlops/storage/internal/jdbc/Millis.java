package dev.mlops.storage.internal.jdbc;

import java.time.Instant;

/** Moments that callers compare with, which may lie where no number of milliseconds reaches. */
final class Millis {
    private static final Instant FIRST = Instant.ofEpochMilli(Long.MIN_VALUE);
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    private Millis() {}

    /** The last whole millisecond that isn't after the moment. */
    static long until(Instant moment) {
        return moment.isBefore(FIRST) ? Long.MIN_VALUE : moment.isAfter(LAST) ? Long.MAX_VALUE : moment.toEpochMilli();
    }

    /** What whole milliseconds must be less than to be before the moment. */
    static long before(Instant moment) {
        long until = until(moment);
        return until < Long.MAX_VALUE && Instant.ofEpochMilli(until).isBefore(moment) ? until + 1 : until;
    }
}
