package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static dev.mlops.storage.tck.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunStatus;
import dev.mlops.storage.spi.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a search looks, and what it can look at. */
interface SearchTests extends RunStoreFixture {

    private List<String> experiments(String filter, String... order) {
        List<Order> keys = List.of(order).stream()
                .map(key -> Order.parse(key, Subject.EXPERIMENTS))
                .toList();
        Query query = Query.all(100).where(Filter.parse(filter, Subject.EXPERIMENTS));
        return store().searchExperiments(query.orderBy(keys)).items().stream()
                .map(ExperimentData::name)
                .toList();
    }

    private void detailed() {
        DatasetInput train = new DatasetInput("train", "sha256:1", "training", "", "", -1);
        DatasetInput test = new DatasetInput("test", "sha256:2", "", "", "", -1);
        NewRun full = new NewRun(Samples.id(), experiment(), "full", Samples.id(), "ada", "dev.Main", at(10));
        store().createRun(full);
        update(full.id(), change -> change.commit(new Commit("abc", "main", true))
                .end(RunStatus.FINISHED, at(20))
                .dataset(train)
                .dataset(test));
        store().createRun(Samples.run(experiment(), "bare", T0));
        run("clean", change -> change.commit(new Commit("def", "", false)));
    }

    @Test
    default void a_run_that_is_found_has_all_that_was_recorded() {
        String first = run("first", change -> change.param("alpha", "1").tag("team", "eta"));
        String second = run("second", change -> change.metric(Samples.point("rmse", 2, 1))
                .commit(new Commit("abc", "main", true))
                .dataset(new DatasetInput("train", "sha256:1", "", "", "", 3)));

        assertThat(store().searchRuns(Query.all(10)).items()).containsExactly(get(second), get(first));
    }

    @Test
    default void runs_are_looked_for_in_some_experiments_or_all() {
        String other = experiment("other");
        String third = experiment("third");
        run("here");
        store().createRun(Samples.run(other, "there", T0));
        store().createRun(Samples.run(third, "elsewhere", T0));

        assertThat(names(Query.all(10))).containsExactly("elsewhere", "there", "here");
        assertThat(names(RunStoreFixture.in(other, 10))).containsExactly("there");
        assertThat(names(Query.all(10).within(Set.of(other, experiment())))).containsExactly("there", "here");
        assertThat(names(RunStoreFixture.in(Samples.id(), 10))).isEmpty();
    }

    @Test
    default void each_attribute_of_a_run_can_be_asked_for() {
        detailed();

        assertThat(found("name = 'full' and experiment = '" + experiment() + "'"))
                .containsExactly("full");
        assertThat(found("experiment != '" + experiment() + "'")).isEmpty();
        assertThat(found("status = 'finished'")).containsExactly("full");
        assertThat(found("status = 'RUNNING'")).containsExactly("bare", "clean");
        assertThat(found("user = 'ada' and source LIKE 'dev.%'")).containsExactly("full");
        assertThat(found("commit = 'abc' and branch = 'main' and dirty = true")).containsExactly("full");
        assertThat(found("dirty = 'false'")).containsExactly("clean");
    }

    @Test
    default void empty_and_unset_attributes_are_missing() {
        detailed();

        assertThat(found("parent IS NULL")).containsExactly("bare", "clean");
        assertThat(found("user IS NULL")).containsExactly("bare", "clean");
        assertThat(found("source IS NULL")).containsExactly("bare", "clean");
        assertThat(found("end_time IS NULL")).containsExactly("bare", "clean");
        assertThat(found("commit IS NULL")).containsExactly("bare");
        assertThat(found("dirty IS NULL")).containsExactly("bare");
        assertThat(found("branch IS NULL")).containsExactly("bare", "clean");
        assertThat(found("user != 'ada'")).isEmpty();
        assertThat(found("user = ''")).isEmpty();
    }

    @Test
    default void times_are_compared_in_milliseconds() {
        detailed();

        assertThat(found("start_time = '2026-01-31T10:00:00.123Z'")).containsExactly("bare", "clean");
        assertThat(found("start_time > '2026-01-31T10:00:00.123Z'")).containsExactly("full");
        assertThat(found("start_time >= '2026-01-31T12:00:00.133+02:00'")).containsExactly("full");
        assertThat(found("start_time < '2026-01-31'")).isEmpty();
        assertThat(found("start_time < '2026-02-01'")).hasSize(3);
        assertThat(found("start_time = " + at(10).toEpochMilli())).containsExactly("full");
        assertThat(found("start_time < " + at(10).toEpochMilli() + ".5")).hasSize(3);
        assertThat(found("end_time <= " + at(20).toEpochMilli())).containsExactly("full");
        assertThat(found("end_time != 5")).containsExactly("full");
        assertThat(found("start_time IN (" + T0.toEpochMilli() + ", '2026-01-01')"))
                .containsExactly("bare", "clean");
    }

    @Test
    default void a_run_has_several_datasets() {
        detailed();

        assertThat(found("datasets.name = 'train'")).containsExactly("full");
        assertThat(found("datasets.name = 'test' and datasets.digest = 'sha256:1'"))
                .containsExactly("full");
        assertThat(found("datasets.name != 'other'")).containsExactly("full");
        assertThat(found("datasets.name != 'train'")).isEmpty();
        assertThat(found("datasets.name NOT IN ('train', 'other')")).isEmpty();
        assertThat(found("datasets.name NOT LIKE 'x%'")).containsExactly("full");
        assertThat(found("datasets.name NOT LIKE 't%'")).isEmpty();
        assertThat(found("datasets.name ILIKE 'TR%'")).containsExactly("full");
        assertThat(found("datasets.name IS NULL")).containsExactly("bare", "clean");
        assertThat(found("datasets.context = 'training'")).containsExactly("full");
        assertThat(found("not datasets.name IS NULL")).containsExactly("full");
    }

    @Test
    default void an_empty_context_of_a_dataset_is_missing() {
        run("none", change -> change.dataset(new DatasetInput("train", "sha256:1", "", "", "", -1)));

        assertThat(found("datasets.context IS NULL")).containsExactly("none");
        assertThat(found("datasets.context != 'x'")).isEmpty();
        assertThat(found("datasets.name IS NOT NULL")).containsExactly("none");
    }

    @Test
    default void a_rename_is_found_under_the_new_name_only() {
        run("before", change -> change.name("after"));

        assertThat(found("name = 'after'")).containsExactly("after");
        assertThat(found("name = 'before'")).isEmpty();
    }

    @Test
    default void experiments_are_found_by_attribute_and_tag() {
        String first = experiment("first");
        experiment("second");
        store().updateExperiment(first, ExperimentChange.tag(Map.of("team", "eta", "n", "5"), at(9)));

        assertThat(experiments("")).containsExactly("second", "first");
        assertThat(experiments("name LIKE 'f%'")).containsExactly("first");
        assertThat(experiments("id = '" + first + "'")).containsExactly("first");
        assertThat(experiments("tags.team = 'eta' and tags.n < 10")).containsExactly("first");
        assertThat(experiments("tags.team != 'eta'")).isEmpty();
        assertThat(experiments("tags.team IS NULL")).containsExactly("second");
        assertThat(experiments("updated > '2026-01-31T10:00:00.123Z'")).containsExactly("first");
        assertThat(experiments("created > '2026-01-31T10:00:00.123Z'")).isEmpty();
        assertThat(experiments("", "name")).containsExactly("first", "second");
        assertThat(experiments("", "tags.team desc", "name desc")).containsExactly("first", "second");
        assertThat(store().searchExperiments(RunStoreFixture.in(first, 10)).items())
                .extracting(ExperimentData::name)
                .containsExactly("first");
    }

    @Test
    default void deleted_experiments_are_found_only_where_they_are_asked_for() {
        String first = experiment("first");
        experiment("second");
        store().updateExperiment(first, ExperimentChange.to(Lifecycle.DELETED, at(1)));

        assertThat(experiments("")).containsExactly("second");
        assertThat(store().searchExperiments(Query.all(9).lifecycle(Lifecycle.DELETED))
                        .items())
                .extracting(ExperimentData::name)
                .containsExactly("first");
        assertThat(store().searchExperiments(Query.all(9).lifecycle(null)).items())
                .hasSize(2);
    }

    @Test
    default void runs_of_a_deleted_experiment_are_set_aside_with_it_unless_the_experiment_is_asked_for() {
        run("used");
        String gone = experiment("gone");
        store().createRun(Samples.run(gone, "in gone", T0));
        store().updateExperiment(gone, ExperimentChange.to(Lifecycle.DELETED, at(1)));

        assertThat(names(Query.all(9))).containsExactly("used");
        assertThat(found("experiment = '" + gone + "'")).isEmpty();
        assertThat(names(Query.all(9).orderBy(List.of(Order.parse("metrics.m", Subject.RUNS)))))
                .containsExactly("used");
        assertThat(names(Query.all(9).lifecycle(Lifecycle.DELETED))).containsExactly("in gone");
        assertThat(names(Query.all(9).lifecycle(null))).containsExactlyInAnyOrder("used", "in gone");
        assertThat(names(RunStoreFixture.in(gone, 9))).containsExactly("in gone");

        store().updateExperiment(gone, ExperimentChange.to(Lifecycle.ACTIVE, at(2)));

        assertThat(names(Query.all(9))).containsExactlyInAnyOrder("used", "in gone");
    }

    @Test
    default void runs_are_counted_without_regard_to_the_page() {
        run("a", change -> change.metric(Samples.point("rmse", 1, 1)));
        run("b", change -> change.metric(Samples.point("rmse", 2, 1)));
        run("c", change -> change.metric(Samples.point("rmse", 3, 1)).delete(at(1)));
        Query some = Query.all(1).where(Filter.parse("metrics.rmse > 1", Subject.RUNS));

        assertThat(store().countRuns(Query.all(1))).isEqualTo(2);
        assertThat(store().countRuns(Query.all(1).lifecycle(null))).isEqualTo(3);
        assertThat(store().countRuns(some)).isEqualTo(1);
        assertThat(store().countRuns(some.within(Set.of(experiment())).lifecycle(null)))
                .isEqualTo(2);
        assertThat(store().countRuns(Query.all(1).within(Set.of(Samples.id())))).isZero();
        assertThat(store().countRuns(Query.all(1)
                        .after(store().searchRuns(Query.all(1)).next())))
                .isEqualTo(1);
    }
}
