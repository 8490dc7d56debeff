package dev.mlops.storage.spi;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A run as a store holds it, with the latest value of each metric. Immutable. */
public final class RunData {
    private final NewRun begin;
    private final RunStatus status;
    private final @Nullable Instant deleted;
    private final @Nullable Instant end;
    private final Instant heartbeat;
    private final @Nullable Commit commit;
    private final SortedMap<String, String> params;
    private final SortedMap<String, MetricPoint> metrics;
    private final SortedMap<String, String> tags;
    private final List<DatasetInput> datasets;

    private RunData(Builder builder) {
        begin = builder.begin;
        status = builder.status;
        deleted = builder.deleted;
        end = builder.end;
        heartbeat = builder.heartbeat;
        commit = builder.commit;
        params = Rules.sorted(builder.params);
        metrics = Rules.sorted(builder.metrics);
        tags = Rules.sorted(builder.tags);
        datasets = List.copyOf(builder.datasets);
    }

    /** Begins the data of a run; by default it is as when it was created. */
    public static Builder builder(NewRun begin) {
        return new Builder(begin);
    }

    /** What was known when it began. */
    public NewRun begin() {
        return begin;
    }

    /** 32 lower-case hexadecimal digits. */
    public String id() {
        return begin.id();
    }

    /** How far it has come. */
    public RunStatus status() {
        return status;
    }

    /** Whether it is in use. */
    public Lifecycle lifecycle() {
        return deleted == null ? Lifecycle.ACTIVE : Lifecycle.DELETED;
    }

    /** When it was set aside; absent while it is in use. */
    public Optional<Instant> deleted() {
        return Optional.ofNullable(deleted);
    }

    /** When it ended; absent while it is RUNNING. */
    public Optional<Instant> end() {
        return Optional.ofNullable(end);
    }

    /** When its process last showed that it lives. */
    public Instant heartbeat() {
        return heartbeat;
    }

    /** The state of the code, where that was recorded. */
    public Optional<Commit> commit() {
        return Optional.ofNullable(commit);
    }

    /** Parameters by key, ascending. */
    public SortedMap<String, String> params() {
        return params;
    }

    /** The latest point of each metric by key, ascending: the last in {@link MetricPoint#ORDER}. */
    public SortedMap<String, MetricPoint> metrics() {
        return metrics;
    }

    /** Tags by key, ascending. */
    public SortedMap<String, String> tags() {
        return tags;
    }

    /** Data that it used, ascending by name, digest and context. */
    public List<DatasetInput> datasets() {
        return datasets;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RunData run && values().equals(run.values());
    }

    @Override
    public int hashCode() {
        return begin.hashCode();
    }

    private List<Object> values() {
        return List.of(begin, status, deleted(), end(), heartbeat, commit(), params, metrics, tags, datasets);
    }

    @Override
    public String toString() {
        return "run " + id() + " '" + begin.name() + "' " + status + " " + values();
    }

    /** Puts the data of a run together, as a backend reads it. Not thread-safe. */
    public static final class Builder {
        private final NewRun begin;
        private final Map<String, String> params = new TreeMap<>();
        private final Map<String, MetricPoint> metrics = new TreeMap<>();
        private final Map<String, String> tags = new TreeMap<>();
        private RunStatus status = RunStatus.RUNNING;
        private @Nullable Instant deleted;
        private @Nullable Instant end;
        private Instant heartbeat;
        private @Nullable Commit commit;
        private List<DatasetInput> datasets = List.of();

        private Builder(NewRun begin) {
            this.begin = begin;
            this.heartbeat = begin.start();
        }

        /** Its status and, where that is final, its end. */
        public Builder status(RunStatus status, @Nullable Instant end) {
            this.status = status;
            this.end = end == null ? null : Rules.time(end);
            return this;
        }

        /** When it was set aside; null while it is in use. */
        public Builder deleted(@Nullable Instant time) {
            deleted = time == null ? null : Rules.time(time);
            return this;
        }

        /** When its process last showed that it lives. */
        public Builder heartbeat(Instant heartbeat) {
            this.heartbeat = Rules.time(heartbeat);
            return this;
        }

        /** The state of the code. */
        public Builder commit(@Nullable Commit commit) {
            this.commit = commit;
            return this;
        }

        /** Adds a parameter. */
        public Builder param(String key, String value) {
            params.put(key, value);
            return this;
        }

        /** Adds the latest point of a metric. */
        public Builder metric(MetricPoint latest) {
            metrics.put(latest.key(), latest);
            return this;
        }

        /** Adds a tag. */
        public Builder tag(String key, String value) {
            tags.put(key, value);
            return this;
        }

        /** The data that it used, in the order of {@link RunData#datasets}. */
        public Builder datasets(List<DatasetInput> datasets) {
            this.datasets = datasets;
            return this;
        }

        /** The data of the run. */
        public RunData build() {
            return new RunData(this);
        }
    }
}
