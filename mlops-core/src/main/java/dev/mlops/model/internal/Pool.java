package dev.mlops.model.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Buffers that threads borrow and give back. A thread finds its stripe by its id and takes the buffer that lies there
 * with one atomic exchange; where the stripe is empty, because another thread has its buffer or a call is nested, it
 * makes a new one. So a call in a steady state allocates nothing, no thread waits, and, unlike thread-locals, the buffers
 * die with the pool and a million virtual threads make no more of them than are in use at once. Thread-safe.
 *
 * @param <B> the buffer
 */
public final class Pool<B> {
    /** Stripes lie this many references apart, so that two of them don't share a cache line. */
    private static final int SPREAD = 16;

    private final AtomicReferenceArray<B> stripes;
    private final int mask;
    private final Supplier<B> make;

    /** An empty pool; {@code make} makes a buffer. */
    public Pool(Supplier<B> make) {
        int count = Integer.highestOneBit(Math.max(1, 2 * Runtime.getRuntime().availableProcessors() - 1));
        this.stripes = new AtomicReferenceArray<>(count * SPREAD);
        this.mask = count - 1;
        this.make = make;
    }

    /** A buffer that only this caller has until {@link #release}; it may hold what an earlier caller left. */
    @SuppressWarnings("NullAway") // a stripe may be empty
    public B borrow() {
        B buffer = stripes.getAndSet(stripe(), null);
        return buffer == null ? make.get() : buffer;
    }

    /** Gives a buffer back; the caller doesn't touch it again. */
    public void release(B buffer) {
        stripes.setRelease(stripe(), buffer);
    }

    private int stripe() {
        return ((int) Thread.currentThread().getId() & mask) * SPREAD;
    }
}
