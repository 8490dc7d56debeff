package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StepFailedException;
import dev.mlops.data.Dataset;
import dev.mlops.model.Model;
import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.Param;
import dev.mlops.pipeline.Pipeline;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.pipeline.Step;
import dev.mlops.registry.Difference.Area;
import dev.mlops.registry.RidePipelines.Ride;
import dev.mlops.registry.RidePipelines.Trained;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.tracking.ActiveRun;
import dev.mlops.tracking.Experiment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ReproductionTest {
    private final Workspace workspace = Workspace.inMemory();
    private final Experiment experiment = Experiment.named("rides").in(workspace);
    private final ModelRegistry registry = ModelRegistry.in(workspace).by("ann");
    private final RidePipelines rides = new RidePipelines();

    @TempDir
    Path folder;

    private Path january;
    private Path february;

    @BeforeEach
    void writeRides() {
        january = RidePipelines.write(folder.resolve("jan.csv"), 200, 1);
        february = RidePipelines.write(folder.resolve("feb.csv"), 100, 2);
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    private ModelVersion plain() {
        PipelineRun<Model> run = experiment.run(rides.plain(), Args.of(Map.of("train_data", january, "alpha", 0.5)));
        try (ActiveRun active = experiment.resume(run.id())) {
            active.model(run.result());
        }
        return registry.register("ride", experiment.get(run.id()));
    }

    /** As a part of the pipeline's run, with its metric. */
    private ModelVersion evaluated() {
        PipelineRun<Trained> run = experiment.run(
                rides.evaluated().pipeline(), Args.of(Map.of("train_data", january, "val_data", february)));
        Trained trained = run.result();
        try (ActiveRun active = experiment.resume(run.id())) {
            active.child("ridge", child -> child.param("kind", "ridge")
                    .metric("rmse", trained.evaluation().rmse())
                    .model(trained.model()));
        }
        return registry.register(
                "ride", experiment.runs().where("name = 'ridge'").first());
    }

    @Test
    void a_version_is_reproduced_bit_for_bit_where_nothing_has_changed() {
        ModelVersion version = evaluated();
        Reproduction reproduction = registry.reproduce(version, rides.evaluated());
        assertThat(reproduction.outcome()).isEqualTo(Reproduction.Outcome.IDENTICAL);
        assertThat(reproduction.isIdentical()).isTrue();
        assertThat(reproduction.isDataUnchanged()).isTrue();
        assertThat(reproduction.maxPredictionDifference()).hasValue(0);
        assertThat(reproduction.predictedRows()).isEqualTo(300);
        assertThat(reproduction.comparedDatasets()).isEqualTo(2);
        assertThat(reproduction.comparedMetrics()).isEqualTo(1);
        assertThat(reproduction.differences())
                .noneMatch(each -> each.area() == Area.DATA || each.area() == Area.PARAMETERS)
                .noneMatch(each -> each.area() == Area.MODEL || each.area() == Area.METRICS);
        assertThat(reproduction.toText()).contains("version ride/1 is reproduced bit for bit", "0.0 on 300 rows");
        assertThat(reproduction.orThrow()).isSameAs(reproduction);
    }

    @Test
    void nothing_is_tracked_and_nothing_taken_from_the_cache() {
        ModelVersion version = plain();
        registry.reproduce(version, rides.plain());
        assertThat(experiment.runs().list()).hasSize(1);
        assertThat(rides.trainings).hasValue(2);
    }

    @Test
    void what_came_of_it_is_in_the_history_and_with_the_version() {
        ModelVersion version = plain();
        Reproduction reproduction = registry.because("yearly audit").reproduce(version, rides.plain());
        AuditEntry entry = last();
        assertThat(entry.action()).isEqualTo("reproduce");
        assertThat(entry.version()).isEqualTo(1);
        assertThat(entry.to()).isEqualTo("identical");
        assertThat(entry.actor()).isEqualTo("ann");
        assertThat(entry.reason()).startsWith("yearly audit; version ride/1 is reproduced bit for bit");
        assertThat(version.reproductions())
                .singleElement()
                .satisfies(kept -> assertThat(kept.toText()).isEqualTo(reproduction.toText()))
                .satisfies(kept -> assertThat(kept.reason()).isEqualTo("yearly audit"))
                .satisfies(kept ->
                        assertThat(kept.runId()).isEqualTo(version.runId().orElseThrow()));
    }

    @Test
    void changed_data_is_refused_and_named_before_anything_is_trained() throws Exception {
        ModelVersion version = plain();
        String digest = RidePipelines.read(january).contentHash();
        Files.writeString(january, Files.readString(january) + "z1,2.5,9\n");
        Reproduction reproduction = registry.reproduce(version, rides.plain());
        assertThat(reproduction.outcome()).isEqualTo(Reproduction.Outcome.DATA_CHANGED);
        assertThat(reproduction.isDataUnchanged()).isFalse();
        assertThat(reproduction.isIdentical()).isFalse();
        assertThat(reproduction.maxPredictionDifference()).isEmpty();
        assertThat(reproduction.differences(Area.DATA))
                .containsExactly(new Difference(
                        Area.DATA,
                        "dataset 'jan.csv' of step 'load'",
                        digest + " with 200 rows",
                        RidePipelines.read(january).contentHash() + " with 201 rows"));
        assertThat(rides.trainings).hasValue(1);
        assertThat(last().to()).isEqualTo("data_changed");
        assertThatThrownBy(reproduction::orThrow)
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("the data has changed")
                .hasMessageContaining("jan.csv")
                .hasMessageContaining("201 rows");
    }

    @Test
    void one_value_of_a_row_is_a_change() throws Exception {
        ModelVersion version = evaluated();
        String text = Files.readString(february);
        int end = text.lastIndexOf('.');
        char digit = text.charAt(end + 1) == '1' ? '2' : '1';
        Files.writeString(february, text.substring(0, end + 1) + digit + text.substring(end + 2));
        Reproduction reproduction = registry.reproduce(version, rides.evaluated());
        assertThat(reproduction.isDataUnchanged()).isFalse();
        assertThat(reproduction.differences(Area.DATA)).singleElement().satisfies(change -> assertThat(change.what())
                .isEqualTo("dataset 'feb.csv' of step 'load-later'"));
    }

    @Test
    void a_file_that_is_gone_is_named() throws Exception {
        ModelVersion version = plain();
        Files.delete(january);
        assertThatThrownBy(() -> registry.reproduce(version, rides.plain()))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("step 'load' failed")
                .hasMessageContaining(january.toString());
        assertThat(last().to()).isEqualTo("failed");
        assertThat(last().reason()).contains(january.toString());
        assertThat(version.reproductions()).isEmpty();
    }

    @Test
    void other_code_makes_another_model_and_the_report_says_what_differs() {
        ModelVersion version = plain();
        Reproduction reproduction = registry.reproduce(version, rides.changed());
        assertThat(reproduction.outcome()).isEqualTo(Reproduction.Outcome.DIFFERENT);
        assertThat(reproduction.isDataUnchanged()).isTrue();
        assertThat(reproduction.maxPredictionDifference().orElseThrow()).isPositive();
        assertThat(reproduction.differences(Area.PARAMETERS))
                .containsExactly(
                        new Difference(Area.PARAMETERS, "parameter 'strength'", "", "2.0"),
                        new Difference(Area.PARAMETERS, "parameter 'alpha'", "0.5", ""));
        assertThat(reproduction.differences(Area.MODEL))
                .extracting(Difference::what)
                .containsExactly("estimator.pb", "trainer");
        assertThat(reproduction.toText()).contains("parameter 'alpha' was 0.5, is not there");
    }

    @Test
    void a_metric_that_differs_is_named() {
        ModelVersion version = evaluated();
        Reproduction reproduction =
                registry.reproduce(version, rides.evaluated().metrics(trained -> Map.of("rmse", 0.5, "other", 1.0)));
        assertThat(reproduction.isIdentical()).isTrue();
        assertThat(reproduction.comparedMetrics()).isEqualTo(1);
        assertThat(reproduction.differences(Area.METRICS)).singleElement().satisfies(metric -> {
            assertThat(metric.what()).isEqualTo("rmse");
            assertThat(metric.recorded()).isEqualTo(Double.toString(version.metric("rmse")));
            assertThat(metric.present()).isEqualTo("0.5");
        });
    }

    @Test
    void a_step_that_reads_and_trains_at_once_is_found_to_have_learnt_from_other_data() {
        Pipeline.Builder p = Pipeline.named("at-once");
        Param<Path> file = p.param("file", Path.class);
        Step<Model> fit = p.step("fit", file, f -> rides.ridge(RidePipelines.read(f), 1));
        Pipeline<Model> pipeline = p.build(fit);
        PipelineRun<Model> run = experiment.run(pipeline, Args.of(Map.of("file", january)));
        try (ActiveRun active = experiment.resume(run.id())) {
            active.model(run.result());
        }
        ModelVersion version = registry.register("ride", experiment.get(run.id()));
        RidePipelines.write(january, 200, 3);
        Reproduction reproduction = registry.reproduce(version, pipeline);
        assertThat(reproduction.outcome()).isEqualTo(Reproduction.Outcome.DATA_CHANGED);
        assertThat(reproduction.differences(Area.DATA))
                .extracting(Difference::what)
                .containsExactly("training data of the model");
    }

    @Test
    void data_that_was_not_recorded_is_told_and_refuses_nothing() {
        ModelVersion version = plain();
        Pipeline.Builder p = Pipeline.named("train");
        Param<Path> file = p.param("train_data", Path.class);
        Param<Double> alpha = p.param("alpha", Double.class, 1.0);
        Step<Dataset<Ride>> read = p.step("read", file, RidePipelines::read);
        Reproduction reproduction = registry.reproduce(version, p.build(p.step("fit", read, alpha, rides::ridge)));
        assertThat(reproduction.isIdentical()).isTrue();
        assertThat(reproduction.comparedDatasets()).isZero();
        assertThat(reproduction.differences(Area.DATA)).singleElement().satisfies(each -> {
            assertThat(each.what()).isEqualTo("dataset 'jan.csv' of step 'read'");
            assertThat(each.recorded()).isEmpty();
        });
    }

    @Test
    void data_that_a_step_no_longer_gives_is_told() {
        ModelVersion version = evaluated();
        Pipeline.Builder p = Pipeline.named("train");
        Param<Path> file = p.param("train_data", Path.class);
        p.step("load-later", () -> "nothing");
        Step<Dataset<Ride>> load = p.step("load", file, RidePipelines::read);
        Reproduction reproduction =
                registry.reproduce(version, p.build(p.step("fit", load, data -> rides.ridge(data, 1))));
        assertThat(reproduction.isIdentical()).isTrue();
        assertThat(reproduction.differences(Area.DATA)).singleElement().satisfies(each -> {
            assertThat(each.what()).isEqualTo("dataset 'feb.csv' of step 'load-later'");
            assertThat(each.recorded()).endsWith(" with 100 rows");
            assertThat(each.present()).isEmpty();
        });
    }

    @Test
    void where_the_thread_is_interrupted_the_run_is_cancelled() {
        ModelVersion version = plain();
        Thread caller = Thread.currentThread();
        Pipeline.Builder p = Pipeline.named("train");
        Step<Model> fit = p.step("fit", () -> {
            caller.interrupt();
            new CountDownLatch(1).await();
            throw new IllegalStateException("nobody counts down");
        });
        assertThatThrownBy(() -> registry.reproduce(version, p.build(fit)))
                .isInstanceOf(CancellationException.class)
                .hasMessageContaining("'train' was interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void the_model_of_a_step_is_taken_where_there_is_only_one() {
        ModelVersion version = evaluated();
        assertThat(registry.reproduce(version, rides.evaluated().pipeline()).isIdentical())
                .isTrue();
    }

    @Test
    void a_pipeline_that_gives_no_model_is_refused() {
        ModelVersion version = plain();
        Pipeline.Builder p = Pipeline.named("train");
        Step<Integer> one = p.step("one", () -> 1);
        assertThatThrownBy(() -> registry.reproduce(version, p.build(one)))
                .isInstanceOf(InvalidException.class)
                .hasMessage("pipeline 'train' gives a Integer, and its steps gave 0 models, expected one: "
                        + "TrainingPipeline.model says which of the result it is");
    }

    @Test
    void a_version_needs_a_run_of_the_pipeline() {
        ModelVersion version = plain();
        ModelVersion alone = registry.register("ride", version.load());
        Pipeline.Builder p = Pipeline.named("compare");
        Pipeline<Integer> other = p.build(p.step("one", () -> 1));
        assertThatThrownBy(() -> registry.reproduce(alone, rides.plain()))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("version ride/2 was registered without a run, expected one of pipeline 'train'");
        assertThatThrownBy(() -> registry.reproduce(version, other))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("recorded pipeline [train], expected 'compare'");
    }

    @Test
    void a_parameter_that_is_needed_and_was_not_recorded_is_named() {
        ModelVersion version = plain();
        Pipeline.Builder p = Pipeline.named("train");
        Param<Integer> trees = p.param("trees", Integer.class);
        assertThatThrownBy(() -> registry.reproduce(version, p.build(p.step("one", trees, t -> t))))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("version ride/1 recorded")
                .hasMessageContaining("parameter 'trees' is missing");
    }

    @Test
    void figures_without_end_are_kept_too() {
        ReproductionRecord record = new ReproductionRecord(
                1,
                "ride",
                1,
                "0".repeat(32),
                "train",
                Reproduction.Outcome.DIFFERENT,
                List.of(),
                0,
                new Predictions(1, Double.POSITIVE_INFINITY),
                0,
                "ann",
                "",
                Instant.EPOCH);
        ReproductionRecord read = ReproductionRecord.read(record.write(), "record");
        assertThat(read).isEqualTo(record);
    }

    private AuditEntry last() {
        List<AuditEntry> entries = registry.history("ride").entries();
        return entries.get(entries.size() - 1);
    }
}
