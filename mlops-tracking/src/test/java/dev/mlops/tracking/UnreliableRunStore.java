package dev.mlops.tracking;

import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStore;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A real store that can be cut off: what is written then fails, and changes nothing. */
final class UnreliableRunStore implements RunStore {
    private final RunStore store;
    private final AtomicInteger failures = new AtomicInteger();
    private volatile boolean down;
    private volatile BiConsumer<String, RunChange> watcher = (id, change) -> {};

    UnreliableRunStore(RunStore store) {
        this.store = store;
    }

    /** Cuts it off, or mends it. */
    void down(boolean down) {
        this.down = down;
    }

    /** Lets so many of the next writes fail. */
    void failNext(int writes) {
        failures.set(writes);
    }

    /** Tells of every change before it is made. */
    void watch(BiConsumer<String, RunChange> watcher) {
        this.watcher = watcher;
    }

    private void check(String what) {
        if (down || failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            throw new StorageUnavailableException(what + " can't reach the store", new java.io.IOException("cut off"));
        }
    }

    @Override
    public void createExperiment(ExperimentData experiment) {
        check("createExperiment");
        store.createExperiment(experiment);
    }

    @Override
    public Optional<ExperimentData> findExperiment(String id) {
        return store.findExperiment(id);
    }

    @Override
    public void updateExperiment(String id, ExperimentChange change) {
        check("updateExperiment");
        store.updateExperiment(id, change);
    }

    @Override
    public Page<ExperimentData> searchExperiments(Query query) {
        return store.searchExperiments(query);
    }

    @Override
    public void removeExperiment(String id) {
        store.removeExperiment(id);
    }

    @Override
    public void createRun(NewRun run) {
        check("createRun");
        store.createRun(run);
    }

    @Override
    public Optional<RunData> findRun(String id) {
        return store.findRun(id);
    }

    @Override
    public void update(String runId, RunChange change) {
        check("update");
        watcher.accept(runId, change);
        store.update(runId, change);
    }

    @Override
    public Page<RunData> searchRuns(Query query) {
        return store.searchRuns(query);
    }

    @Override
    public void history(String runId, String key, Consumer<? super MetricPoint> to) {
        store.history(runId, key, to);
    }

    @Override
    public void removeRun(String runId) {
        store.removeRun(runId);
    }

    @Override
    public int killSilent(Instant silentSince) {
        check("killSilent");
        return store.killSilent(silentSince);
    }

    @Override
    public void close() {
        store.close();
    }
}
