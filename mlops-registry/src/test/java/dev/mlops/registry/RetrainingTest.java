package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.StepFailedException;
import dev.mlops.pipeline.Args;
import dev.mlops.pipeline.PipelineRun;
import dev.mlops.registry.RidePipelines.Trained;
import dev.mlops.storage.Workspace;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.RunStatus;
import dev.mlops.tracking.ActiveRun;
import dev.mlops.tracking.Experiment;
import dev.mlops.tracking.Run;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RetrainingTest {
    private static final Map<String, ?> RIDE = Map.of("zone", "z1", "km", 3.5);

    private final Workspace workspace = Workspace.inMemory();
    private final Experiment experiment = Experiment.named("rides").in(workspace);
    private final ModelRegistry registry = ModelRegistry.in(workspace);
    private final RidePipelines rides = new RidePipelines();

    @TempDir
    Path folder;

    private Path january;
    private Path february;
    private ModelVersion champion;

    @BeforeEach
    void registerAChampion() {
        january = RidePipelines.write(folder.resolve("jan.csv"), 200, 1);
        february = RidePipelines.write(folder.resolve("feb.csv"), 100, 2);
        PipelineRun<Trained> run = experiment.run(
                rides.evaluated().pipeline(),
                Args.of(Map.of("train_data", january, "val_data", february, "alpha", 0.25)));
        try (ActiveRun active = experiment.resume(run.id())) {
            active.metric("rmse", run.result().evaluation().rmse())
                    .model(run.result().model());
        }
        champion = registry.alias(
                registry.registration("ride")
                        .run(experiment.get(run.id()))
                        .example(RIDE)
                        .register(),
                "champion");
    }

    @AfterEach
    void close() {
        workspace.close();
    }

    @Test
    void the_same_pipeline_on_other_data_makes_a_candidate_with_all_that_a_version_has() {
        Path march = RidePipelines.write(folder.resolve("mar.csv"), 150, 3);
        ModelVersion candidate = registry.retrain(champion, rides.evaluated(), Map.of("train_data", march));
        assertThat(candidate.number()).isEqualTo(2);
        assertThat(candidate.aliases()).isEmpty();
        assertThat(candidate.tags()).containsExactly(Map.entry("mlops.retrained_from", "1"));
        assertThat(candidate.params())
                .containsEntry("train_data", march.toString())
                .containsEntry("val_data", february.toString())
                .containsEntry("alpha", "0.25");
        assertThat(candidate.metric("rmse")).isNotEqualTo(champion.metric("rmse"));
        assertThat(candidate.example()).contains(Map.copyOf(RIDE));
        assertThat(candidate.datasets())
                .extracting(DatasetInput::name)
                .contains("mar.csv", "feb.csv")
                .doesNotContain("jan.csv");
        assertThat(candidate.modelHash()).isNotEqualTo(champion.modelHash());
        assertThat(registry.version("ride@champion").number()).isEqualTo(1);
    }

    @Test
    void its_run_is_tracked_in_the_experiment_and_it_can_be_reproduced() {
        ModelVersion candidate = registry.retrain(champion, rides.evaluated(), Map.of("alpha", 3));
        Run run = candidate.run().orElseThrow();
        assertThat(run.experimentId()).isEqualTo(experiment.id());
        assertThat(run.status()).isEqualTo(RunStatus.FINISHED);
        assertThat(run.pipeline()).contains("train");
        assertThat(registry.reproduce(candidate, rides.evaluated()).isIdentical())
                .isTrue();
    }

    @Test
    void a_pipeline_that_fails_leaves_no_version() {
        Path nowhere = folder.resolve("nowhere.csv");
        assertThatThrownBy(() -> registry.retrain(champion, rides.evaluated(), Map.of("train_data", nowhere)))
                .isInstanceOf(StepFailedException.class)
                .hasMessageContaining("nowhere.csv");
        assertThat(registry.versions("ride").list()).hasSize(1);
        assertThat(experiment.runs().where("status = 'FAILED'").list()).hasSize(1);
    }

    @Test
    void a_parameter_that_the_pipeline_does_not_have_is_refused_before_anything_runs() {
        assertThatThrownBy(() -> registry.retrain(champion, rides.evaluated(), Map.of("train_dta", january)))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("'train_dta'")
                .hasMessageContaining("train_data");
        assertThat(experiment.runs().list()).hasSize(1);
    }

    @Test
    void an_experiment_that_was_set_aside_is_named() {
        experiment.delete();
        assertThatThrownBy(() -> registry.retrain(champion, rides.evaluated(), Map.of()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(experiment.id())
                .hasMessageContaining("isn't in use");
    }
}
