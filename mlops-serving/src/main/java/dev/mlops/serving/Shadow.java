package dev.mlops.serving;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets an arm answer what another has answered, in a thread of its own, so that it is seen what it would have said. It never
 * slows or breaks the answer that counts: what doesn't fit into the queue is dropped and counted, what fails is counted.
 */
final class Shadow<R> implements AutoCloseable {
    private static final int QUEUED = 1_024;
    private static final Logger log = LoggerFactory.getLogger(Shadow.class);

    private final Arm<R> arm;
    private final ShadowListener<? super R> listener;
    private final BlockingQueue<Task<R>> queue = new ArrayBlockingQueue<>(QUEUED);
    private final LongAdder dropped = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder answered = new LongAdder();
    private final Thread thread;

    private record Task<R>(R row, Prediction answer) {}

    Shadow(Arm<R> arm, ShadowListener<? super R> listener) {
        this.arm = arm;
        this.listener = listener;
        thread = new Thread(this::work, "mlops-shadow");
        thread.setDaemon(true);
        thread.start();
    }

    Arm<R> arm() {
        return arm;
    }

    void offer(R row, Prediction answer) {
        if (!queue.offer(new Task<>(row, answer))) {
            dropped.increment();
        }
    }

    private void work() {
        try {
            while (true) {
                answer(queue.take());
            }
        } catch (InterruptedException e) {
            log.debug("shadow '{}' has ended", arm.name());
        }
    }

    private void answer(Task<R> task) {
        try {
            Reply reply = Reply.of(task.row(), arm);
            answered.increment();
            listener.answered(
                    task.row(), task.answer(), new Prediction(task.answer().id(), reply));
        } catch (RuntimeException | StackOverflowError e) {
            failed.increment();
            log.debug("shadow '{}' failed", arm.name(), e);
        }
    }

    ShadowHealth health() {
        return new ShadowHealth(arm.health(), answered.sum(), failed.sum(), dropped.sum(), queue.size());
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
