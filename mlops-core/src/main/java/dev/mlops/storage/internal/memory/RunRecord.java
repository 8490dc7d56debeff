package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import dev.mlops.storage.spi.RunStore;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A run with its whole history. Not thread-safe: the store guards it. */
final class RunRecord {
    private static final Comparator<DatasetInput> BY_IDENTITY = Comparator.comparing(
                    DatasetInput::name, TextOrder.BY_CODE_POINT)
            .thenComparing(DatasetInput::digest, TextOrder.BY_CODE_POINT)
            .thenComparing(DatasetInput::context, TextOrder.BY_CODE_POINT);

    private final long sequence;
    private final Map<String, String> params = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private final Map<String, NavigableSet<MetricPoint>> history = new TreeMap<>();
    private final NavigableSet<DatasetInput> datasets = new TreeSet<>(BY_IDENTITY);
    private NewRun begin;
    private RunStatus status = RunStatus.RUNNING;
    private @Nullable Instant end;
    private @Nullable Instant deleted;
    private @Nullable Commit commit;
    private Instant heartbeat;
    private @Nullable RunData data;

    RunRecord(long sequence, NewRun run) {
        this.sequence = sequence;
        begin = run;
        heartbeat = run.start();
    }

    /** What is recorded now, put together when it is first asked for after a change. */
    Numbered<RunData> data() {
        if (data == null) {
            RunData.Builder builder = RunData.builder(begin)
                    .status(status, end)
                    .deleted(deleted)
                    .heartbeat(heartbeat)
                    .commit(commit)
                    .datasets(List.copyOf(datasets));
            params.forEach(builder::param);
            tags.forEach(builder::tag);
            history.values().forEach(points -> builder.metric(points.last()));
            data = builder.build();
        }
        return new Numbered<>(sequence, data);
    }

    String experimentId() {
        return begin.experimentId();
    }

    /** Whether {@code run} is the one that this began with; its name may have changed since. */
    boolean beganAs(NewRun run) {
        return renamed(begin, run.name()).equals(run);
    }

    List<MetricPoint> history(String key) {
        NavigableSet<MetricPoint> points = history.get(key);
        return points == null ? List.of() : List.copyOf(points);
    }

    void update(RunChange change) {
        checkParams(change.params());
        data = null;
        params.putAll(change.params());
        change.metrics().forEach(this::add);
        tags.putAll(change.tags());
        tags.keySet().removeAll(change.untag());
        for (DatasetInput dataset : change.datasets()) {
            datasets.remove(dataset);
            datasets.add(dataset);
        }
        change.name().ifPresent(name -> begin = renamed(begin, name));
        change.status().ifPresent(now -> {
            status = now;
            end = change.end().orElse(null);
        });
        change.lifecycle().ifPresent(now -> deleted = change.deleted().orElse(null));
        commit = change.commit().orElse(commit);
        change.heartbeat().filter(heartbeat::isBefore).ifPresent(time -> heartbeat = time);
    }

    boolean isSilentSince(Instant time) {
        return status == RunStatus.RUNNING && heartbeat.isBefore(time);
    }

    void kill() {
        data = null;
        status = RunStatus.KILLED;
        end = heartbeat;
    }

    private void checkParams(Map<String, String> now) {
        now.forEach((key, value) -> {
            String before = params.getOrDefault(key, value);
            if (!before.equals(value)) {
                throw RunStore.conflict(key, before, value);
            }
        });
    }

    private void add(MetricPoint point) {
        history.computeIfAbsent(point.key(), key -> new TreeSet<>(MetricPoint.ORDER))
                .add(point);
    }

    private static NewRun renamed(NewRun run, String name) {
        return new NewRun(run.id(), run.experimentId(), name, run.parentId(), run.user(), run.source(), run.start());
    }
}
