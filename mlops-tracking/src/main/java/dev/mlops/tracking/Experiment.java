package dev.mlops.tracking;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.MlopsException;
import dev.mlops.NotFoundException;
import dev.mlops.StepFailedException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.pipeline.PipelineListener;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.pipeline.Runner;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunData;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * What runs belong to that are compared with each other.
 *
 * <pre>
 * Experiment experiment = Experiment.named("trip-duration").in(workspace);
 * experiment.run("lasso", run -&gt; {
 *     run.param("alpha", 0.01).metric("rmse", rmse).metric("loss", step, loss).tag("team", "eta");
 *     run.artifact(Path.of("residuals.png"));
 *     run.model(model);
 * });
 * </pre>
 *
 * <p>Name, tags and lifecycle are as of when it was read; what changes them gives the experiment as it is then. Immutable and
 * thread-safe.
 */
public final class Experiment {
    private final Tracking tracking;
    private final ExperimentData data;

    Experiment(Tracking tracking, ExperimentData data) {
        this.tracking = tracking;
        this.data = data;
    }

    /**
     * Begins with the name: up to 250 characters, one line, not blank. It is checked by {@link Builder#in}.
     */
    public static Builder named(String name) {
        return new Builder(name);
    }

    /** The experiment of this name that is in use, if there is one; makes none. */
    public static Optional<Experiment> find(Workspace workspace, String name) {
        Tracking tracking = Tracking.of(workspace);
        return new ExperimentNames(tracking.runs())
                .named(name, Lifecycle.ACTIVE).stream().findFirst().map(data -> new Experiment(tracking, data));
    }

    /**
     * The experiment of this id, in use or set aside.
     *
     * @throws NotFoundException if there is none
     */
    public static Experiment byId(Workspace workspace, String id) {
        Tracking tracking = Tracking.of(workspace);
        return new Experiment(
                tracking,
                tracking.runs()
                        .findExperiment(id)
                        .orElseThrow(() -> new NotFoundException("experiment '" + id + "' doesn't exist")));
    }

    /** A search for the experiments of a workspace. */
    public static ExperimentSearch search(Workspace workspace) {
        return ExperimentSearch.of(Tracking.of(workspace));
    }

    /** 32 lower-case hexadecimal digits. */
    public String id() {
        return data.id();
    }

    /** The name; unique among the experiments that are in use. */
    public String name() {
        return data.name();
    }

    /** Tags by key, ascending. */
    public SortedMap<String, String> tags() {
        return new TreeMap<>(data.tags());
    }

    /** Whether it is set aside. */
    public boolean isDeleted() {
        return data.lifecycle() == Lifecycle.DELETED;
    }

    /** When it was made. */
    public Instant created() {
        return data.created();
    }

    /**
     * Starts a run; close it.
     *
     * @param name up to 250 characters, one line, not blank; need not be unique
     * @throws InvalidException if the name isn't one
     * @throws ConflictException if the experiment is set aside
     * @throws NotFoundException if the experiment was removed
     * @throws IllegalStateException if the workspace is closed
     */
    public ActiveRun start(String name) {
        return start(name, null);
    }

    ActiveRun start(String name, @Nullable String parent) {
        return start(newId(), name, parent);
    }

    /** Starts a run under an id that is given to it. */
    ActiveRun start(String id, String name, @Nullable String parent) {
        NewRun run = new NewRun(
                id,
                this.id(),
                name,
                parent,
                Environment.user(),
                Environment.source(),
                tracking.clock().instant());
        return open(RunLog.begin(run, tracking.writer()));
    }

    /**
     * Goes on with a run, in this process or beside another one that records it: it is RUNNING again, without the failure
     * that it may have ended with, and parameters that it has can't get another value.
     *
     * @throws NotFoundException if this experiment has no run of this id
     * @throws ConflictException if the run is set aside
     * @throws StorageUnavailableException if the store can't be asked
     */
    public ActiveRun resume(String runId) {
        RunData run = get(runId).data();
        if (run.lifecycle() == Lifecycle.DELETED) {
            throw new ConflictException("run " + runId + " of experiment '" + name()
                    + "' is set aside, expected one in use: restore it to go on with it");
        }
        return open(RunLog.resume(run.id(), run.params(), tracking.writer()));
    }

    private ActiveRun open(RunLog log) {
        tracking.checkOpen();
        ActiveRun run = new ActiveRun(tracking, this, log);
        tracking.writer().add(log);
        tracking.writer().bring(log);
        MlopsException refusal = log.takeRefusal();
        if (refusal != null) {
            tracking.writer().forget(log);
            throw refusal;
        }
        tracking.whenEnvironmentKnown(facts -> log.addUnlessEnded(facts::addTo));
        return run;
    }

    /**
     * Does {@code body} in a new run, which ends as FINISHED when the body returns. What the body throws ends it as FAILED,
     * or as KILLED if it is an InterruptedException or a CancellationException, is recorded, and goes on up.
     *
     * @throws X what the body throws
     */
    public <X extends Exception> void run(String name, RunBody<X> body) throws X {
        Objects.requireNonNull(body, "body");
        recorded(start(name), body);
    }

    static <X extends Exception> void recorded(ActiveRun run, RunBody<X> body) throws X {
        try {
            body.record(run);
        } catch (Throwable e) {
            try (run) {
                end(run, e);
            } catch (RuntimeException trouble) {
                e.addSuppressed(trouble);
            }
            throw e;
        }
        run.close();
    }

    private static void end(ActiveRun run, Throwable cause) {
        if (cause instanceof InterruptedException || cause instanceof CancellationException) {
            run.cancel(cause.toString());
        } else {
            run.fail(cause);
        }
    }

    /**
     * Runs the pipeline in a new run of this experiment, and waits for its end: see {@link #tracker} for what is recorded,
     * and {@link Runner#run} for the rest. Steps that are cached keep their outputs in the workspace's artifact store.
     *
     * @return the pipeline's run, which has succeeded; {@link #get} finds what was recorded of it by its id
     * @throws InvalidException naming everything wrong with the arguments, before anything runs
     * @throws StepFailedException if a step failed for good
     * @throws CancellationException if the calling thread was interrupted
     */
    public <R> PipelineRun<R> run(Pipeline<R> pipeline, Args args) {
        return Runner.builder()
                .cache(tracking.artifacts())
                .clock(tracking.clock())
                .listener(tracker())
                .build()
                .run(pipeline, args);
    }

    /**
     * What makes a host's own runner record all that it runs: {@code Runner.builder().listener(experiment.tracker())}.
     *
     * <p>Each run of a pipeline is a run here, with its id, under the pipeline's name: its parameters; the metric
     * {@code seconds/STEP} for each step that ran; datasets that steps gave, also in a split or an Optional, with the step's name as context; hashes of other
     * outputs, as far as they have one, as tags {@code mlops.output.STEP}; the graph as {@code pipeline.mmd} and the report as
     * {@code report.html}. It ends as FAILED if a step failed, with that step as tag {@code mlops.failed_step}, and as
     * KILLED if it was cancelled or rejected. What can't be recorded is logged, and doesn't disturb the pipeline.
     */
    public PipelineListener tracker() {
        return new PipelineTracker(tracking, this);
    }

    /**
     * The run of this id, in use or set aside.
     *
     * @throws NotFoundException if this experiment has none
     */
    public Run get(String runId) {
        Run run = tracking.run(runId);
        if (!run.experimentId().equals(id())) {
            throw new NotFoundException("run " + runId + " is of experiment " + run.experimentId() + ", experiment '"
                    + name() + "' " + id() + " has no such run");
        }
        return run;
    }

    /** A search for the runs of this experiment. */
    public RunSearch runs() {
        return RunSearch.of(tracking, Set.of(id()), "of experiment '" + name() + "'");
    }

    /** Puts its runs side by side, the latest first: {@link RunSearch#compare} of {@link #runs}. */
    public RunComparison compare() {
        return runs().compare();
    }

    /** Sets a tag. */
    public Experiment tag(String key, String value) {
        return changed(ExperimentChange.tag(Map.of(key, value), now()));
    }

    /** Removes a tag, where it is there. */
    public Experiment untag(String key) {
        return changed(new ExperimentChange(null, null, Map.of(), Set.of(key), now()));
    }

    /**
     * Renames it.
     *
     * @throws ConflictException if another experiment in use has the name; the message has the ids of both
     */
    public Experiment rename(String name) {
        return changed(ExperimentChange.rename(name, now()));
    }

    /** Sets it aside with its runs, which frees its name for a new one. Nothing of it is removed. */
    public Experiment delete() {
        return changed(ExperimentChange.to(Lifecycle.DELETED, now()));
    }

    /**
     * Takes it back into use.
     *
     * @throws ConflictException if an experiment in use has its name by now; the message has the ids of both
     */
    public Experiment restore() {
        return changed(ExperimentChange.to(Lifecycle.ACTIVE, now()));
    }

    Experiment changed(ExperimentChange change) {
        tracking.runs().updateExperiment(id(), change);
        return new Experiment(
                tracking,
                tracking.runs()
                        .findExperiment(id())
                        .orElseThrow(
                                () -> new NotFoundException("experiment '" + name() + "' " + id() + " was removed")));
    }

    private Instant now() {
        return tracking.clock().instant();
    }

    static String newId() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    @Override
    public String toString() {
        return "experiment '" + name() + "' " + id();
    }

    /** An experiment about to be found or made. Reusable; not thread-safe. */
    public static final class Builder {
        private final String name;
        private final Map<String, String> tags = new TreeMap<>();

        private Builder(String name) {
            this.name = Objects.requireNonNull(name, "name");
        }

        /** Sets a tag, also where the experiment is there already. */
        public Builder tag(String key, String value) {
            tags.put(key, value);
            return this;
        }

        /**
         * The experiment of this name that is in use, made where there is none; of several processes that make it at once,
         * all get the same. Runs whose process died are marked as KILLED by the way.
         *
         * @throws InvalidException if the name or a tag breaks a limit
         * @throws StorageUnavailableException if the store can't be asked
         */
        public Experiment in(Workspace workspace) {
            return new FindOrMake(Tracking.of(workspace), name, tags).experiment();
        }
    }
}
