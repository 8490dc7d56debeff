package dev.mlops.tracking;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings entries to the store: tries a few times, and writes to the journal what the store still doesn't take. From then on
 * the store is in trouble: nothing waits for it any more, until {@link #probe} finds that it is well. Thread-safe; who calls
 * keeps the order of the entries of one run.
 */
final class Delivery {
    static final int TRIES = 4;
    static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    /** A call that took longer than this, such as one that waited for a lock, isn't made again: the journal is there. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger log = LoggerFactory.getLogger(Delivery.class);

    private final Entry.Target store;
    private final Journal journal;
    private final Pause pause;
    private final LongSupplier ticker;
    private volatile boolean troubled;
    private volatile @Nullable Long stuckSince;

    Delivery(Entry.Target store, Journal journal, Pause pause, LongSupplier ticker) {
        this.store = store;
        this.journal = journal;
        this.pause = pause;
        this.ticker = ticker;
    }

    /**
     * Puts the entry into the store or the journal; it is on disk when this returns.
     *
     * @throws StorageUnavailableException if neither takes it
     * @throws NotFoundException if the store says that its run doesn't exist
     * @throws ConflictException if the store says that it contradicts what is there
     */
    void deliver(Entry entry) {
        try {
            if (!journal.follow(entry)) {
                RuntimeException failure = tryStore(entry);
                if (failure != null) {
                    keep(entry, failure);
                }
            }
            stuckSince = null;
        } catch (IOException e) {
            throw lost(entry, e);
        }
    }

    private @Nullable RuntimeException tryStore(Entry entry) {
        try {
            insist(() -> entry.applyTo(store));
            recovered();
            return null;
        } catch (NotFoundException | ConflictException | InvalidException e) {
            recovered();
            throw e;
        } catch (RuntimeException e) { // a backend that fails in its own way is in trouble as well
            return e;
        }
    }

    /** Makes a call of a store that may be made again: a few times if need be, once if the store is in trouble anyway. */
    void insist(Runnable call) {
        Duration wait = FIRST_PAUSE;
        long start = ticker.getAsLong();
        for (int tries = 1; ; tries++) {
            try {
                Interrupts.defy(call);
                return;
            } catch (NotFoundException | ConflictException | InvalidException e) {
                throw e;
            } catch (RuntimeException e) {
                boolean late = ticker.getAsLong() - start > PATIENCE.toNanos();
                if (tries == TRIES || late || isTroubled()) {
                    throw e;
                }
            }
            pause.await(wait);
            wait = wait.multipliedBy(2);
        }
    }

    private void keep(Entry entry, RuntimeException failure) throws IOException {
        boolean first = !troubled;
        troubled = true;
        try {
            journal.append(entry);
        } catch (IOException e) {
            e.addSuppressed(failure);
            throw e;
        }
        if (first) {
            log.warn("the store is in trouble: records go to '{}'", file(), failure);
        }
    }

    private StorageUnavailableException lost(Entry entry, IOException cause) {
        StorageUnavailableException lost = new StorageUnavailableException(
                "records of " + entry.subject() + " are in neither the store nor the journal: " + cause.getMessage(),
                cause);
        if (gotStuck()) {
            log.warn("the store is in trouble, and the journal can't be written: records wait in memory", lost);
        }
        return lost;
    }

    /** Neither store nor journal takes anything now; whether it did before. */
    private synchronized boolean gotStuck() {
        boolean first = stuckSince == null;
        stuckSince = first ? Long.valueOf(ticker.getAsLong()) : stuckSince;
        return first;
    }

    private String file() {
        return journal.file().map(Object::toString).orElse("");
    }

    private void recovered() {
        if (troubled) {
            troubled = false;
            log.info("the store is well again");
        }
    }

    boolean isTroubled() {
        return troubled;
    }

    /** Whether entries can go nowhere: neither to the store nor to the journal. */
    boolean isStuck() {
        return stuckSince != null;
    }

    /** Whether that has lasted longer than this. */
    boolean isStuckFor(Duration time) {
        Long since = stuckSince;
        return since != null && ticker.getAsLong() - since > time.toNanos();
    }

    /** Brings to the store what is in the journal, if the store takes it now; whether nothing is left there. */
    boolean probe() {
        try {
            journal.replay(entry -> entry.applyTo(store));
            recovered();
            return true;
        } catch (StorageUnavailableException e) {
            log.debug("the store is still in trouble", e);
        } catch (IOException e) {
            log.warn("the journal can't be read", e);
        }
        return false;
    }

    void close() {
        journal.release("records of runs");
    }
}
