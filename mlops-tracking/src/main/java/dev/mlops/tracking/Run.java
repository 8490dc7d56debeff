package dev.mlops.tracking;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.model.Model;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What was recorded of a run, as of when it was read; histories and artifacts are read when they are asked for. What can
 * still be changed of it is its name, its tags, and whether it is set aside: these methods give the run as it is then.
 * Immutable and thread-safe.
 */
public final class Run {
    private final Tracking tracking;
    private final RunData data;

    Run(Tracking tracking, RunData data) {
        this.tracking = tracking;
        this.data = data;
    }

    RunData data() {
        return data;
    }

    /** 32 lower-case hexadecimal digits. */
    public String id() {
        return data.id();
    }

    /** The name. */
    public String name() {
        return data.begin().name();
    }

    /** The id of its experiment. */
    public String experimentId() {
        return data.begin().experimentId();
    }

    /** The id of the run that it is a part of. */
    public Optional<String> parentId() {
        return Optional.ofNullable(data.begin().parentId());
    }

    /** How far it has come. */
    public RunStatus status() {
        return data.status();
    }

    /** Whether it is set aside. */
    public boolean isDeleted() {
        return data.lifecycle() == Lifecycle.DELETED;
    }

    /** When it was set aside; absent while it is in use. */
    public Optional<Instant> deleted() {
        return data.deleted();
    }

    /** When it began. */
    public Instant start() {
        return data.begin().start();
    }

    /** When it ended; absent while it is RUNNING. */
    public Optional<Instant> end() {
        return data.end();
    }

    /** From start to end; absent while it is RUNNING. */
    public Optional<Duration> duration() {
        return data.end().map(end -> Duration.between(start(), end));
    }

    /** What made it fail: the exception's class and message. */
    public Optional<String> failure() {
        return Optional.ofNullable(tags().get(Tags.FAILURE));
    }

    /** The name of the pipeline that it is a run of; absent where it isn't one that was tracked. */
    public Optional<String> pipeline() {
        return Optional.ofNullable(tags().get(Tags.PIPELINE));
    }

    /** Who ran it; empty where that isn't known. */
    public String user() {
        return data.begin().user();
    }

    /** What ran, such as a main class; empty where that isn't known. */
    public String source() {
        return data.begin().source();
    }

    /** The state of the code, where it ran in a Git repository. */
    public Optional<Commit> commit() {
        return data.commit();
    }

    /** What was said about it in words; empty where nothing was. */
    public String note() {
        return tags().getOrDefault(Tags.NOTE, "");
    }

    /** Parameters by key, ascending. */
    public SortedMap<String, String> params() {
        return data.params();
    }

    /**
     * The value of a parameter.
     *
     * @throws NotFoundException if the run has none of this key
     */
    public String param(String key) {
        return Optional.ofNullable(params().get(key)).orElseThrow(() -> missing("parameter", key));
    }

    /** The latest value of each metric by key, ascending. */
    public SortedMap<String, Double> metrics() {
        SortedMap<String, Double> values = new TreeMap<>();
        data.metrics().forEach((key, latest) -> values.put(key, latest.value()));
        return Collections.unmodifiableSortedMap(values);
    }

    /**
     * The latest value of a metric: that of the largest step.
     *
     * @throws NotFoundException if the run has none of this key
     */
    public double metric(String key) {
        return findMetric(key).orElseThrow(() -> missing("metric", key));
    }

    /** The latest value of a metric, if the run has it. */
    public OptionalDouble findMetric(String key) {
        MetricPoint latest = data.metrics().get(key);
        return latest == null ? OptionalDouble.empty() : OptionalDouble.of(latest.value());
    }

    /** Every value of a metric; none where the run doesn't have it. */
    public MetricHistory history(String key) {
        return new MetricHistory(tracking.runs(), id(), key);
    }

    /** Tags by key, ascending; those that the library sets begin with {@code mlops.}. */
    public SortedMap<String, String> tags() {
        return data.tags();
    }

    /** Data that it used, ascending by name, digest and context. */
    public List<DatasetInput> datasets() {
        return data.datasets();
    }

    /** Its files. */
    public RunArtifacts artifacts() {
        return new RunArtifacts(tracking.artifacts(), id());
    }

    /**
     * The model that {@link ActiveRun#model(Model)} recorded.
     *
     * @param trusted classes as for {@link Model#load}
     * @throws NotFoundException if there is none
     * @throws InvalidException if it can't be read
     * @throws StorageUnavailableException if it can't be fetched
     */
    public Model model(Class<?>... trusted) {
        return model(ActiveRun.MODEL, trusted);
    }

    /** The model that {@link ActiveRun#model(String, Model)} recorded under this path; see {@link #model(Class[])}. */
    public Model model(String path, Class<?>... trusted) {
        return ModelFolder.load(artifacts(), path, trusted);
    }

    /** The runs that are parts of this one. */
    public RunSearch children() {
        return RunSearch.of(tracking, Set.of(), "below run " + id()).where("parent = '" + id() + "'");
    }

    /** Sets a tag. */
    public Run tag(String key, String value) {
        return changed(change -> change.tag(key, value));
    }

    /** Removes a tag, where it is there. */
    public Run untag(String key) {
        return changed(change -> change.untag(key));
    }

    /** Renames it. */
    public Run rename(String name) {
        return changed(change -> change.name(name));
    }

    /** Sets it aside: only {@link RunSearch#deleted} finds it then. Nothing of it is removed. */
    public Run delete() {
        return changed(change -> change.delete(tracking.clock().instant()));
    }

    /** Takes it back into use. */
    public Run restore() {
        return changed(RunChange.Builder::restore);
    }

    private Run changed(Consumer<RunChange.Builder> what) {
        RunChange.Builder change = RunChange.builder();
        what.accept(change);
        tracking.runs().update(id(), change.build());
        return tracking.run(id());
    }

    private NotFoundException missing(String what, String key) {
        return new NotFoundException("run " + id() + " '" + name() + "' has no " + what + " '" + key + "'");
    }

    @Override
    public String toString() {
        return "run " + id() + " '" + name() + "' " + status();
    }
}
