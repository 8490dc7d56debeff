package dev.mlops.examples.trips;

import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.pipeline.Runner;
import dev.mlops.registry.ModelRegistry;
import dev.mlops.storage.Workspace;
import dev.mlops.tracking.ActiveRun;
import dev.mlops.tracking.Experiment;
import dev.mlops.tracking.Run;
import dev.mlops.tracking.RunSearch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The experiment of the task: each run of a pipeline, and within it a run for each model that it trained. */
final class TripTracking implements AutoCloseable {
    private static final String EXPERIMENT = "trip-duration";

    private final Workspace workspace;
    private final Experiment experiment;

    private TripTracking(Workspace workspace) {
        this.workspace = workspace;
        this.experiment = Experiment.named(EXPERIMENT).in(workspace);
    }

    /** Opens the workspace that the parameters name. */
    static TripTracking open(Map<String, String> parameters) {
        return open(Path.of(parameters.getOrDefault(TripPipelines.WORKSPACE, "")));
    }

    /** Opens the workspace in a folder. */
    static TripTracking open(Path folder) {
        return new TripTracking(Workspace.open(folder));
    }

    /** The registry of the workspace. */
    ModelRegistry registry() {
        return ModelRegistry.in(workspace);
    }

    /** A run of the experiment. */
    Run run(String id) {
        return experiment.get(id);
    }

    /** Runs a pipeline as a run of the experiment, with a bar that shows how far it has come. */
    <R> PipelineRun<R> run(Pipeline<R> pipeline, Args args) {
        return Runner.builder()
                .listener(new TripProgress())
                .listener(experiment.tracker())
                .build()
                .run(pipeline, args);
    }

    /**
     * Records each model as a part of the run that trained it.
     *
     * @return the ids of the parts, in the order of the results
     */
    List<String> record(PipelineRun<?> run, List<TripResult> results) {
        List<String> ids = new ArrayList<>();
        try (ActiveRun parent = experiment.resume(run.id())) {
            for (TripResult result : results) {
                parent.child(result.score().model(), child -> {
                    record(child, result);
                    ids.add(child.id());
                });
            }
        }
        return ids;
    }

    private static void record(ActiveRun run, TripResult result) {
        TripScore score = result.score();
        run.param("model", score.model()).param("alpha", score.alpha()).param("features", score.features());
        run.metrics(0, result.metrics()).metric("columns", score.columns()).metric("fit_seconds", score.fitSeconds());
        run.dataset(result.later(), "validation").model(result.model());
    }

    /** The models of all runs, the best first. */
    RunSearch models() {
        return experiment.runs().where("metrics.val_rmse IS NOT NULL").orderBy("metrics.val_rmse asc");
    }

    @Override
    public void close() {
        workspace.close();
    }
}
