package dev.mlops.storage.internal.memory;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStore;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Experiments and runs in memory, one call at a time. */
public final class MemoryRunStore implements RunStore {
    private final Map<String, Numbered<ExperimentData>> experiments = new LinkedHashMap<>();
    private final Map<String, RunRecord> runs = new LinkedHashMap<>();
    private long sequence;

    /** An empty store. */
    public MemoryRunStore() {}

    @Override
    public synchronized void createExperiment(ExperimentData experiment) {
        if (experiments.containsKey(experiment.id())) {
            throw new ConflictException("experiment " + experiment.id() + " is there already, expected a new id");
        }
        checkName(experiment);
        experiments.put(experiment.id(), new Numbered<>(++sequence, experiment));
    }

    @Override
    public synchronized Optional<ExperimentData> findExperiment(String id) {
        return Optional.ofNullable(experiments.get(id)).map(Numbered::subject);
    }

    @Override
    public synchronized void updateExperiment(String id, ExperimentChange change) {
        Numbered<ExperimentData> before = experiment(id);
        ExperimentData now = changed(before.subject(), change);
        checkName(now);
        experiments.put(id, new Numbered<>(before.sequence(), now));
    }

    @Override
    public synchronized Page<ExperimentData> searchExperiments(Query query) {
        return new Search<>(new ExperimentFields(), query).page(experiments.values().stream());
    }

    @Override
    public synchronized void removeExperiment(String id) {
        experiments.remove(id);
        runs.values().removeIf(run -> run.experimentId().equals(id));
    }

    @Override
    public synchronized void createRun(NewRun run) {
        RunRecord same = runs.get(run.id());
        if (same != null && same.beganAs(run)) {
            return;
        }
        Lifecycle experiment = experiment(run.experimentId()).subject().lifecycle();
        if (same != null) {
            throw new ConflictException("run " + run.id() + " is there already and began as "
                    + same.data().subject().begin() + ", it can't begin as " + run);
        } else if (experiment == Lifecycle.DELETED) {
            throw new ConflictException("experiment " + run.experimentId() + " of run " + run.id()
                    + " is DELETED, expected one that is ACTIVE");
        }
        runs.put(run.id(), new RunRecord(++sequence, run));
    }

    @Override
    public synchronized Optional<RunData> findRun(String id) {
        return Optional.ofNullable(runs.get(id)).map(run -> run.data().subject());
    }

    @Override
    public synchronized void update(String runId, RunChange change) {
        RunRecord run = runs.get(runId);
        if (run == null) {
            throw new NotFoundException("run " + runId + " doesn't exist");
        }
        run.update(change);
    }

    @Override
    public synchronized Page<RunData> searchRuns(Query query) {
        Predicate<String> inUse = query.within().isEmpty() ? this::isInUse : experiment -> true;
        return new Search<>(new RunFields(inUse), query)
                .page(runs.values().stream().map(RunRecord::data));
    }

    private boolean isInUse(String experiment) {
        return experiment(experiment).subject().lifecycle() == Lifecycle.ACTIVE;
    }

    @Override
    public void history(String runId, String key, Consumer<? super MetricPoint> to) {
        points(runId, key).forEach(to);
    }

    /** A copy, so that whoever reads it stops nobody. */
    private synchronized List<MetricPoint> points(String runId, String key) {
        RunRecord run = runs.get(runId);
        return run == null ? List.of() : run.history(key);
    }

    @Override
    public synchronized void removeRun(String runId) {
        runs.remove(runId);
    }

    @Override
    public synchronized int killSilent(Instant silentSince) {
        List<RunRecord> silent = runs.values().stream()
                .filter(run -> run.isSilentSince(silentSince))
                .toList();
        silent.forEach(RunRecord::kill);
        return silent.size();
    }

    @Override
    public void close() {}

    private Numbered<ExperimentData> experiment(String id) {
        Numbered<ExperimentData> experiment = experiments.get(id);
        if (experiment == null) {
            throw new NotFoundException("experiment " + id + " doesn't exist");
        }
        return experiment;
    }

    private void checkName(ExperimentData now) {
        if (now.lifecycle() == Lifecycle.DELETED) {
            return;
        }
        for (Numbered<ExperimentData> each : experiments.values()) {
            ExperimentData other = each.subject();
            if (other.lifecycle() == Lifecycle.ACTIVE
                    && other.name().equals(now.name())
                    && !other.id().equals(now.id())) {
                throw new ConflictException("experiment name '" + now.name() + "' belongs to experiment " + other.id()
                        + ", " + now.id() + " can't have it: names of active experiments are unique");
            }
        }
    }

    private static ExperimentData changed(ExperimentData before, ExperimentChange change) {
        Map<String, String> tags = new TreeMap<>(before.tags());
        tags.keySet().removeAll(change.untag());
        tags.putAll(change.tags());
        String name = change.name() == null ? before.name() : change.name();
        Lifecycle lifecycle = change.lifecycle() == null ? before.lifecycle() : change.lifecycle();
        return new ExperimentData(before.id(), name, lifecycle, tags, before.created(), change.time());
    }
}
