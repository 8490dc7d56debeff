package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static dev.mlops.storage.tck.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.ConflictException;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Many at once, through two handles on one storage. */
interface RunConcurrencyTests extends RunStoreFixture {

    private List<RunStore> handles() {
        return List.of(store(), another());
    }

    @Test
    default void eight_threads_that_log_to_one_run_lose_nothing() throws Exception {
        List<RunStore> handles = handles();
        String run = run("lasso");

        Race.of(8, thread -> {
                    for (int i = 0; i < 50; i++) {
                        handles.get(thread % 2)
                                .update(
                                        run,
                                        RunChange.builder()
                                                .metric(new MetricPoint("shared", i, i, at(thread)))
                                                .metric(Samples.point("own " + thread, i, i))
                                                .param("param " + thread + " " + i, "v")
                                                .tag("tag " + thread + " " + i % 5, "v" + i)
                                                .heartbeat(at(i))
                                                .build());
                    }
                })
                .hasNoLoser();

        RunData data = get(run);
        assertThat(MetricTests.history(store(), run, "shared")).hasSize(400).isSortedAccordingTo(MetricPoint.ORDER);
        assertThat(data.metrics().get("shared")).isEqualTo(new MetricPoint("shared", 49, 49, at(7)));
        assertThat(data.params()).hasSize(400);
        assertThat(data.tags()).hasSize(40).containsEntry("tag 7 4", "v49");
        assertThat(data.heartbeat()).isEqualTo(at(49));
        IntStream.range(0, 8).forEach(i -> assertThat(MetricTests.history(store(), run, "own " + i))
                .hasSize(50));
    }

    @Test
    default void sixteen_that_create_one_name_have_one_winner() throws Exception {
        List<RunStore> handles = handles();

        Race.of(16, i -> handles.get(i % 2).createExperiment(Samples.experiment("trips")))
                .hasOneWinner(ConflictException.class);

        assertThat(store().searchExperiments(Query.all(99)).items()).hasSize(1);
    }

    @Test
    default void sixteen_that_restore_one_name_have_one_winner() throws Exception {
        List<RunStore> handles = handles();
        List<String> ids = IntStream.range(0, 16)
                .mapToObj(i -> new ExperimentData(Samples.id(), "trips", Lifecycle.DELETED, Map.of(), T0, T0))
                .peek(store()::createExperiment)
                .map(ExperimentData::id)
                .toList();

        Race.of(16, i -> handles.get(i % 2).updateExperiment(ids.get(i), ExperimentChange.to(Lifecycle.ACTIVE, at(1))))
                .hasOneWinner(ConflictException.class);

        assertThat(store().searchExperiments(Query.all(99)).items()).hasSize(1);
    }

    @Test
    default void sixteen_that_write_one_parameter_have_one_winner_and_record_no_more() throws Exception {
        List<RunStore> handles = handles();
        String run = run("lasso");

        Race.of(16, i -> handles.get(i % 2)
                        .update(
                                run,
                                RunChange.builder()
                                        .param("alpha", String.valueOf(i))
                                        .tag("tag " + i, "v")
                                        .build()))
                .hasOneWinner(ConflictException.class);

        RunData data = get(run);
        assertThat(data.tags()).containsOnlyKeys("tag " + data.params().get("alpha"));
    }

    @Test
    default void sixteen_that_write_the_same_all_succeed() throws Exception {
        List<RunStore> handles = handles();
        NewRun run = Samples.run(experiment(), "lasso", T0);
        RunChange change = RunChange.builder()
                .param("alpha", "1")
                .tag("team", "eta")
                .metric(Samples.point("rmse", Double.NaN, 1))
                .build();

        Race.of(16, i -> {
                    handles.get(i % 2).createRun(run);
                    handles.get(i % 2).update(run.id(), change);
                })
                .hasNoLoser();

        assertThat(MetricTests.history(store(), run.id(), "rmse")).hasSize(1);
        assertThat(store().searchRuns(Query.all(99)).items()).hasSize(1);
    }

    @Test
    default void what_one_handle_was_told_is_done_the_other_sees() {
        RunStore other = another();
        String run = run("lasso");

        for (int i = 0; i < 50; i++) {
            other.update(run, RunChange.builder().tag("i", String.valueOf(i)).build());
            assertThat(get(run).tags()).containsEntry("i", String.valueOf(i));
        }
    }

    @Test
    default void a_reader_sees_a_change_whole_or_not_at_all() throws Exception {
        List<RunStore> handles = handles();
        String run = run("lasso", change -> change.tag("a", "0").tag("b", "0").metric(Samples.point("m", 0, 0)));

        Race.of(4, thread -> {
                    for (int i = 1; i <= 100; i++) {
                        String text = String.valueOf(i);
                        RunChange change = RunChange.builder()
                                .tag("a", text)
                                .tag("b", text)
                                .metric(Samples.point("m", i, i))
                                .build();
                        if (thread == 0) {
                            handles.get(1).update(run, change);
                        } else {
                            assertWhole(handles.get(thread % 2).findRun(run).orElseThrow());
                            handles.get(0).searchRuns(Query.all(1)).items().forEach(this::assertWhole);
                        }
                    }
                })
                .hasNoLoser();
    }

    private void assertWhole(RunData run) {
        String value = Objects.requireNonNull(run.tags().get("a"));
        assertThat(run.tags()).containsEntry("b", value);
        assertThat(run.metrics())
                .hasEntrySatisfying("m", latest -> assertThat(latest.value()).isEqualTo(Double.parseDouble(value)));
    }

    @Test
    default void runs_that_begin_while_their_experiment_is_removed_leave_nothing() throws Exception {
        List<RunStore> handles = handles();
        String experiment = experiment();

        Race.of(8, i -> {
            if (i == 0) {
                store().removeExperiment(experiment);
            } else {
                handles.get(i % 2).createRun(Samples.run(experiment, "late", T0));
            }
        });

        assertThat(store().findExperiment(experiment)).isEmpty();
        assertThat(store().searchRuns(Query.all(99).lifecycle(null)).items()).isEmpty();
    }
}
