package dev.mlops.registry;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.VersionData;
import dev.mlops.storage.spi.VersionStatus;
import dev.mlops.tracking.Run;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A version about to be registered. What is added beside a run stays beside what the run has, and goes before it where both
 * have a key. Reusable; not thread-safe.
 */
public final class Registration {
    private static final String MODEL = "model";

    private final ModelRegistry registry;
    private final String name;
    private @Nullable Run run;
    private String path = MODEL;
    private @Nullable Model model;
    private @Nullable Map<String, ?> example;
    private String description = "";
    private final Map<String, String> params = new TreeMap<>();
    private final Map<String, Double> metrics = new TreeMap<>();
    private final Map<String, String> tags = new TreeMap<>();
    private final List<DatasetInput> datasets = new ArrayList<>();

    Registration(ModelRegistry registry, String name) {
        this.registry = registry;
        this.name = Objects.requireNonNull(name, "name");
    }

    /** The run that made it: its metrics, parameters, data and commit, and the model at {@code model}. */
    public Registration run(Run run) {
        return run(run, MODEL);
    }

    /** The same with the model that the run recorded at {@code path}. */
    public Registration run(Run run, String path) {
        this.run = Objects.requireNonNull(run, "run");
        this.path = Objects.requireNonNull(path, "path");
        return this;
    }

    /** The model, where no run recorded it. */
    public Registration model(Model model) {
        this.model = Objects.requireNonNull(model, "model");
        return this;
    }

    /** Adds a metric. */
    public Registration metric(String key, double value) {
        metrics.put(key, value);
        return this;
    }

    /** Adds a parameter. */
    public Registration param(String key, String value) {
        params.put(key, value);
        return this;
    }

    /** Adds a tag. Tags of the run stay with the run. */
    public Registration tag(String key, String value) {
        tags.put(key, value);
        return this;
    }

    /** Adds data that it was made from or measured on. */
    public Registration dataset(DatasetInput dataset) {
        datasets.add(Objects.requireNonNull(dataset, "dataset"));
        return this;
    }

    /** Describes the version in words. */
    public Registration describe(String text) {
        description = Objects.requireNonNull(text, "text");
        return this;
    }

    /** An input as a caller would send it, which the model must be able to answer. */
    public Registration example(Map<String, ?> input) {
        example = Objects.requireNonNull(input, "input");
        return this;
    }

    /**
     * Registers it. The number is taken first; the version is READY when all of it is there, and FAILED if that fails. A
     * process that dies meanwhile leaves it PENDING.
     *
     * @throws InvalidException if a name, key or value breaks a limit, the model can't be loaded, or can't answer the example
     * @throws NotFoundException if the run has no model at the path
     * @throws IllegalStateException if neither a run nor a model was given
     */
    public ModelVersion register() {
        ModelOrigin origin = ModelOrigin.of(registry, run, path, model);
        byte @Nullable [] exampleFile = example == null ? null : checked(origin.model(), example);
        NewVersion begin = new NewVersion(
                name,
                run == null ? null : run.id(),
                description,
                merged(run == null ? Map.of() : run.params(), params),
                merged(run == null ? Map.of() : run.metrics(), metrics),
                tags,
                registry.shared().workspace().clock().instant());
        List<DatasetInput> data = allDatasets(origin.model());
        VersionData taken = take(begin);
        VersionFiles files = registry.files(name, taken.number());
        try {
            origin.store(files);
            files.put(
                    VersionRecord.NAME,
                    VersionRecord.of(files, origin.model(), run, data).write());
            if (exampleFile != null) {
                files.put(ExampleFile.NAME, exampleFile);
            }
            registry.edit().status(name, taken.number(), VersionStatus.READY, Actions.READY);
        } catch (RuntimeException e) {
            fail(taken.number(), e);
            throw e;
        }
        return registry.version(name + "/" + taken.number());
    }

    /** Takes a number, of a model that is made where there is none. */
    private VersionData take(NewVersion begin) {
        if (registry.findModel(name).isEmpty()) {
            try {
                registry.create(name);
            } catch (ConflictException e) {
                // another one made it at this moment, which is as good
            }
        }
        return registry.ledger().created(begin);
    }

    private void fail(int number, RuntimeException cause) {
        try {
            registry.edit().status(name, number, VersionStatus.FAILED, Actions.FAILED);
        } catch (NotFoundException e) {
            registry.files(name, number).removeAll(); // it was removed meanwhile, and its files with it until then
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    private static byte[] checked(Model model, Map<String, ?> example) {
        switch (model.signature().output().kind()) {
            case REGRESSION -> model.predict(example);
            case CLASSIFICATION -> model.classify(example);
        }
        return ExampleFile.write(example);
    }

    private List<DatasetInput> allDatasets(Model model) {
        LinkedHashSet<DatasetInput> all = new LinkedHashSet<>(run == null ? List.of() : run.datasets());
        all.addAll(datasets);
        if (all.isEmpty()) {
            VersionRecord.trainingData(model).ifPresent(all::add);
        }
        return List.copyOf(all);
    }

    private static <V> Map<String, V> merged(Map<String, V> first, Map<String, V> over) {
        Map<String, V> all = new TreeMap<>(first);
        all.putAll(over);
        return all;
    }
}
