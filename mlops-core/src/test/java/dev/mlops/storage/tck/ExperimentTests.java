package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static dev.mlops.storage.tck.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.Query;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Experiments, and whose their names are. */
interface ExperimentTests extends RunStoreFixture {

    @Test
    default void an_experiment_is_found_as_it_was_created() {
        ExperimentData experiment = new ExperimentData(
                Samples.id(), "trips", Lifecycle.ACTIVE, Map.of("team", "eta", "empty", ""), T0, at(5));

        store().createExperiment(experiment);

        assertThat(store().findExperiment(experiment.id())).contains(experiment);
        assertThat(another().findExperiment(experiment.id())).contains(experiment);
    }

    @Test
    default void an_experiment_that_was_never_created_is_absent() {
        assertThat(store().findExperiment(Samples.id())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.Samples#hostileKeys")
    default void an_experiment_may_have_any_name(String name) {
        ExperimentData experiment =
                new ExperimentData(Samples.id(), name, Lifecycle.ACTIVE, Map.of(name, name), T0, T0);

        store().createExperiment(experiment);

        assertThat(store().findExperiment(experiment.id())).contains(experiment);
        assertThatThrownBy(() -> experiment(name)).isInstanceOf(ConflictException.class);
    }

    @Test
    default void names_that_differ_in_case_or_normalisation_are_different_names() {
        experiment("trips");
        experiment("Trips");
        experiment("\u00e9");
        experiment("e\u0301");

        assertThat(store().searchExperiments(Query.all(10)).items()).hasSize(4);
    }

    @Test
    default void an_active_name_is_taken() {
        String first = experiment("trips");
        ExperimentData second = Samples.experiment("trips");

        assertThatThrownBy(() -> store().createExperiment(second))
                .isInstanceOf(ConflictException.class)
                .hasMessageContainingAll("trips", first);
        assertThat(store().findExperiment(second.id())).isEmpty();
    }

    @Test
    default void an_id_is_taken_by_any_experiment() {
        String first = experiment("trips");
        store().updateExperiment(first, ExperimentChange.to(Lifecycle.DELETED, at(1)));

        assertThatThrownBy(() -> store().createExperiment(ExperimentData.of(first, "other", T0)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(first);
        assertThat(store().findExperiment(first).orElseThrow().name()).isEqualTo("trips");
    }

    @Test
    default void deleting_frees_the_name_and_restoring_tells_of_the_clash() {
        String first = experiment("trips");
        store().updateExperiment(first, ExperimentChange.to(Lifecycle.DELETED, at(1)));
        String second = experiment("trips");

        assertThatThrownBy(() -> store().updateExperiment(first, ExperimentChange.to(Lifecycle.ACTIVE, at(2))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContainingAll("trips", first, second);
        assertThat(store().findExperiment(first).orElseThrow().lifecycle()).isEqualTo(Lifecycle.DELETED);
    }

    @Test
    default void a_restored_experiment_may_take_a_new_name_at_once() {
        String first = experiment("trips");
        store().updateExperiment(first, ExperimentChange.to(Lifecycle.DELETED, at(1)));
        experiment("trips");

        store().updateExperiment(first, new ExperimentChange("trips 1", Lifecycle.ACTIVE, Map.of(), Set.of(), at(2)));

        assertThat(store().findExperiment(first).orElseThrow().name()).isEqualTo("trips 1");
    }

    @Test
    default void a_deleted_experiment_may_share_its_name() {
        String active = experiment("trips");
        ExperimentData deleted = new ExperimentData(Samples.id(), "trips", Lifecycle.DELETED, Map.of(), T0, T0);
        store().createExperiment(deleted);
        String renamed = experiment("other");
        store().updateExperiment(renamed, ExperimentChange.to(Lifecycle.DELETED, at(1)));
        store().updateExperiment(renamed, ExperimentChange.rename("trips", at(2)));

        assertThat(store().searchExperiments(Query.all(10)).items())
                .extracting(ExperimentData::id)
                .containsExactly(active);
        assertThat(store().searchExperiments(Query.all(10).lifecycle(Lifecycle.DELETED))
                        .items())
                .extracting(ExperimentData::name)
                .containsExactly("trips", "trips");
    }

    @Test
    default void renaming_to_a_name_in_use_changes_nothing() {
        String first = experiment("trips");
        String second = experiment("fares");
        ExperimentChange change = new ExperimentChange("trips", null, Map.of("team", "eta"), Set.of(), at(1));

        assertThatThrownBy(() -> store().updateExperiment(second, change))
                .isInstanceOf(ConflictException.class)
                .hasMessageContainingAll("trips", first, second);
        assertThat(store().findExperiment(second)).contains(ExperimentData.of(second, "fares", T0));
    }

    @Test
    default void renaming_frees_the_old_name() {
        String first = experiment("trips");
        store().updateExperiment(first, ExperimentChange.rename("old trips", at(1)));

        String second = experiment("trips");

        assertThat(second).isNotEqualTo(first);
        assertThat(store().findExperiment(first).orElseThrow().name()).isEqualTo("old trips");
    }

    @Test
    default void renaming_to_its_own_name_is_fine() {
        String id = experiment("trips");

        store().updateExperiment(id, ExperimentChange.rename("trips", at(7)));

        assertThat(store().findExperiment(id))
                .contains(new ExperimentData(id, "trips", Lifecycle.ACTIVE, Map.of(), T0, at(7)));
    }

    @Test
    default void tags_are_set_replaced_and_removed() {
        String id = experiment("trips");
        store().updateExperiment(id, ExperimentChange.tag(Map.of("a", "1", "b", "2", "c", "3"), at(1)));
        store().updateExperiment(
                        id, new ExperimentChange(null, null, Map.of("a", "9"), Set.of("b", "never there"), at(2)));

        ExperimentData now = store().findExperiment(id).orElseThrow();

        assertThat(now.tags()).containsExactlyInAnyOrderEntriesOf(Map.of("a", "9", "c", "3"));
        assertThat(now.updated()).isEqualTo(at(2));
        assertThat(now.created()).isEqualTo(T0);
    }

    @Test
    default void an_experiment_that_is_not_there_can_not_be_changed() {
        String id = Samples.id();

        assertThatThrownBy(() -> store().updateExperiment(id, ExperimentChange.rename("x", T0)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(id);
    }

    @Test
    default void removing_takes_all_runs_and_frees_id_and_name() {
        String id = experiment("trips");
        String run = run("first", change -> change.param("alpha", "1")
                .metric(Samples.point("rmse", 1, 1))
                .tag("team", "eta"));
        String other = experiment("other");

        store().removeExperiment(id);
        store().removeExperiment(id);

        assertThat(store().findExperiment(id)).isEmpty();
        assertThat(store().findRun(run)).isEmpty();
        assertThat(MetricTests.history(store(), run, "rmse")).isEmpty();
        assertThat(store().findExperiment(other)).isPresent();
        store().createExperiment(ExperimentData.of(id, "trips", T0));
        assertThat(store().searchRuns(Query.all(10).lifecycle(null)).items()).isEmpty();
    }
}
