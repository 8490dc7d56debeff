package dev.mlops.tracking;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.RunStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.StringJoiner;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what is logged in a workspace to its store, on one daemon thread: every {@link #LINGER}, or as soon as a run has
 * logged a lot. The same thread shows that the open runs live. Thread-safe.
 */
final class Writer {
    static final Duration LINGER = Duration.ofMillis(100);
    static final Duration BEAT = Duration.ofSeconds(10);
    static final Duration SILENCE = Duration.ofSeconds(60);
    private static final Duration PROBE = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(Writer.class);

    private final InstantSource clock;
    private final Settings settings;
    private final Budget budget;
    private final Delivery delivery;
    private final Spool spool;
    private final Set<RunLog> logs = ConcurrentHashMap.newKeySet();
    private final Set<SystemMetrics> samplers = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Thread thread;
    private volatile boolean closed;
    private volatile boolean probing;
    private Instant lastBeat;
    private long lastProbe;
    private boolean warned;

    /**
     * How much is held, and how long is waited.
     *
     * @param memory how many bytes may wait for the store
     * @param patience how long callers wait for room in memory while neither store nor journal takes anything
     * @param pause what waits between tries
     * @param ticker nanoseconds from any origin
     */
    record Settings(long memory, Duration patience, Pause pause, LongSupplier ticker) {
        private static final long MOST_MEMORY = 64L << 20;

        static final Settings DEFAULT = new Settings(
                memory(Runtime.getRuntime().maxMemory()), Duration.ofSeconds(30), Pause::sleep, System::nanoTime);

        /** How much may wait in a heap of this size: training needs the most of it, and delivering some more. */
        static long memory(long heap) {
            return Math.min(MOST_MEMORY, heap / 8);
        }
    }

    Writer(Workspace workspace, Settings settings) {
        this.settings = settings;
        clock = workspace.clock();
        budget = new Budget(settings.memory());
        Path folder = workspace.journal().orElse(null);
        spool = new Spool(workspace.storage().artifacts(), folder, clock);
        Entry.Target target = new Entry.Target(workspace.storage().runs(), spool);
        delivery = new Delivery(target, new Journal(folder), settings.pause(), settings.ticker());
        lastBeat = clock.instant();
        lastProbe = settings.ticker().getAsLong();
        Interrupts.aside(this::probe);
    }

    private void probe() {
        boolean runs = delivery.probe();
        boolean artifacts = spool.probe();
        probing = !(runs && artifacts);
    }

    Spool spool() {
        return spool;
    }

    Budget budget() {
        return budget;
    }

    Delivery delivery() {
        return delivery;
    }

    /** Looks after a run from now on. */
    void add(RunLog run) {
        synchronized (this) {
            if (closed) {
                throw new IllegalStateException("workspace is closed, expected an open one");
            }
            logs.add(run);
            if (thread == null) {
                thread = new Thread(this::work, "mlops-tracking");
                thread.setDaemon(true);
                thread.start();
            }
        }
        wake();
    }

    /** Brings what is there of a run to the store or the journal, on this thread; what neither takes waits in memory. */
    void bring(RunLog run) {
        logs.add(run);
        try {
            run.deliver();
        } catch (StorageUnavailableException e) {
            log.debug("records of run {} wait in memory", run.id(), e);
        }
        if (run.hasEnded()) {
            remove(run);
        }
    }

    /** Looks no more after a run that couldn't begin. */
    void forget(RunLog run) {
        logs.remove(run);
    }

    /** Takes leave of a run that has ended, once nothing of it waits. */
    private void remove(RunLog run) {
        if (run.undelivered() == 0) {
            logs.remove(run);
        }
    }

    /** Takes a sample now and then, until it is over. */
    void add(SystemMetrics sampler) {
        samplers.add(sampler);
        wake();
    }

    void wake() {
        Thread writer = thread;
        if (writer != null) {
            LockSupport.unpark(writer);
        }
    }

    /**
     * Makes room in memory, on this thread if there is none: what bounds memory slows down those who log. False if there is
     * none and neither store nor journal took anything for long; the call was counted as dropped then.
     */
    boolean admit(RunLog run, long weight) {
        return budget.take(weight) || waitForRoom(run, weight);
    }

    private boolean waitForRoom(RunLog run, long weight) {
        boolean interrupted = Thread.interrupted();
        try {
            while (!delivery.isStuckFor(settings.patience())) {
                if (!delivery.isStuck()) {
                    deliver(run);
                }
                if (budget.take(weight)) {
                    return true;
                }
                wake();
                budget.await(weight, LINGER);
            }
        } catch (InterruptedException e) {
            interrupted = true;
            return waitForRoom(run, weight);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        run.drop();
        return false;
    }

    private void work() {
        while (!closed) {
            if (logs.isEmpty() && !delivery.isTroubled() && !probing && spool.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, LINGER.toNanos());
            }
            tick();
        }
    }

    /** What is due. */
    @SuppressWarnings("CatchingUnchecked") // the thread must live
    private void tick() {
        try {
            beatIfDue();
            samplers.removeIf(sampler -> !sampler.sampleIfDue(clock.instant()));
            boolean probe = isProbeDue();
            if (probe) {
                probe();
            }
            if (probe || !delivery.isStuck()) {
                logs.forEach(this::deliver);
            }
        } catch (RuntimeException e) {
            if (warned) {
                log.debug("the writer of runs had another problem", e);
            } else {
                log.warn("the writer of runs had an unexpected problem; it goes on", e);
            }
            warned = true;
        }
    }

    private boolean isProbeDue() {
        long now = settings.ticker().getAsLong();
        if (!(delivery.isTroubled() || probing || !spool.isEmpty()) || now - lastProbe < PROBE.toNanos()) {
            return false;
        }
        lastProbe = now;
        return true;
    }

    private void deliver(RunLog run) {
        try {
            run.deliverUnlessBusy();
            if (run.hasEnded()) {
                remove(run);
            }
        } catch (StorageUnavailableException e) {
            log.debug("records of run {} wait in memory", run.id(), e);
        }
    }

    /** Shows that the open runs live, where that wasn't shown for a while. */
    void beatIfDue() {
        Instant now = clock.instant();
        Duration since;
        synchronized (this) {
            since = Duration.between(lastBeat, now);
            if (!since.isNegative() && since.compareTo(BEAT) < 0) {
                return;
            }
            lastBeat = now;
        }
        if (!delivery.isTroubled()) {
            boolean wasSilent = since.compareTo(SILENCE) >= 0; // the machine slept: others may take the runs for dead
            logs.forEach(run -> run.addUnlessEnded(change -> {
                change.heartbeat(now);
                if (wasSilent) {
                    change.resume();
                }
            }));
        }
    }

    /** Brings every open run's records to the store, as far as that can be done now. */
    void deliverAll() {
        logs.forEach(this::deliver);
    }

    /**
     * Ends the runs that are open as KILLED, and brings all that waits to the store or the journal.
     *
     * @throws StorageUnavailableException if something is lost; the message says what
     */
    void close() {
        Interrupts.aside(this::closeNow);
    }

    private void closeNow() {
        stop();
        Instant now = clock.instant();
        for (RunLog run : logs) {
            if (run.end(RunStatus.KILLED, now, last -> last.tag(Tags.CANCELLED, "its workspace was closed"))) {
                log.warn("run {} was open when its workspace was closed; it is marked as killed", run.id());
            }
        }
        if (delivery.isTroubled()) {
            delivery.probe();
        }
        StringJoiner lost = new StringJoiner("; ");
        logs.forEach(run -> deliverLast(run, lost));
        delivery.close();
        spool.close();
        if (lost.length() > 0) {
            throw new StorageUnavailableException(
                    "records are lost, neither the store nor the journal took them: " + lost);
        }
    }

    private static void deliverLast(RunLog run, StringJoiner lost) {
        try {
            run.deliver();
        } catch (StorageUnavailableException e) {
            lost.add(run.undelivered() + " changes of run " + run.id() + " (" + e.getMessage() + ")");
        }
        run.takeLost().forEach(what -> lost.add(what + " of run " + run.id()));
    }

    private void stop() {
        Thread writer;
        synchronized (this) {
            closed = true;
            writer = thread;
        }
        if (writer == null) {
            return;
        }
        boolean interrupted = false;
        while (writer.isAlive()) {
            LockSupport.unpark(writer);
            try {
                writer.join(LINGER.toMillis());
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
