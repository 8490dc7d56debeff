package dev.mlops.serving;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an arm answer what another has answered, in a thread of its own, so that it is seen what it would have said. It never
 * slows or breaks the answer that counts: what doesn't fit into the queue is dropped and counted, what fails is counted.
 *
 * <p>To wake a thread costs its waker microseconds. So the shadow isn't woken by each row: it looks every few milliseconds
 * what has come, and is woken only by the row that fills half of the queue. Callers take no lock.
 */
final class Shadow<R> implements AutoCloseable {
    private static final int QUEUED = 1_024;
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(10);
    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private final Arm<R> arm;
    private final List<ShadowListener<? super R>> listeners;
    private final Queue<Task<R>> queue = new ConcurrentLinkedQueue<>();
    private final AtomicInteger queued = new AtomicInteger();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;

    private record Task<R>(R row, Prediction answer) {}

    Shadow(Arm<R> arm, List<ShadowListener<? super R>> listeners) {
        this.arm = arm;
        this.listeners = listeners;
        thread = new Thread(this::work, "mlops-shadow");
        thread.setDaemon(true);
        thread.start();
    }

    Arm<R> arm() {
        return arm;
    }

    void offer(R row, Prediction answer) {
        if (queued.get() >= QUEUED) { // a read, which is cheaper while all is full
            dropped.increment();
            return;
        }
        int place = queued.getAndIncrement();
        if (place >= QUEUED) {
            queued.getAndDecrement();
            dropped.increment();
            return;
        }
        queue.add(new Task<>(row, answer));
        if (place == QUEUED / 2) {
            LockSupport.unpark(thread);
        }
    }

    private void work() {
        while (!closed) {
            @Nullable Task<R> task = queue.poll();
            if (task == null) {
                Thread.interrupted(); // what a listener has left behind would keep it from resting
                LockSupport.parkNanos(this, REST);
            } else {
                queued.decrementAndGet();
                answer(task);
            }
        }
    }

    private void answer(Task<R> task) {
        try {
            Prediction shadow = task.answer().instead(answer(task.row(), arm.served()));
            answered.increment();
            for (ShadowListener<? super R> listener : listeners) {
                listener.answered(task.row(), task.answer(), shadow);
            }
        } catch (RuntimeException | StackOverflowError e) {
            failed.increment();
            log.debug("shadow '{}' failed", arm.name(), e);
        }
    }

    private Reply answer(R row, Served<R> served) {
        return Reply.of(row, arm.name(), served, served.bound().quiet());
    }

    ShadowHealth health() {
        return new ShadowHealth(
                arm.health(), answered.sum(), failed.sum(), dropped.sum(), Math.min(QUEUED, queued.get()));
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
