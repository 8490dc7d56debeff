package dev.mlops.registry;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Messages that are to be sent: a bounded number, in order for each model. One that waits for its next attempt holds up its
 * own model and no other. What is taken stays in the queue until it is done or dropped. Thread-safe; one thread takes.
 */
final class WebhookQueue {
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Lane> lanes = new HashMap<>();
    private int size;
    private boolean closed;

    /** The messages of one model. */
    private static final class Lane {
        private final Deque<WebhookMessage> messages = new ArrayDeque<>();
        private long due = System.nanoTime();
        private int failures;
    }

    /**
     * A message whose turn it is.
     *
     * @param attempt from 1 on
     */
    record Due(WebhookMessage message, int attempt) {}

    WebhookQueue(int capacity) {
        this.capacity = capacity;
    }

    /** Adds a message, unless the queue is full or closed. */
    boolean offer(WebhookMessage message) {
        lock.lock();
        try {
            if (closed || size == capacity) {
                return false;
            }
            lanes.computeIfAbsent(message.model(), model -> new Lane()).messages.add(message);
            size++;
            changed.signalAll();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the next message that is due; empty once the queue is closed and has none left. */
    Optional<Due> take() throws InterruptedException {
        lock.lock();
        try {
            while (size > 0 || !closed) {
                Optional<Lane> next = lanes.values().stream().min(Comparator.comparingLong(this::nanosLeft));
                long left = next.map(this::nanosLeft).orElse(Long.MAX_VALUE);
                if (next.isPresent() && left <= 0) {
                    Lane lane = next.get();
                    return Optional.of(new Due(lane.messages.element(), lane.failures + 1));
                }
                changed.awaitNanos(left);
            }
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private long nanosLeft(Lane lane) {
        return lane.due - System.nanoTime();
    }

    /** The message is to be tried again after a while. */
    void retry(WebhookMessage message, Duration wait) {
        lock.lock();
        try {
            Lane lane = lane(message);
            lane.failures++;
            lane.due = System.nanoTime() + wait.toNanos();
        } finally {
            lock.unlock();
        }
    }

    /** The message won't be tried again. */
    void remove(WebhookMessage message) {
        lock.lock();
        try {
            Lane lane = lane(message);
            lane.messages.remove();
            lane.failures = 0;
            lane.due = System.nanoTime(); // behind the other models that are due
            if (lane.messages.isEmpty()) {
                lanes.remove(message.model());
            }
            size--;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private Lane lane(WebhookMessage message) {
        Lane lane = lanes.get(message.model());
        if (lane == null || !lane.messages.element().id().equals(message.id())) {
            throw new IllegalStateException(message + " isn't the next of its model");
        }
        return lane;
    }

    /** Drops what is left, and tells how many that were. */
    int clear() {
        lock.lock();
        try {
            int left = size;
            lanes.clear();
            size = 0;
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** How many there are, the one that is being sent included. */
    int size() {
        lock.lock();
        try {
            return size;
        } finally {
            lock.unlock();
        }
    }

    /** Takes no more messages, and waits until there are none left, but not for longer than this. */
    void close(Duration wait) throws InterruptedException {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
            long left = TimeUnit.NANOSECONDS.convert(wait);
            while (size > 0 && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
