package dev.mlops.tracking.mlflow;

import dev.mlops.MlopsException;
import dev.mlops.StorageUnavailableException;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import dev.mlops.storage.spi.RunStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Imports runs into one experiment, each wholly or not at all. */
final class RunImport {
    private static final int BATCH = 10_000;

    private final RunStore runs;
    private final RunArtifactsImport artifacts;
    private final InstantSource clock;
    private final String experimentId;
    private final Report report;

    RunImport(Workspace workspace, String experimentId, Report report) {
        this.runs = workspace.storage().runs();
        this.artifacts = new RunArtifactsImport(workspace.storage().artifacts(), report);
        this.clock = workspace.clock();
        this.experimentId = experimentId;
        this.report = report;
    }

    void add(Path folder) {
        String item = "run " + Folders.name(folder);
        try {
            RunFolder run = new RunFolder(folder, experimentId, report);
            Optional<RunData> before = runs.findRun(run.run().id());
            if (before.isEmpty()) {
                create(run);
            } else if (before.get().begin().experimentId().equals(experimentId)) {
                report.run(false, run.points(), complete(run, before.get()));
            } else {
                report.problem(
                        item,
                        "it is here in experiment " + before.get().begin().experimentId() + " already, expected "
                                + experimentId + "; it isn't imported");
            }
        } catch (StorageUnavailableException e) {
            throw e;
        } catch (IOException | MlopsException e) {
            report.problem(item, e.getMessage() + "; it isn't imported");
        }
    }

    private void create(RunFolder run) throws IOException {
        String id = run.run().id();
        runs.createRun(run.run());
        try {
            report.run(true, run.points(), complete(run, runs.findRun(id).orElseThrow()));
        } catch (IOException | RuntimeException e) {
            undo(id, e);
            throw e;
        }
    }

    private void undo(String id, Exception cause) {
        try {
            artifacts.remove(id);
            runs.removeRun(id);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * Adds what the run here lacks. While it is RUNNING here, it is new or an import of it was cut off: then MLflow has the
     * last word. The end comes last, so that a run that has ended is there whole.
     *
     * @return how many artifacts it has
     */
    private int complete(RunFolder run, RunData here) throws IOException {
        String id = here.id();
        points(run, id);
        int files = artifacts.add(id, run);
        boolean open = !here.status().isFinal();
        RunChange.Builder change = RunChange.builder();
        run.parameters().forEach((key, value) -> param(run, here, change, key, value));
        run.runTags().forEach((key, value) -> {
            if (open || !here.tags().containsKey(key)) {
                change.tag(key, value);
            }
        });
        run.inputs().forEach(change::dataset);
        if (here.commit().isEmpty()) {
            run.state().ifPresent(change::commit);
        }
        if (open) {
            end(run, change);
        }
        runs.update(id, change.build());
        return files;
    }

    private void param(RunFolder run, RunData here, RunChange.Builder change, String key, String value) {
        String before = here.params().get(key);
        if (before == null) {
            change.param(key, value);
        } else if (!before.equals(value)) {
            report.problem(run.item() + " param '" + key + "'", "it has another value here, which stays");
        }
    }

    private void end(RunFolder run, RunChange.Builder change) {
        change.heartbeat(run.lastMoment());
        RunStatus status = run.status();
        if (status.isFinal()) {
            change.end(status, run.ended());
        }
        if (run.isDeleted()) {
            change.delete(clock.instant());
        }
    }

    private void points(RunFolder run, String id) throws IOException {
        List<MetricPoint> batch = new ArrayList<>();
        for (MetricFile metric : run.metricFiles()) {
            metric.forEach(
                    point -> {
                        batch.add(point);
                        if (batch.size() == BATCH) {
                            flush(id, batch);
                        }
                    },
                    reported -> {});
        }
        flush(id, batch);
    }

    private void flush(String id, List<MetricPoint> batch) {
        RunChange.Builder change = RunChange.builder();
        batch.forEach(change::metric);
        runs.update(id, change.build());
        batch.clear();
    }
}
