package dev.mlops.tracking;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many bytes may be waiting for the store, in all runs of a workspace together. Thread-safe. */
final class Budget {
    private final long limit;
    private final AtomicLong taken = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition given = lock.newCondition();

    Budget(long limit) {
        this.limit = limit;
    }

    /** Takes so much if it is left; something too large for the whole budget is let through when nothing else is waiting. */
    boolean take(long weight) {
        long now = taken.addAndGet(weight);
        if (now <= limit || now == weight) {
            return true;
        }
        give(weight);
        return false;
    }

    void give(long weight) {
        taken.addAndGet(-weight);
        if (waiting.get() > 0) {
            lock.lock();
            try {
                given.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    long taken() {
        return taken.get();
    }

    /** Waits until there seems to be room for so much, but no longer than {@code most}. */
    void await(long weight, Duration most) throws InterruptedException {
        long nanos = most.toNanos();
        waiting.incrementAndGet();
        lock.lock();
        try {
            while (taken.get() + weight > limit && nanos > 0) {
                nanos = given.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
            waiting.decrementAndGet();
        }
    }
}
