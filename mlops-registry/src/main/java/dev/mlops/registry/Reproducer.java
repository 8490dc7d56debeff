package dev.mlops.registry;

import dev.mlops.StepFailedException;
import dev.mlops.data.Field;
import dev.mlops.model.Model;
import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.pipeline.PipelineExecution;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.pipeline.Runner;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.tracking.Environment;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;

/**
 * Runs a version's pipeline again and compares. Data is compared first, as each step gives it: what a step gave that isn't
 * what it gave then goes to no other step, and the run is cancelled. Nothing is taken from a cache, and nothing is tracked.
 */
final class Reproducer {
    private static final int LONGEST_REASON = 8_000;

    private final ModelRegistry registry;

    Reproducer(ModelRegistry registry) {
        this.registry = registry;
    }

    <R> Reproduction reproduce(ModelVersion version, TrainingPipeline<R> training) {
        version.requireOf(registry);
        version.requireReady();
        RecordedRun recorded = RecordedRun.of(registry, version, training.pipeline());
        Args args = recorded.args(Map.of());
        Model original = version.load();
        DataCheck data = new DataCheck(
                recorded,
                original.signature().inputs().fields().stream().map(Field::name).collect(Collectors.toSet()));
        GivenModels given = new GivenModels();
        PipelineRun<R> run = run(training.pipeline(), args, data, given);

        Changes changes = new Changes();
        data.change().ifPresent(changes::add);
        changes.addAll(data.unrecorded());
        changes.addAll(recorded.differences(args));
        changes.compare(recorded.run(), Environment.look());
        if (data.change().isPresent()) {
            return keep(recorded, data, Reproduction.Outcome.DATA_CHANGED, changes, Predictions.NONE, 0);
        }
        R result = result(version, run);
        changes.addAll(data.missing());
        Model again = training.modelOf(result, given.all());
        boolean sameData =
                changes.compare(original.provenance().data(), again.provenance().data());
        boolean identical = changes.compare(version, original, again);
        int metrics = changes.compare(version.metrics(), training.metricsOf(result));
        Predictions predictions = Predictions.of(original, again, data.rows());
        return keep(recorded, data, outcome(sameData, identical), changes, predictions, metrics);
    }

    private static Reproduction.Outcome outcome(boolean sameData, boolean identical) {
        if (!sameData) {
            return Reproduction.Outcome.DATA_CHANGED;
        }
        return identical ? Reproduction.Outcome.IDENTICAL : Reproduction.Outcome.DIFFERENT;
    }

    private <R> PipelineRun<R> run(Pipeline<R> pipeline, Args args, DataCheck data, GivenModels given) {
        PipelineExecution<R> execution = Runner.builder()
                .clock(registry.shared().workspace().clock())
                .check(data)
                .check(given)
                .build()
                .start(pipeline, args);
        data.onChange(execution::cancel);
        try {
            return execution.await();
        } catch (InterruptedException e) {
            execution.cancel();
            execution.finished().toCompletableFuture().join();
            Thread.currentThread().interrupt();
            throw new CancellationException("reproducing with pipeline '" + pipeline.name() + "' was interrupted");
        }
    }

    /** What the pipeline gave; a failure is told to the history. */
    private <R> R result(ModelVersion version, PipelineRun<R> run) {
        try {
            return run.result();
        } catch (StepFailedException e) {
            note(version.model(), version.number(), "failed", String.valueOf(e.getMessage()));
            throw e;
        }
    }

    private Reproduction keep(
            RecordedRun recorded,
            DataCheck data,
            Reproduction.Outcome outcome,
            Changes changes,
            Predictions predictions,
            int metrics) {
        Instant now = registry.shared().workspace().clock().instant();
        ModelVersion version = recorded.version();
        ReproductionRecord record = new ReproductionRecord(
                ReproductionRecord.FORMAT,
                version.model(),
                version.number(),
                recorded.run().id(),
                recorded.pipeline().name(),
                outcome,
                changes.found(),
                data.compared(),
                predictions,
                metrics,
                registry.actor(),
                registry.reason(),
                now);
        Reproduction reproduction = new Reproduction(record);
        version.files().put(version.files().fresh(ReproductionRecord.FOLDER), record.write());
        note(version.model(), version.number(), outcome.name().toLowerCase(Locale.ROOT), reproduction.toText());
        return reproduction;
    }

    private void note(String model, int version, String outcome, String found) {
        String reason = registry.reason().isEmpty() ? found : registry.reason() + "; " + found;
        AuditEntry entry = registry.because(Texts.shown(reason, LONGEST_REASON))
                .ledger()
                .entry(model, version, Actions.REPRODUCE, "", outcome);
        registry.ledger().change(model, new ModelChange.Note(version), entry);
    }
}
