package dev.mlops.registry;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;

/**
 * Measures how long something takes that is done again and again, until it was done a number of times or a time is over.
 *
 * @param nanos what tells the time
 */
record Stopwatch(LongSupplier nanos) {
    static final Stopwatch SYSTEM = new Stopwatch(System::nanoTime);

    /** How long each took, ascending. At least one is done, whatever it takes. */
    long[] measure(int times, Duration longest, IntConsumer task) {
        long[] taken = new long[times];
        long begin = nanos.getAsLong();
        long before = begin;
        int done = 0;
        while (done < times && (done == 0 || before - begin < longest.toNanos())) {
            task.accept(done);
            long after = nanos.getAsLong();
            taken[done++] = after - before;
            before = after;
        }
        long[] ascending = Arrays.copyOf(taken, done);
        Arrays.sort(ascending);
        return ascending;
    }

    /** The least of the times that this share of all doesn't exceed (the nearest rank). */
    static Duration quantile(long[] ascending, double share) {
        return Duration.ofNanos(ascending[(int) Math.ceil(share * ascending.length) - 1]);
    }
}
