package dev.mlops.pipeline;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the host's code about one run: one call at a time, in the order in which things happened, and never under the
 * run's lock. Whoever finds the queue untended tends it.
 */
final class Events {
    private static final Logger log = LoggerFactory.getLogger(Events.class);

    private final List<PipelineListener> listeners;
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean tended = new AtomicBoolean();

    Events(List<PipelineListener> listeners) {
        this.listeners = listeners;
    }

    /** Whether anybody listens. */
    boolean heard() {
        return !listeners.isEmpty();
    }

    /** Queues a call of every listener. */
    void tell(Consumer<PipelineListener> event) {
        listeners.forEach(listener -> queue.add(() -> event.accept(listener)));
    }

    /** Queues any other call. */
    void then(Runnable action) {
        queue.add(action);
    }

    /** Makes the queued calls, unless another thread does, or this one further up its stack. */
    void deliver() {
        while (!queue.isEmpty() && tended.compareAndSet(false, true)) {
            try {
                for (Runnable next = queue.poll(); next != null; next = queue.poll()) {
                    contain(next);
                }
            } finally {
                tended.set(false);
            }
        }
    }

    @SuppressWarnings("CatchingUnchecked") // whatever a listener throws has no effect on the run
    private static void contain(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            log.warn("a pipeline listener failed; the run goes on", e);
        }
    }
}
