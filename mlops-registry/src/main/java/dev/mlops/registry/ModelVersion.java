package dev.mlops.registry;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.model.Model;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.VersionData;
import dev.mlops.storage.spi.VersionStatus;
import dev.mlops.tracking.Run;
import java.io.InputStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A version of a registered model, as of when it was read: its model, how good that is, and what made it. What it was
 * registered with never changes; its description, tags and aliases do, and the methods that change them give the version as
 * it is then. Files are read when they are asked for. Immutable and thread-safe.
 */
public final class ModelVersion {
    private final ModelRegistry registry;
    private final VersionData data;

    ModelVersion(ModelRegistry registry, VersionData data) {
        this.registry = registry;
        this.data = data;
    }

    /** The model's name. */
    public String model() {
        return data.model();
    }

    /** From 1 on, unique in the model, never used again. */
    public int number() {
        return data.number();
    }

    /** {@code name/number}, by which {@link ModelRegistry#version} finds it. */
    public String reference() {
        return model() + "/" + number();
    }

    /** Whether it may be used: READY, unless it is being registered or that failed. */
    public VersionStatus status() {
        return data.status();
    }

    /** What was said about it in words; empty where nothing was. */
    public String description() {
        return data.description();
    }

    /** Tags by key, ascending. */
    public SortedMap<String, String> tags() {
        return new TreeMap<>(data.tags());
    }

    /** The aliases that point to it, ascending. */
    public SortedSet<String> aliases() {
        return new TreeSet<>(data.aliases());
    }

    /** When it was registered. */
    public Instant created() {
        return data.begin().created();
    }

    /** Parameters by key, ascending: those of its run, and what was registered beside. */
    public SortedMap<String, String> params() {
        return new TreeMap<>(data.begin().params());
    }

    /** Metrics by key, ascending: those of its run, and what was registered beside. */
    public SortedMap<String, Double> metrics() {
        return new TreeMap<>(data.begin().metrics());
    }

    /**
     * The value of a metric.
     *
     * @throws NotFoundException if it has none of this key
     */
    public double metric(String key) {
        return findMetric(key)
                .orElseThrow(() -> new NotFoundException(this + " has no metric '" + key + "', it has "
                        + metrics().keySet()));
    }

    /** The value of a metric, if it has it. */
    public OptionalDouble findMetric(String key) {
        Double value = data.begin().metrics().get(key);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    /** The id of the run that made it. */
    public Optional<String> runId() {
        return Optional.ofNullable(data.begin().runId());
    }

    /** The run that made it; absent if it was registered without one, or the run was removed. */
    public Optional<Run> run() {
        return runId().flatMap(registry.shared()::findRun);
    }

    /** The data that it was made from and measured on, with the hash of each. */
    public List<DatasetInput> datasets() {
        return record().datasets();
    }

    /** The state of the code that made it, where it is known. */
    public Optional<Commit> commit() {
        return Optional.ofNullable(record().commit());
    }

    /** The versions of the libraries and of Java that trained it, by name. */
    public SortedMap<String, String> libraries() {
        return new TreeMap<>(record().libraries());
    }

    /** What it reads and answers, in words; {@link #load} has it as a value. */
    public String signature() {
        return record().signature();
    }

    /** The hash of what answers: {@link Model#contentHash}. */
    public String modelHash() {
        return record().modelHash();
    }

    /** An input as a caller would send it, if one was registered. */
    public Optional<Map<String, Object>> example() {
        return ExampleFile.read(registry.shared().artifacts(), files());
    }

    /** Its files with their hashes and sizes, ascending by path. */
    public List<Artifact> artifacts() {
        return files().list();
    }

    /**
     * Opens one of its files, to be closed by the caller; the stream fails at its end if the content isn't what was
     * registered.
     *
     * @throws NotFoundException if it has none of this path
     */
    public InputStream open(String path) {
        return files().openFile(path);
    }

    /**
     * The model. It is kept in memory while there is room, and shared by all who load it.
     *
     * @throws ConflictException if it isn't READY
     * @throws NotFoundException if the version, or a file of it, was removed
     * @throws InvalidException if a file was changed, truncated, is of a newer format, or names a class that isn't allowed;
     *     the message names the file
     * @throws StorageUnavailableException if the files can't be fetched
     */
    public Model load() {
        requireReady();
        return registry.load(model(), number());
    }

    /** Every attempt to give it an alias through a gate, the earliest first, with what the checks found. */
    public List<Promotion> promotions() {
        return files().list().stream()
                .filter(artifact -> artifact.name().path().startsWith(PromotionRecord.FOLDER))
                .map(files()::promotion)
                .sorted(Comparator.comparing(Promotion::time))
                .toList();
    }

    /** Every time that it was reproduced with {@link ModelRegistry#reproduce}, the earliest first, with what came of it. */
    public List<Reproduction> reproductions() {
        return files().list().stream()
                .filter(artifact -> artifact.name().path().startsWith(ReproductionRecord.FOLDER))
                .map(files()::reproduction)
                .sorted(Comparator.comparing(Reproduction::time))
                .toList();
    }

    /** Describes it in words. */
    public ModelVersion describe(String text) {
        return registry.edit().describe(this, text);
    }

    /** Sets a tag. */
    public ModelVersion tag(String key, String value) {
        return registry.edit().tag(this, key, value);
    }

    /** Removes a tag, where it is there. */
    public ModelVersion untag(String key) {
        return registry.edit().tag(this, key, null);
    }

    /**
     * Removes it for good, with its files. Its number isn't used again, and its history stays.
     *
     * @throws ConflictException if an alias points to it: move the alias first
     * @throws NotFoundException if it was removed already
     */
    public void delete() {
        registry.edit().delete(this);
    }

    /** Throws unless it is of the workspace of this registry: another one's may have the same name and number. */
    void requireOf(ModelRegistry other) {
        if (registry.shared() != other.shared()) {
            throw new IllegalArgumentException(
                    this + " is of " + registry.workspace() + ", expected one of " + other.workspace());
        }
    }

    void requireReady() {
        if (status() != VersionStatus.READY) {
            throw new ConflictException(this + " is " + status() + ", expected READY");
        }
    }

    RegisteredModel registeredModel() {
        return registry.model(model());
    }

    VersionFiles files() {
        return registry.files(model(), number());
    }

    /** The model as it lies in the store, whether or not it is in memory. */
    Model read() {
        return Registry.model(files(), List.of(registry.trusted()));
    }

    /** Its entries in the history of its model. */
    List<AuditEntry> changes() {
        return registry.history(model()).entries(number());
    }

    private VersionRecord record() {
        return registry.record(model(), number());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ModelVersion that && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return data.hashCode();
    }

    /** {@code version name/number}. */
    @Override
    public String toString() {
        return "version " + reference();
    }
}
