package dev.mlops.registry;

import dev.mlops.NotFoundException;
import dev.mlops.model.Model;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.pipeline.Runner;
import dev.mlops.storage.Workspace;
import dev.mlops.tracking.ActiveRun;
import dev.mlops.tracking.Experiment;
import java.util.Map;

/** Runs a version's pipeline again, tracked and with some other parameters, and registers what comes out. */
final class Retrainer {
    /** The tag that has the number of the version that was trained anew. */
    static final String RETRAINED_FROM = "mlops.retrained_from";

    private final ModelRegistry registry;

    Retrainer(ModelRegistry registry) {
        this.registry = registry;
    }

    <R> ModelVersion retrain(ModelVersion version, TrainingPipeline<R> training, Map<String, ?> changes) {
        version.requireOf(registry);
        version.requireReady();
        RecordedRun recorded = RecordedRun.of(registry, version, training.pipeline());
        Experiment experiment = experiment(recorded);
        GivenModels given = new GivenModels();
        Workspace workspace = registry.shared().workspace();
        PipelineRun<R> run = Runner.builder()
                .cache(registry.shared().artifacts())
                .clock(workspace.clock())
                .listener(experiment.tracker())
                .check(given)
                .build()
                .run(training.pipeline(), recorded.args(changes));
        Model model = training.modelOf(run.result(), given.all());
        Map<String, Double> metrics = training.metricsOf(run.result());
        try (ActiveRun active = experiment.resume(run.id())) {
            active.metrics(0, metrics).model(model);
        }
        return register(version, experiment, run.id(), model);
    }

    private ModelVersion register(ModelVersion version, Experiment experiment, String run, Model model) {
        Registration registration = registry.registration(version.model())
                .run(experiment.get(run))
                .tag(RETRAINED_FROM, Integer.toString(version.number()));
        if (model.signature().equals(version.load().signature())) {
            version.example().ifPresent(registration::example);
        }
        return registration.register();
    }

    private Experiment experiment(RecordedRun recorded) {
        String id = recorded.run().experimentId();
        return Experiment.search(registry.shared().workspace())
                .where("id = '" + id + "'")
                .find()
                .orElseThrow(() -> new NotFoundException("experiment " + id + " of " + recorded.run()
                        + " isn't in use, expected one to retrain " + recorded.version() + " in"));
    }
}
