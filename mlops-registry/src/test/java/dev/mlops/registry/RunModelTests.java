package dev.mlops.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.tracking.ActiveRun;
import dev.mlops.tracking.Experiment;
import dev.mlops.tracking.Run;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Registering the model of a run: the registry and the tracker in both directions. */
interface RunModelTests extends RegistryFixture {

    private Run run(Consumer<ActiveRun> recording) {
        Experiment experiment = Experiment.named("trip-duration").in(workspace());
        String id;
        try (ActiveRun run = experiment.start("ridge")) {
            recording.accept(run);
            id = run.id();
        }
        return experiment.get(id);
    }

    private Run trained() {
        return run(run -> run.param("alpha", "1")
                .metric("rmse", 5)
                .tag("team", "eta")
                .dataset(Rides.rides(3), "training")
                .model(MODEL));
    }

    @Test
    default void a_version_of_a_run_has_what_the_run_has() {
        Run run = trained();

        ModelVersion version = registry().register(TRIPS, run);

        assertThat(version.runId()).contains(run.id());
        assertThat(version.run().map(Run::name)).contains("ridge");
        assertThat(version.params()).isEqualTo(run.params());
        assertThat(version.metrics()).isEqualTo(run.metrics());
        assertThat(version.tags()).isEmpty();
        assertThat(version.datasets()).isEqualTo(run.datasets());
        assertThat(version.commit()).isEqualTo(run.commit());
        assertThat(version.load().contentHash()).isEqualTo(MODEL.contentHash());
        assertThat(registry().versions(run)).containsExactly(version);
    }

    @Test
    default void what_is_said_beside_a_run_goes_before_it() {
        Run run = trained();
        DatasetInput test = new DatasetInput("february", "sha256:" + "0".repeat(64), "test", "", "", 7);

        ModelVersion version = registry()
                .registration(TRIPS)
                .run(run)
                .metric("rmse", 4)
                .metric("mae", 3)
                .param("beta", "2")
                .dataset(test)
                .register();

        assertThat(version.metrics()).isEqualTo(Map.of("rmse", 4.0, "mae", 3.0));
        assertThat(version.params()).containsAllEntriesOf(run.params()).containsEntry("beta", "2");
        assertThat(version.datasets()).hasSize(2).contains(test).containsAll(run.datasets());
    }

    @Test
    default void the_content_of_the_model_is_bound_and_not_copied() {
        Run run = trained();

        ModelVersion version = registry().register(TRIPS, run);

        for (Artifact artifact : run.artifacts().list("model")) {
            assertThat(version.files().content(artifact.name().path())).isEqualTo(artifact.content());
        }
    }

    @Test
    default void a_version_stays_when_its_run_is_purged() {
        Run run = trained();
        ModelVersion version = registry().register(TRIPS, run);
        run.delete();
        assertThat(version.run().map(Run::id)).contains(run.id());

        advance(Duration.ofHours(3));
        assertThat(workspace().purge(Duration.ZERO).runs()).isEqualTo(1);

        assertThat(version.run()).isEmpty();
        assertThat(version.runId()).contains(run.id());
        assertThat(version.datasets()).isEqualTo(run.datasets());
        assertThat(version.load().predict(Rides.EXAMPLE)).isEqualTo(MODEL.predict(Rides.EXAMPLE));
    }

    @Test
    default void a_model_at_another_path_of_the_run_is_registered() {
        Run run = run(each -> each.model("models/best", MODEL).model("models/best2", Rides.model(9)));

        ModelVersion version =
                registry().registration(TRIPS).run(run, "models/best").register();

        assertThat(version.modelHash()).isEqualTo(MODEL.contentHash());
        assertThat(version.artifacts()).hasSize(4);
    }

    @Test
    default void a_run_without_a_model_is_named_and_makes_none() {
        Run run = run(each -> each.metric("rmse", 1));

        assertThatThrownBy(() -> registry().register(TRIPS, run))
                .isInstanceOf(NotFoundException.class)
                .hasMessage("run " + run.id() + " has no artifact 'model/model.json'");
        assertThat(registry().models()).isEmpty();
    }

    @Test
    default void a_run_whose_model_is_broken_makes_no_version() {
        Run run = run(each -> {
            each.model(MODEL);
            each.artifact("model/estimator.pb", new byte[] {1, 2, 3});
        });

        assertThatThrownBy(() -> registry().register(TRIPS, run))
                .isInstanceOf(InvalidException.class)
                .hasMessageContainingAll("'estimator.pb' of model 'model' of run " + run.id(), "truncated or changed");
        assertThat(registry().models()).isEmpty();
    }

    @Test
    default void two_versions_of_one_run_are_both_found() {
        Run run = trained();
        registry().register(TRIPS, run);
        registry().register("fares", run);

        assertThat(registry().versions(run))
                .extracting(ModelVersion::reference)
                .isEqualTo(List.of("fares/1", "trips/1"));
    }
}
