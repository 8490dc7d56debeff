package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static dev.mlops.storage.tck.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How runs begin, end, are left behind and removed. */
interface RunTests extends RunStoreFixture {

    @Test
    default void a_run_begins_running_with_a_heartbeat_at_its_start() {
        String parent = run("parent");
        NewRun run = new NewRun(Samples.id(), experiment(), "lasso", parent, "ada", "dev.Main", at(5));

        store().createRun(run);

        RunData data = get(run.id());
        assertThat(data).isEqualTo(RunData.builder(run).build());
        assertThat(data.status()).isEqualTo(RunStatus.RUNNING);
        assertThat(data.heartbeat()).isEqualTo(at(5));
        assertThat(another().findRun(run.id())).contains(data);
    }

    @Test
    default void a_run_that_was_never_begun_is_absent() {
        assertThat(store().findRun(Samples.id())).isEmpty();
    }

    @Test
    default void times_are_kept_to_the_millisecond_from_year_0_to_9999() {
        NewRun first = Samples.run(experiment(), "first", Instant.parse("0000-01-01T00:00:00.000Z"));
        NewRun last = Samples.run(experiment(), "last", Instant.parse("9999-12-31T23:59:59.999Z"));
        NewRun cut = Samples.run(experiment(), "cut", Instant.parse("1969-12-31T23:59:59.998999999Z"));

        store().createRun(first);
        store().createRun(last);
        store().createRun(cut);

        assertThat(get(first.id()).begin().start()).isEqualTo(first.start());
        assertThat(get(last.id()).begin().start()).isEqualTo(last.start());
        assertThat(get(cut.id()).begin().start()).isEqualTo(Instant.parse("1969-12-31T23:59:59.998Z"));
    }

    @Test
    default void the_same_run_may_be_begun_again() {
        NewRun run = Samples.run(experiment(), "lasso", T0);
        store().createRun(run);
        update(run.id(), change -> change.name("renamed").param("alpha", "1").end(RunStatus.FINISHED, at(9)));
        RunData before = get(run.id());

        store().createRun(run);
        another().createRun(run);

        assertThat(get(run.id())).isEqualTo(before);
    }

    @Test
    default void the_same_run_may_be_begun_again_after_its_experiment_was_deleted() {
        NewRun run = Samples.run(experiment(), "lasso", T0);
        store().createRun(run);
        store().updateExperiment(run.experimentId(), ExperimentChange.to(Lifecycle.DELETED, at(1)));

        store().createRun(run);

        assertThat(names(RunStoreFixture.in(run.experimentId(), 10))).hasSize(1);
    }

    @Test
    default void another_run_of_the_same_id_is_a_conflict() {
        NewRun run = Samples.run(experiment(), "lasso", T0);
        store().createRun(run);
        NewRun other = new NewRun(run.id(), run.experimentId(), "lasso", null, "", "", at(1));

        assertThatThrownBy(() -> store().createRun(other))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(run.id());
        assertThat(get(run.id()).begin()).isEqualTo(run);
    }

    @Test
    default void a_run_needs_an_experiment_that_is_in_use() {
        String missing = Samples.id();
        String deleted = experiment("deleted");
        store().updateExperiment(deleted, ExperimentChange.to(Lifecycle.DELETED, at(1)));

        assertThatThrownBy(() -> store().createRun(Samples.run(missing, "lasso", T0)))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(missing);
        assertThatThrownBy(() -> store().createRun(Samples.run(deleted, "lasso", T0)))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining(deleted);
        assertThat(store().searchRuns(Query.all(10).lifecycle(null)).items()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.Samples#hostileKeys")
    default void a_run_may_have_any_name_user_and_source(String text) {
        NewRun run = new NewRun(Samples.id(), experiment(), text, null, text, text, T0);

        store().createRun(run);

        assertThat(get(run.id()).begin()).isEqualTo(run);
    }

    @Test
    default void a_run_ends_and_may_go_on() {
        String run = run("lasso");

        update(run, change -> change.end(RunStatus.FAILED, at(9)));
        assertThat(get(run).status()).isEqualTo(RunStatus.FAILED);
        assertThat(get(run).end()).contains(at(9));

        update(run, RunChange.Builder::resume);
        assertThat(get(run).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(get(run).end()).isEmpty();
    }

    @Test
    default void a_deleted_run_is_found_only_where_it_is_asked_for_and_may_be_restored() {
        String run = run("lasso");
        update(run, change -> change.delete(at(7)));

        assertThat(store().searchRuns(Query.all(10)).items()).isEmpty();
        assertThat(names(Query.all(10).lifecycle(Lifecycle.DELETED))).containsExactly("lasso");
        assertThat(names(Query.all(10).lifecycle(null))).containsExactly("lasso");
        assertThat(get(run).lifecycle()).isEqualTo(Lifecycle.DELETED);
        assertThat(get(run).deleted()).contains(at(7));

        update(run, RunChange.Builder::restore);
        assertThat(get(run).deleted()).isEmpty();
        assertThat(names(Query.all(10))).containsExactly("lasso");
    }

    @Test
    default void runs_stay_as_they_are_when_their_experiment_is_deleted() {
        String run = run("lasso");

        store().updateExperiment(experiment(), ExperimentChange.to(Lifecycle.DELETED, at(1)));

        assertThat(get(run).lifecycle()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(names(RunStoreFixture.in(get(run).begin().experimentId(), 10)))
                .containsExactly("lasso");
    }

    @Test
    default void a_removed_run_leaves_nothing() {
        NewRun run = Samples.run(experiment(), "lasso", T0);
        store().createRun(run);
        update(run.id(), change -> change.param("alpha", "1")
                .metric(Samples.point("rmse", 1, 1))
                .tag("t", "v"));

        store().removeRun(run.id());
        store().removeRun(run.id());

        assertThat(store().findRun(run.id())).isEmpty();
        assertThat(MetricTests.history(store(), run.id(), "rmse")).isEmpty();
        assertThatThrownBy(() -> update(run.id(), change -> change.tag("t", "v")))
                .isInstanceOf(NotFoundException.class);
        store().createRun(run);
        assertThat(get(run.id())).isEqualTo(RunData.builder(run).build());
    }

    @Test
    default void a_child_outlives_its_parent() {
        String parent = run("parent");
        NewRun child = new NewRun(Samples.id(), experiment(), "child", parent, "", "", T0);
        store().createRun(child);

        store().removeRun(parent);

        assertThat(get(child.id()).begin()).isEqualTo(child);
        assertThat(found("parent = '" + parent + "'")).containsExactly("child");
    }

    @Test
    default void silent_runs_are_killed_as_of_their_last_heartbeat() {
        String silent = run("silent", change -> change.heartbeat(at(10)));
        String onTheDot = run("on the dot", change -> change.heartbeat(at(20)));
        String finished = run("finished", change -> change.end(RunStatus.FINISHED, at(5)));
        String setAside = run("set aside", change -> change.delete(at(7)));

        assertThat(store().killSilent(at(20))).isEqualTo(2);
        assertThat(store().killSilent(at(20))).isZero();

        assertThat(get(silent).status()).isEqualTo(RunStatus.KILLED);
        assertThat(get(silent).end()).contains(at(10));
        assertThat(get(setAside).status()).isEqualTo(RunStatus.KILLED);
        assertThat(get(setAside).end()).contains(T0);
        assertThat(get(onTheDot).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(get(finished).status()).isEqualTo(RunStatus.FINISHED);
        assertThat(get(finished).end()).contains(at(5));
    }

    @Test
    default void any_moment_tells_since_when_runs_are_silent() {
        run("lasso");

        assertThat(store().killSilent(Instant.MIN)).isZero();
        assertThat(store().killSilent(Instant.MAX)).isEqualTo(1);
    }

    @Test
    default void a_killed_run_that_lives_after_all_goes_on() {
        String run = run("lasso");
        store().killSilent(at(1));

        update(run, change -> change.resume().heartbeat(at(2)));

        assertThat(get(run).status()).isEqualTo(RunStatus.RUNNING);
        assertThat(get(run).end()).isEmpty();
        assertThat(store().killSilent(at(1))).isZero();
    }
}
