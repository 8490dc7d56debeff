package dev.mlops.tracking;

import dev.mlops.MlopsException;
import dev.mlops.data.Dataset;
import dev.mlops.pipeline.PipelineListener;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.pipeline.StepRun;
import dev.mlops.pipeline.StepState;
import dev.mlops.storage.ContentHashed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records runs of pipelines; see {@link Experiment#tracker}. Thread-safe. */
final class PipelineTracker implements PipelineListener {
    private static final Logger log = LoggerFactory.getLogger(PipelineTracker.class);

    private final Tracking tracking;
    private final Experiment experiment;
    private final Map<String, Tracked> runs = new ConcurrentHashMap<>();

    /** A run that goes on, and what is still being found out about it. */
    private record Tracked(ActiveRun run, Pending pending) {}

    PipelineTracker(Tracking tracking, Experiment experiment) {
        this.tracking = tracking;
        this.experiment = experiment;
    }

    @Override
    public void runStarted(PipelineRun<?> pipeline) {
        ActiveRun run = experiment.start(pipeline.id(), pipeline.pipeline().name(), null);
        runs.put(pipeline.id(), new Tracked(run, new Pending(tracking.background())));
        attempt(run, "its name", r -> r.tag(Tags.PIPELINE, pipeline.pipeline().name()));
        pipeline.parameters()
                .forEach((name, value) -> attempt(run, "parameter '" + name + "'", r -> r.param(name, value)));
        attempt(
                run,
                "its graph",
                r -> r.artifact("pipeline.mmd", pipeline.pipeline().toMermaid()));
    }

    @Override
    public void stepFinished(StepRun step) {
        Tracked tracked = runs.get(step.runId());
        if (tracked != null) {
            recordTime(tracked.run(), step);
        }
    }

    @Override
    public void stepGave(StepRun step, Object output) {
        Tracked tracked = runs.get(step.runId());
        if (tracked != null) {
            ActiveRun run = tracked.run();
            List<Dataset<?>> datasets = Datasets.given(output);
            if (!datasets.isEmpty()) {
                datasets.forEach(dataset -> tracked.pending().add(() -> recordData(run, step, dataset)));
            } else if (output instanceof ContentHashed hashed) {
                tracked.pending().add(() -> recordHash(run, step, hashed.contentHash()));
            } else {
                step.contentHash().ifPresent(hash -> recordHash(run, step, hash));
            }
        }
    }

    @Override
    public void stepFailed(StepRun step) {
        Tracked tracked = runs.get(step.runId());
        if (tracked != null) {
            recordTime(tracked.run(), step);
        }
    }

    @Override
    public void runFinished(PipelineRun<?> pipeline) {
        Tracked tracked = runs.remove(pipeline.id());
        if (tracked != null) {
            tracked.pending().await();
            try (ActiveRun run = tracked.run()) {
                attempt(run, "its report", r -> r.artifact("report.html", pipeline.toHtml()));
                recordEnd(run, pipeline);
            }
        }
    }

    private static void recordEnd(ActiveRun run, PipelineRun<?> pipeline) {
        switch (pipeline.state()) {
            case FAILED ->
                pipeline.failure().ifPresent(failure -> {
                    attempt(run, "the step that failed", r -> r.tag(Tags.FAILED_STEP, failure.step()));
                    run.fail(failure);
                });
            case CANCELLED, REJECTED -> run.cancel(pipeline.reason().orElse(""));
            case RUNNING, SUCCEEDED -> {}
        }
    }

    private static void recordTime(ActiveRun run, StepRun step) {
        if (step.start().isPresent() && step.state() != StepState.FROM_CACHE) {
            double seconds = step.duration().toNanos() / 1e9;
            attempt(run, "time of step '" + step.name() + "'", r -> r.metric("seconds/" + step.name(), seconds));
        }
    }

    private static void recordData(ActiveRun run, StepRun step, Dataset<?> dataset) {
        attempt(run, "data of step '" + step.name() + "'", r -> r.dataset(dataset, step.name()));
    }

    private static void recordHash(ActiveRun run, StepRun step, String hash) {
        attempt(run, "hash of step '" + step.name() + "'", r -> r.tag("mlops.output." + step.name(), hash));
    }

    /** One fact that breaks a limit, such as a long value, doesn't cost the others. */
    private static void attempt(ActiveRun run, String what, Consumer<ActiveRun> recording) {
        try {
            recording.accept(run);
        } catch (MlopsException | IllegalStateException e) {
            log.warn("run {} doesn't record {}: {}", run.id(), what, e.getMessage());
        }
    }
}
