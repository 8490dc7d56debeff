package dev.mlops.tracking;

import dev.mlops.ConflictException;
import dev.mlops.MlopsException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStatus;
import dev.mlops.storage.spi.RunStore;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was logged of one run and isn't on disk yet.
 *
 * <p>Callers add to {@code pending} under {@code this}, which nobody holds for longer than it takes to add to a list. Who
 * delivers, the writer or a caller of flush, swaps it for an empty one, and holds {@code delivery} while it brings it to the
 * store, so that changes of one run arrive one after the other; a caller of flush needs no other thread for that. What can't
 * be delivered stays in {@code outbox}. Thread-safe.
 */
final class RunLog {
    /** What a point takes in memory without its key, roughly. */
    static final long POINT_WEIGHT = 96;

    /** A change that is this heavy is sealed, so that no transaction of the store is much larger. */
    static final long SEALED_WEIGHT = 25_000 * POINT_WEIGHT;

    private final String id;
    private final Writer writer;
    private final ReentrantLock delivery = new ReentrantLock();
    private final Deque<Parcel> outbox = new ArrayDeque<>();
    private final Map<String, MlopsException> refusals = new LinkedHashMap<>();
    private final Insistence insistence;

    private final Map<String, String> params;
    private final List<Parcel> sealed = new ArrayList<>();
    private RunChange.Builder pending = RunChange.builder();
    private long weight;
    private boolean empty = true;
    private boolean ended;
    private final List<String> lost = new ArrayList<>();
    private long dropped;

    private record Parcel(Entry entry, long weight) {}

    private RunLog(String id, Writer writer, Map<String, String> params) {
        this.id = id;
        this.writer = writer;
        this.params = new HashMap<>(params);
        this.insistence = new Insistence(
                writer.delivery()::deliver,
                (entry, why) -> refusals.putIfAbsent(String.valueOf(why.getMessage()), why));
    }

    /** The log of a new run, which begins with its creation. */
    static RunLog begin(NewRun run, Writer writer) {
        RunLog log = new RunLog(run.id(), writer, Map.of());
        log.sealed.add(new Parcel(new Entry.Begin(run), 0));
        return log;
    }

    /** The log of a run that goes on, with these parameters. */
    static RunLog resume(String id, Map<String, String> params, Writer writer) {
        RunLog log = new RunLog(id, writer, params);
        log.pending.resume().untag(Tags.FAILURE).untag(Tags.FAILED_STEP).untag(Tags.CANCELLED);
        log.empty = false;
        return log;
    }

    String id() {
        return id;
    }

    void metric(MetricPoint point) {
        long needed = weight(point);
        if (writer.admit(this, needed)) {
            add(point, needed);
        }
    }

    private void add(MetricPoint point, long needed) {
        boolean full;
        synchronized (this) {
            checkOpen(needed);
            pending.metric(point);
            full = count(needed);
        }
        if (full) {
            writer.wake();
        }
    }

    /** Adds a point of the library's own, unless there is no room for it or the run has ended. */
    void offer(MetricPoint point) {
        long needed = weight(point);
        if (writer.budget().take(needed)) {
            synchronized (this) {
                if (ended) {
                    writer.budget().give(needed);
                } else {
                    pending.metric(point);
                    count(needed);
                }
            }
        }
    }

    /**
     * Records a parameter, unless it is recorded already.
     *
     * @throws ConflictException if it has another value
     */
    void param(String key, String value) {
        params(Map.of(key, value));
    }

    /** The same with several: either all are recorded or, where this throws, none. */
    void params(Map<String, String> values) {
        RunChange.Builder checked = RunChange.builder();
        values.forEach(checked::param);
        long needed = values.entrySet().stream()
                .mapToLong(param -> weight(param.getKey(), param.getValue()))
                .sum();
        if (writer.admit(this, needed)) {
            synchronized (this) {
                checkOpen(needed);
                if (params.entrySet().containsAll(values.entrySet())) {
                    writer.budget().give(needed);
                } else {
                    guarded(needed, change -> add(values, change));
                }
            }
        }
    }

    private void add(Map<String, String> values, RunChange.Builder change) {
        values.forEach((key, value) -> {
            String before = params.getOrDefault(key, value);
            if (!before.equals(value)) {
                throw RunStore.conflict(key, before, value);
            }
        });
        values.forEach((key, value) -> {
            if (params.putIfAbsent(key, value) == null) {
                change.param(key, value);
            }
        });
    }

    /** Records something that takes so much memory. */
    void change(long needed, Consumer<RunChange.Builder> what) {
        if (writer.admit(this, needed)) {
            synchronized (this) {
                checkOpen(needed);
                guarded(needed, what);
            }
        }
    }

    /** Records something that the library found out by itself, unless the run has ended meanwhile. */
    synchronized void addUnlessEnded(Consumer<RunChange.Builder> what) {
        if (!ended) {
            what.accept(pending);
            empty = false;
        }
    }

    /** Ends the run: nothing is logged after this; false if it has ended before. */
    synchronized boolean end(RunStatus status, Instant end, Consumer<RunChange.Builder> last) {
        if (ended) {
            return false;
        }
        ended = true;
        last.accept(pending);
        pending.end(status, end);
        empty = false;
        return true;
    }

    /** Changes the outcome of a run that has ended. */
    synchronized void amend(Consumer<RunChange.Builder> what) {
        what.accept(pending);
        empty = false;
    }

    synchronized boolean hasEnded() {
        return ended;
    }

    /** Something couldn't be logged, since the store is in trouble and memory is full. */
    synchronized void drop() {
        dropped++;
    }

    /** Something couldn't be kept. */
    synchronized void lose(String what) {
        lost.add(what);
    }

    /** What was lost since this was asked before. */
    synchronized List<String> takeLost() {
        List<String> all = new ArrayList<>(lost);
        if (dropped > 0) {
            all.add(dropped + " calls, for which there was no memory left");
        }
        lost.clear();
        dropped = 0;
        return all;
    }

    /**
     * Brings all that was logged before this call to the store or the journal, on this thread.
     *
     * @throws StorageUnavailableException if neither takes it; it stays here
     */
    void deliver() {
        delivery.lock();
        try {
            collect();
            Interrupts.aside(this::empty);
        } finally {
            delivery.unlock();
        }
    }

    private void empty() {
        for (Parcel next = outbox.peek(); next != null; next = outbox.peek()) {
            insistence.deliver(next.entry());
            outbox.remove();
            writer.budget().give(next.weight());
        }
    }

    /** The same, unless another thread does it now. */
    void deliverUnlessBusy() {
        if (delivery.tryLock()) {
            try {
                deliver();
            } finally {
                delivery.unlock();
            }
        }
    }

    /** What the store refused since this was asked before; the first with the others suppressed in it. */
    @Nullable
    MlopsException takeRefusal() {
        delivery.lock();
        try {
            if (refusals.isEmpty()) {
                return null;
            }
            MlopsException first = refusals.values().iterator().next();
            refusals.values().stream().skip(1).forEach(first::addSuppressed);
            refusals.clear();
            return first;
        } finally {
            delivery.unlock();
        }
    }

    /** How many changes are here that are on no disk. */
    int undelivered() {
        delivery.lock();
        try {
            collect();
            return outbox.size();
        } finally {
            delivery.unlock();
        }
    }

    private synchronized void collect() {
        seal();
        outbox.addAll(sealed);
        sealed.clear();
    }

    private void seal() {
        if (!empty) {
            sealed.add(new Parcel(new Entry.Change(id, pending.build()), weight));
            pending = RunChange.builder();
            weight = 0;
            empty = true;
        }
    }

    /** Counts what was added; whether that is a lot by now. */
    private boolean count(long added) {
        weight += added;
        empty = false;
        boolean full = weight >= SEALED_WEIGHT;
        if (full) {
            seal();
        }
        return full;
    }

    private void guarded(long needed, Consumer<RunChange.Builder> what) {
        try {
            what.accept(pending);
        } catch (RuntimeException e) {
            writer.budget().give(needed);
            throw e;
        }
        count(needed);
    }

    private void checkOpen(long needed) {
        if (ended) {
            writer.budget().give(needed);
            throw new IllegalStateException("run " + id + " has ended, expected one that is open");
        }
    }

    /** With its key: whoever puts keys together makes a new text for each point. */
    private static long weight(MetricPoint point) {
        return weight(point.key(), "");
    }

    static long weight(String key, String value) {
        return POINT_WEIGHT + 2L * (key.length() + value.length());
    }
}
