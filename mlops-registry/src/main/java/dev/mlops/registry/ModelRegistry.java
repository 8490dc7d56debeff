package dev.mlops.registry;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.ModelData;
import dev.mlops.storage.spi.VersionData;
import dev.mlops.tracking.Run;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the models that a team has trained: each under a name, in numbered versions, with aliases such as {@code champion}
 * that point to the version in use.
 *
 * <pre>
 * ModelRegistry registry = ModelRegistry.in(workspace);
 * ModelVersion version = registry.register("trip-duration", experiment.runs().orderBy("metrics.rmse").first());
 * registry.because("best of the week").alias(version, "champion");
 * Model model = registry.load("trip-duration@champion");
 * </pre>
 *
 * <p>Every change is written together with an entry of the model's {@link History}: who made it, when, and why. Who is the
 * user of the process, unless {@link #by} or {@link Builder#actor} says otherwise. Immutable and thread-safe; several
 * processes may work on one workspace.
 */
public final class ModelRegistry {
    private final Registry shared;
    private final Settings settings;
    private final Audit audit;

    /** What holds for a registry and all its views. */
    record Settings(List<RegistryListener> listeners, List<Class<?>> trusted) {}

    private ModelRegistry(Registry shared, Settings settings, Audit audit) {
        this.shared = shared;
        this.settings = settings;
        this.audit = audit;
    }

    /** The registry of a workspace. */
    public static ModelRegistry in(Workspace workspace) {
        return builder(workspace).build();
    }

    /** Begins the registry of a workspace with options. */
    public static Builder builder(Workspace workspace) {
        return new Builder(workspace);
    }

    /** The same registry, whose changes are made in this name: up to 250 characters. */
    public ModelRegistry by(String actor) {
        return new ModelRegistry(shared, settings, new Audit(actor, audit.reason()));
    }

    /** The same registry, whose changes are made for this reason: up to 8,000 characters. */
    public ModelRegistry because(String reason) {
        return new ModelRegistry(shared, settings, new Audit(audit.actor(), reason));
    }

    /**
     * Makes a model without a version yet; {@link #register} makes one by itself.
     *
     * @throws InvalidException if the name breaks the rule: up to 250 characters, one line, without {@code / : @ \}
     * @throws ConflictException if there is one of this name
     */
    public RegisteredModel create(String name) {
        Instant now = shared.workspace().clock().instant();
        ModelData model = new ModelData(name, "", Map.of(), new TreeMap<>(), now, now);
        ledger().told(ledger().entry(name, 0, Actions.CREATE, "", ""), entry -> shared.models()
                .createModel(model, entry));
        return model(name);
    }

    /** All models, ascending by name. */
    public List<RegisteredModel> models() {
        return shared.models().listModels().stream()
                .map(data -> new RegisteredModel(this, data))
                .toList();
    }

    /**
     * The model of this name.
     *
     * @throws NotFoundException if there is none
     */
    public RegisteredModel model(String name) {
        return findModel(name).orElseThrow(() -> new NotFoundException("model '" + name + "' doesn't exist"));
    }

    /** The model of this name, if there is one. */
    public Optional<RegisteredModel> findModel(String name) {
        return shared.models().findModel(name).map(data -> new RegisteredModel(this, data));
    }

    /** A search for versions of all models, the latest first. */
    public VersionSearch versions() {
        return VersionSearch.of(this, Set.of());
    }

    /** A search for versions of one model, the latest first. */
    public VersionSearch versions(String model) {
        return VersionSearch.of(this, Set.of(model));
    }

    /** The versions that a run made, the latest first. */
    public List<ModelVersion> versions(Run run) {
        return versions().where("run = '" + run.id() + "'").list();
    }

    /**
     * The version that {@code name@alias} or {@code name/number} means now.
     *
     * @throws InvalidException if it is neither
     * @throws NotFoundException if there is no such model, alias or version; the message says which
     */
    public ModelVersion version(String reference) {
        Reference parsed = Reference.parse(reference);
        return view(data(parsed.model(), parsed.number(this)));
    }

    /**
     * The version that {@code name@alias} or {@code name/number} means now, if there is one.
     *
     * @throws InvalidException if it is neither
     */
    public Optional<ModelVersion> findVersion(String reference) {
        Reference parsed = Reference.parse(reference);
        Optional<Integer> number = parsed.number() > 0
                ? Optional.of(parsed.number())
                : shared.models().findModel(parsed.model()).map(model -> model.aliases()
                        .get(parsed.alias()));
        return number.flatMap(each -> shared.models().findVersion(parsed.model(), each))
                .map(this::view);
    }

    /**
     * The model of the version that {@code name@alias} or {@code name/number} means now: where an alias points is asked each
     * time, the model itself is kept in memory while there is room, and shared.
     *
     * @throws InvalidException if the reference is neither; and as {@link ModelVersion#load} throws
     * @throws ConflictException if the version isn't READY
     * @throws NotFoundException if there is no such model, alias or version, or its files are gone
     */
    public Model load(String reference) {
        Reference parsed = Reference.parse(reference);
        int number = parsed.number(this);
        Registry.Loaded cached = shared.cache().getIfPresent(new Registry.ModelKey(parsed.model(), number));
        boolean usable = parsed.number() == 0; // what an alias points to is; another may have been removed elsewhere
        return cached != null && usable
                ? cached.model()
                : view(data(parsed.model(), number)).load();
    }

    /**
     * Registers the model that a run recorded with {@code run.model(model)} as a new version, with the run's metrics,
     * parameters, data and commit. The model of this name is made where there is none.
     *
     * @throws NotFoundException if the run has no model
     * @throws InvalidException if the name breaks the rule, or the model can't be loaded
     */
    public ModelVersion register(String name, Run run) {
        return registration(name).run(run).register();
    }

    /**
     * Registers a model as a new version, without a run. The model of this name is made where there is none.
     *
     * @throws InvalidException if the name breaks the rule
     */
    public ModelVersion register(String name, Model model) {
        return registration(name).model(model).register();
    }

    /** Begins a new version of the model of this name. */
    public Registration registration(String name) {
        return new Registration(this, name);
    }

    /**
     * Points an alias at a version, wherever it pointed before, without any check; {@link #promote} checks first.
     *
     * @param alias up to 250 characters, one line, without {@code / : @ \}, and not a number
     * @throws InvalidException if the alias breaks the rule
     * @throws IllegalArgumentException if the version is of another workspace
     * @throws ConflictException if the version isn't READY
     * @throws NotFoundException if it was removed
     */
    public ModelVersion alias(ModelVersion version, String alias) {
        return move(version, alias, null);
    }

    /**
     * Points an alias at a version if it points to the version {@code expected} now.
     *
     * @param expected the number of a version; 0 for nowhere
     * @throws ConflictException if it points elsewhere, as for the loser of a race; the message names both
     */
    public ModelVersion alias(ModelVersion version, String alias, int expected) {
        return move(version, alias, expected);
    }

    private ModelVersion move(ModelVersion version, String alias, @Nullable Integer expected) {
        version.requireOf(this);
        version.requireReady();
        edit().alias(version.model(), alias, version.number(), expected, Actions.ALIAS);
        return version(version.reference());
    }

    /**
     * Gives a version an alias if it passes a gate: all checks run, then the alias is moved, but only if nobody moved it
     * meanwhile. The verdicts are kept with the version, and the history has an entry, whether it is accepted or refused.
     *
     * @return what became of it; {@link Promotion#orThrow} for those who can't go on without it
     * @throws InvalidException if the alias breaks the rule
     * @throws IllegalArgumentException if the version is of another workspace
     * @throws ConflictException if the version isn't READY
     * @throws NotFoundException if it was removed
     */
    public Promotion promote(ModelVersion version, String alias, Gate gate) {
        return new Promoter(this).promote(version, alias, Objects.requireNonNull(gate, "gate"));
    }

    /**
     * Approves a version for an alias in the name of this registry's actor, as {@link Gate#approvals} asks for. It is kept in
     * the history and moves nothing.
     *
     * @throws NotFoundException if the version was removed
     */
    public void approve(ModelVersion version, String alias) {
        edit().note(version, alias, Actions.APPROVE);
    }

    /** Takes back what this registry's actor has approved; throws as {@link #approve} does. */
    public void withdraw(ModelVersion version, String alias) {
        edit().note(version, alias, Actions.WITHDRAW);
    }

    /**
     * Takes an alias away; nothing happens to the version. Where there is none of this name nothing changes.
     *
     * @throws NotFoundException if there is no such model
     */
    public RegisteredModel unalias(String model, String alias) {
        edit().alias(model, alias, 0, null, Actions.UNALIAS);
        return model(model);
    }

    /**
     * Gives an alias back to the version that held it before the present one; again, to the one before that. Versions that
     * were removed meanwhile are passed over.
     *
     * @return the version that holds it now
     * @throws ConflictException if there is no earlier holder, or the alias is moved at this very moment
     * @throws NotFoundException if there is no such model
     */
    public ModelVersion rollback(String model, String alias) {
        return edit().rollback(model, alias);
    }

    /** The same as the next, for a pipeline whose result is the model, or only one of whose steps gives one. */
    public Reproduction reproduce(ModelVersion version, Pipeline<?> pipeline) {
        return reproduce(version, TrainingPipeline.of(pipeline));
    }

    /**
     * Runs the pipeline that made a version again, with its recorded parameters on its recorded data, and compares. Every
     * dataset that a step gives is compared before any other step gets it; where it has changed, no other step runs. Every
     * step runs, whatever is cached, with whatever effects it has; no run is tracked. What came of it is kept with the version
     * and in the history.
     *
     * @return what came of it; {@link Reproduction#orThrow} for those who can't go on unless the model is identical
     * @throws NotFoundException if no run of the pipeline was recorded: neither the version's, nor one above that
     * @throws InvalidException if the pipeline needs a parameter that wasn't recorded, or gives no model
     * @throws dev.mlops.StepFailedException if a step failed, such as where a file isn't there any more
     */
    public Reproduction reproduce(ModelVersion version, TrainingPipeline<?> training) {
        return new Reproducer(this).reproduce(version, training);
    }

    /** The same as the next, for a pipeline whose result is the model, or only one of whose steps gives one. */
    public ModelVersion retrain(ModelVersion version, Pipeline<?> pipeline, Map<String, ?> changes) {
        return retrain(version, TrainingPipeline.of(pipeline), changes);
    }

    /**
     * Runs the pipeline that made a version again, in the same experiment, with its recorded parameters but for some, such as
     * {@code Map.of("train_data", february)}, and registers the model as a new version, with the former's input example. No
     * alias is moved; the tag {@code mlops.retrained_from} has the former's number. A pipeline that fails makes no version.
     *
     * @param changes values of parameters as {@link dev.mlops.pipeline.Args#of} takes them
     * @throws NotFoundException if no run of the pipeline was recorded: neither the version's, nor one above that
     * @throws InvalidException if the pipeline doesn't take the parameters, or gives no model
     * @throws dev.mlops.StepFailedException if a step failed
     */
    public ModelVersion retrain(ModelVersion version, TrainingPipeline<?> training, Map<String, ?> changes) {
        return new Retrainer(this).retrain(version, training, changes);
    }

    /** Where it keeps things. */
    public Workspace workspace() {
        return shared.workspace();
    }

    /** The history of a model, also of one that was removed; empty for a name that was never used. */
    public History history(String model) {
        return new History(model, shared.models().history(model, Instant.MAX));
    }

    String actor() {
        return audit.actor();
    }

    String reason() {
        return audit.reason();
    }

    Registry shared() {
        return shared;
    }

    Edits edit() {
        return new Edits(this);
    }

    /** Writes in the name, and for the reason, of this view. */
    Ledger ledger() {
        return new Ledger(shared, audit, settings.listeners());
    }

    VersionFiles files(String model, int number) {
        return new VersionFiles(shared.workspace(), model, number);
    }

    ModelVersion view(VersionData data) {
        return new ModelVersion(this, data);
    }

    VersionData data(String model, int number) {
        return shared.models()
                .findVersion(model, number)
                .orElseThrow(() -> new NotFoundException("version " + model + "/" + number + " doesn't exist"));
    }

    VersionRecord record(String model, int number) {
        return VersionRecord.read(files(model, number));
    }

    Model load(String model, int number) {
        return shared.load(files(model, number), settings.trusted());
    }

    Class<?>[] trusted() {
        return settings.trusted().toArray(Class<?>[]::new);
    }

    /** Options of a registry. Reusable; not thread-safe. */
    public static final class Builder {
        private final Workspace workspace;
        private final List<RegistryListener> listeners = new ArrayList<>();
        private final List<Class<?>> trusted = new ArrayList<>();
        private Audit audit = Audit.byUser();

        private Builder(Workspace workspace) {
            this.workspace = Objects.requireNonNull(workspace, "workspace");
        }

        /** In whose name changes are made: up to 250 characters; by default the user of the process. */
        public Builder actor(String actor) {
            audit = new Audit(Objects.requireNonNull(actor, "actor"), "");
            return this;
        }

        /** Hears of every change that this registry makes, and of promotions that it refuses. May be called several times. */
        public Builder onChange(RegistryListener listener) {
            listeners.add(Objects.requireNonNull(listener, "listener"));
            return this;
        }

        /** Allows classes of the host's own in model files, as {@link Model#load} does. */
        public Builder trust(Class<?>... classes) {
            trusted.addAll(List.of(classes));
            return this;
        }

        /** The registry. */
        public ModelRegistry build() {
            return new ModelRegistry(
                    Registry.of(workspace), new Settings(List.copyOf(listeners), List.copyOf(trusted)), audit);
        }
    }
}
