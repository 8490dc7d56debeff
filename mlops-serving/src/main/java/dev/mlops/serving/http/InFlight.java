package dev.mlops.serving.http;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The requests that a server has, so many at most. Thread-safe. */
final class InFlight {
    private final int most;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch none = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    InFlight(int most) {
        this.most = most;
    }

    /** Takes a request if there is room; then {@link #leave} is called when that request is over. */
    boolean enter() {
        boolean taken = count.incrementAndGet() <= most;
        if (!taken) {
            leave();
        }
        return taken;
    }

    void leave() {
        if (count.decrementAndGet() == 0 && closing.get()) {
            none.countDown();
        }
    }

    int count() {
        return count.get();
    }

    boolean isClosing() {
        return closing.get();
    }

    /** From now on none is to be taken; false if that is known already. */
    boolean close() {
        if (!closing.compareAndSet(false, true)) {
            return false;
        }
        if (count.get() == 0) {
            none.countDown();
        }
        return true;
    }

    /** Waits until those that were taken before {@link #close} are over; false if it took too long, or the thread is interrupted. */
    boolean awaitNone(Duration limit) {
        try {
            return none.await(limit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void closed() {
        closed.countDown();
    }

    void awaitClosed() throws InterruptedException {
        closed.await();
    }
}
