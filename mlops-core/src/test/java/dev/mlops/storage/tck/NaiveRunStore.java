package dev.mlops.storage.tck;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.spi.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What a run store should do, in lists that are looked through from the beginning. Not thread-safe. */
final class NaiveRunStore implements RunStore {
    private final List<ExperimentData> experiments = new ArrayList<>();
    private final List<Run> runs = new ArrayList<>();

    private static final class Run {
        final NewRun begin;
        String name;
        RunStatus status = RunStatus.RUNNING;

        @Nullable
        Instant deleted;

        @Nullable
        Instant end;

        Instant heartbeat;

        @Nullable
        Commit commit;

        final Map<String, String> params = new HashMap<>();
        final Map<String, String> tags = new HashMap<>();
        final List<MetricPoint> points = new ArrayList<>();
        final List<DatasetInput> datasets = new ArrayList<>();

        Run(NewRun begin) {
            this.begin = begin;
            name = begin.name();
            heartbeat = begin.start();
        }

        RunData data() {
            NewRun now = new NewRun(
                    begin.id(),
                    begin.experimentId(),
                    name,
                    begin.parentId(),
                    begin.user(),
                    begin.source(),
                    begin.start());
            RunData.Builder builder = RunData.builder(now)
                    .status(status, end)
                    .deleted(deleted)
                    .heartbeat(heartbeat)
                    .commit(commit)
                    .datasets(datasets);
            params.forEach(builder::param);
            tags.forEach(builder::tag);
            for (MetricPoint point : points) {
                if (points.stream().noneMatch(other -> other.key().equals(point.key()) && isLater(other, point))) {
                    builder.metric(point);
                }
            }
            return builder.build();
        }

        private static boolean isLater(MetricPoint a, MetricPoint b) {
            if (a.step() != b.step()) {
                return a.step() > b.step();
            } else if (!a.time().equals(b.time())) {
                return a.time().isAfter(b.time());
            }
            boolean nan = Double.isNaN(a.value());
            return nan ? !Double.isNaN(b.value()) : a.value() > b.value();
        }
    }

    @Override
    public void createExperiment(ExperimentData experiment) {
        for (ExperimentData each : experiments) {
            if (each.id().equals(experiment.id())) {
                throw new ConflictException("id is taken");
            }
        }
        checkName(experiment);
        experiments.add(experiment);
    }

    private void checkName(ExperimentData now) {
        for (ExperimentData each : experiments) {
            boolean both = each.lifecycle() == Lifecycle.ACTIVE && now.lifecycle() == Lifecycle.ACTIVE;
            if (both && each.name().equals(now.name()) && !each.id().equals(now.id())) {
                throw new ConflictException("name is taken");
            }
        }
    }

    @Override
    public Optional<ExperimentData> findExperiment(String id) {
        return experiments.stream().filter(each -> each.id().equals(id)).findFirst();
    }

    @Override
    public void updateExperiment(String id, ExperimentChange change) {
        ExperimentData before = findExperiment(id).orElseThrow(() -> new NotFoundException("no experiment"));
        Map<String, String> tags = new HashMap<>(before.tags());
        change.untag().forEach(tags::remove);
        tags.putAll(change.tags());
        ExperimentData now = new ExperimentData(
                id,
                Objects.requireNonNullElse(change.name(), before.name()),
                Objects.requireNonNullElse(change.lifecycle(), before.lifecycle()),
                tags,
                before.created(),
                change.time());
        checkName(now);
        experiments.set(experiments.indexOf(before), now);
    }

    @Override
    public Page<ExperimentData> searchExperiments(Query query) {
        Predicate<ExperimentData> looked = each -> isLooked(query, each.id(), each.lifecycle());
        return new NaiveSearch<>(NaiveFields::experiment)
                .page(experiments, looked, query, NaiveFields.attribute(Subject.EXPERIMENTS, "created"));
    }

    private static boolean isLooked(Query query, String home, Lifecycle lifecycle) {
        return (query.within().isEmpty() || query.within().contains(home))
                && (query.lifecycle() == null || query.lifecycle() == lifecycle);
    }

    @Override
    public void removeExperiment(String id) {
        experiments.removeIf(each -> each.id().equals(id));
        runs.removeIf(each -> each.begin.experimentId().equals(id));
    }

    @Override
    public void createRun(NewRun run) {
        for (Run each : runs) {
            boolean same = each.begin.id().equals(run.id());
            NewRun named = new NewRun(
                    run.id(),
                    run.experimentId(),
                    each.begin.name(),
                    run.parentId(),
                    run.user(),
                    run.source(),
                    run.start());
            if (same && each.begin.equals(named)) {
                return;
            }
        }
        ExperimentData experiment =
                findExperiment(run.experimentId()).orElseThrow(() -> new NotFoundException("no experiment"));
        if (experiment.lifecycle() == Lifecycle.DELETED || find(run.id()).isPresent()) {
            throw new ConflictException("experiment is deleted, or id is taken");
        }
        runs.add(new Run(run));
    }

    private Optional<Run> find(String id) {
        return runs.stream().filter(each -> each.begin.id().equals(id)).findFirst();
    }

    @Override
    public Optional<RunData> findRun(String id) {
        return find(id).map(Run::data);
    }

    @Override
    public void update(String runId, RunChange change) {
        Run run = find(runId).orElseThrow(() -> new NotFoundException("no run"));
        change.params().forEach((key, value) -> {
            if (run.params.containsKey(key) && !value.equals(run.params.get(key))) {
                throw new ConflictException("parameter has another value");
            }
        });
        run.params.putAll(change.params());
        run.tags.putAll(change.tags());
        change.untag().forEach(run.tags::remove);
        for (MetricPoint point : change.metrics()) {
            if (!run.points.contains(point)) {
                run.points.add(point);
            }
        }
        change.datasets().forEach(dataset -> add(run.datasets, dataset));
        change.name().ifPresent(name -> run.name = name);
        if (change.lifecycle().isPresent()) {
            run.deleted = change.deleted().orElse(null);
        }
        change.commit().ifPresent(commit -> run.commit = commit);
        if (change.status().isPresent()) {
            run.status = change.status().get();
            run.end = change.end().orElse(null);
        }
        if (change.heartbeat().isPresent() && change.heartbeat().get().isAfter(run.heartbeat)) {
            run.heartbeat = change.heartbeat().get();
        }
    }

    private static void add(List<DatasetInput> datasets, DatasetInput dataset) {
        datasets.removeIf(each -> each.name().equals(dataset.name())
                && each.digest().equals(dataset.digest())
                && each.context().equals(dataset.context()));
        datasets.add(dataset);
        datasets.sort((a, b) -> Arrays.compare(identity(a), identity(b), NaiveRunStore::byCodePoint));
    }

    private static String[] identity(DatasetInput dataset) {
        return new String[] {dataset.name(), dataset.digest(), dataset.context()};
    }

    private static int byCodePoint(String a, String b) {
        return Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());
    }

    @Override
    public Page<RunData> searchRuns(Query query) {
        Predicate<RunData> looked = each -> isLooked(
                query, each.begin().experimentId(), query.within().isEmpty() ? lifecycle(each) : each.lifecycle());
        return new NaiveSearch<>(NaiveFields::run)
                .page(
                        runs.stream().map(Run::data).toList(),
                        looked,
                        query,
                        NaiveFields.attribute(Subject.RUNS, "start_time"));
    }

    private Lifecycle lifecycle(RunData run) {
        Lifecycle home =
                findExperiment(run.begin().experimentId()).orElseThrow().lifecycle();
        return home == Lifecycle.DELETED ? home : run.lifecycle();
    }

    @Override
    public void history(String runId, String key, Consumer<? super MetricPoint> to) {
        find(runId).ifPresent(run -> run.points.stream()
                .filter(point -> point.key().equals(key))
                .sorted((a, b) -> Run.isLater(a, b) ? 1 : Run.isLater(b, a) ? -1 : 0)
                .forEach(to));
    }

    @Override
    public void removeRun(String runId) {
        runs.removeIf(each -> each.begin.id().equals(runId));
    }

    @Override
    public int killSilent(Instant silentSince) {
        int killed = 0;
        for (Run run : runs) {
            if (run.status == RunStatus.RUNNING && run.heartbeat.compareTo(silentSince) < 0) {
                run.status = RunStatus.KILLED;
                run.end = run.heartbeat;
                killed++;
            }
        }
        return killed;
    }

    @Override
    public void close() {}
}
