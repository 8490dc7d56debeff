package dev.mlops.tracking;

import dev.mlops.storage.Storage;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Runs recorded in memory, for tests of what reads them. */
final class Recorded implements AutoCloseable {
    static final Instant START = Instant.parse("2026-01-02T03:04:05.678Z");

    private final Storage storage = Storage.inMemory();
    private final List<String> ids = new ArrayList<>();
    private final String experiment;

    Recorded(String experimentName) {
        experiment = "e".repeat(32);
        storage.runs().createExperiment(ExperimentData.of(experiment, experimentName, START));
    }

    /** Records a run that took a minute for each run before it, and half a second. */
    Recorded run(String name, Consumer<RunChange.Builder> what) {
        String id = "%032x".formatted(ids.size() + 1);
        Instant start = START.plusSeconds(3600L * ids.size());
        storage.runs().createRun(new NewRun(id, experiment, name, null, "ana", "train.Main", start));
        RunChange.Builder change = RunChange.builder();
        what.accept(change);
        change.end(RunStatus.FINISHED, start.plusSeconds(60L * ids.size()).plusMillis(500));
        storage.runs().update(id, change.build());
        ids.add(id);
        return this;
    }

    static MetricPoint point(String key, double value, long step) {
        return new MetricPoint(key, value, step, START.plusSeconds(step));
    }

    /** A point of the run before which so many were recorded, a second a step after its start. */
    static MetricPoint point(int run, String key, double value, long step) {
        return new MetricPoint(key, value, step, START.plusSeconds(3600L * run + step));
    }

    static DatasetInput data(String name, String context) {
        return new DatasetInput(name, "sha256:" + "ab".repeat(32), context, "", "", 10);
    }

    Storage storage() {
        return storage;
    }

    List<RunData> runs() {
        return ids.stream().map(id -> storage.runs().findRun(id).orElseThrow()).toList();
    }

    RunComparison compare() {
        return RunComparison.of(storage.runs(), runs(), false);
    }

    @Override
    public void close() {
        storage.close();
    }
}
