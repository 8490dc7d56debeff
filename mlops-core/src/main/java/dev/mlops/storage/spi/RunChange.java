package dev.mlops.storage.spi;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What is to be recorded of a run in one step: all of it or nothing. Immutable; what isn't said stays as it is. */
public final class RunChange {
    private final SortedMap<String, String> params;
    private final List<MetricPoint> metrics;
    private final SortedMap<String, String> tags;
    private final Set<String> untag;
    private final Set<DatasetInput> datasets;
    private final @Nullable String name;
    private final @Nullable RunStatus status;
    private final @Nullable Instant end;
    private final @Nullable Lifecycle lifecycle;
    private final @Nullable Instant deleted;
    private final @Nullable Commit commit;
    private final @Nullable Instant heartbeat;

    private RunChange(Builder builder) {
        params = Rules.sorted(builder.params);
        metrics = List.copyOf(builder.metrics);
        tags = Rules.sorted(builder.tags);
        untag = Set.copyOf(builder.untag);
        datasets = java.util.Collections.unmodifiableSet(new LinkedHashSet<>(builder.datasets));
        name = builder.name;
        status = builder.status;
        end = builder.end;
        lifecycle = builder.lifecycle;
        deleted = builder.deleted;
        commit = builder.commit;
        heartbeat = builder.heartbeat;
    }

    /** Begins a change of nothing. */
    public static Builder builder() {
        return new Builder();
    }

    /** Parameters to record, each once for ever. */
    public SortedMap<String, String> params() {
        return params;
    }

    /** Points to append, in the order in which they were added; exact repeats are ignored. */
    public List<MetricPoint> metrics() {
        return metrics;
    }

    /** Tags to set. */
    public SortedMap<String, String> tags() {
        return tags;
    }

    /** Keys of tags to remove, where they are there; none of {@link #tags}. */
    public Set<String> untag() {
        return untag;
    }

    /** Datasets to add; the same name, digest and context again replaces source, schema and rows. */
    public Set<DatasetInput> datasets() {
        return datasets;
    }

    /** The new name. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** The new status. */
    public Optional<RunStatus> status() {
        return Optional.ofNullable(status);
    }

    /** When it ended, if {@link #status} is final; a status that isn't final takes the end away. */
    public Optional<Instant> end() {
        return Optional.ofNullable(end);
    }

    /** The new lifecycle. */
    public Optional<Lifecycle> lifecycle() {
        return Optional.ofNullable(lifecycle);
    }

    /** When it was set aside, if {@link #lifecycle} is DELETED. */
    public Optional<Instant> deleted() {
        return Optional.ofNullable(deleted);
    }

    /** The state of the code. */
    public Optional<Commit> commit() {
        return Optional.ofNullable(commit);
    }

    /** When its process showed that it lives; an earlier moment than the one recorded changes nothing. */
    public Optional<Instant> heartbeat() {
        return Optional.ofNullable(heartbeat);
    }

    /** Puts a change together; each method checks its argument's limits. Not thread-safe. */
    public static final class Builder {
        private final Map<String, String> params = new TreeMap<>();
        private final List<MetricPoint> metrics = new ArrayList<>();
        private final Map<String, String> tags = new TreeMap<>();
        private final Set<String> untag = new LinkedHashSet<>();
        private final Set<DatasetInput> datasets = new LinkedHashSet<>();
        private @Nullable String name;
        private @Nullable RunStatus status;
        private @Nullable Instant end;
        private @Nullable Lifecycle lifecycle;
        private @Nullable Instant deleted;
        private @Nullable Commit commit;
        private @Nullable Instant heartbeat;

        private Builder() {}

        /**
         * Records a parameter.
         *
         * @param key up to 250 characters, one line, not blank
         * @param value up to 6,000 characters
         * @throws dev.mlops.InvalidException if a limit is broken
         * @throws dev.mlops.ConflictException if this change records another value for it already
         */
        public Builder param(String key, String value) {
            Rules.text("value of parameter '" + Rules.key("parameter key", key) + "'", value, Rules.MAX_PARAM);
            String before = params.putIfAbsent(key, value);
            if (before != null && !before.equals(value)) {
                throw RunStore.conflict(key, before, value);
            }
            return this;
        }

        /** Appends a point. */
        public Builder metric(MetricPoint point) {
            metrics.add(point);
            return this;
        }

        /**
         * Sets a tag.
         *
         * @param key up to 250 characters, one line, not blank
         * @param value up to 8,000 characters
         * @throws dev.mlops.InvalidException if a limit is broken
         */
        public Builder tag(String key, String value) {
            Rules.text("value of tag '" + Rules.key("tag key", key) + "'", value, Rules.MAX_TAG);
            tags.put(key, value);
            untag.remove(key);
            return this;
        }

        /** Removes a tag. */
        public Builder untag(String key) {
            untag.add(key);
            tags.remove(key);
            return this;
        }

        /** Adds a dataset. */
        public Builder dataset(DatasetInput dataset) {
            datasets.add(dataset);
            return this;
        }

        /**
         * Renames it.
         *
         * @throws dev.mlops.InvalidException if the name isn't one
         */
        public Builder name(String name) {
            this.name = Rules.name("run name", name);
            return this;
        }

        /** It goes on. */
        public Builder resume() {
            status = RunStatus.RUNNING;
            end = null;
            return this;
        }

        /**
         * It has ended.
         *
         * @throws IllegalArgumentException if {@code status} isn't final
         */
        public Builder end(RunStatus status, Instant end) {
            if (!status.isFinal()) {
                throw new IllegalArgumentException("status is " + status + ", expected one that is final");
            }
            this.status = status;
            this.end = Rules.time(end);
            return this;
        }

        /** Sets it aside, at this moment; where it is set aside already, this one counts. */
        public Builder delete(Instant time) {
            lifecycle = Lifecycle.DELETED;
            deleted = Rules.time(time);
            return this;
        }

        /** Takes it back into use. */
        public Builder restore() {
            lifecycle = Lifecycle.ACTIVE;
            deleted = null;
            return this;
        }

        /** The state of the code. */
        public Builder commit(Commit commit) {
            this.commit = commit;
            return this;
        }

        /** Shows that the process lives. */
        public Builder heartbeat(Instant time) {
            heartbeat = Rules.time(time);
            return this;
        }

        /** The change. */
        public RunChange build() {
            return new RunChange(this);
        }
    }
}
