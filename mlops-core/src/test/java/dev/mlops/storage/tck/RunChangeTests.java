package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is recorded of a run, all of it or nothing. */
interface RunChangeTests extends RunStoreFixture {

    private static DatasetInput dataset(String name, String digest, String context) {
        return new DatasetInput(name, digest, context, "data/" + name, "{}", 7);
    }

    /** A change of everything. */
    private static RunChange.Builder everything() {
        return RunChange.builder()
                .param("alpha", "0.1")
                .metric(Samples.point("rmse", 9.5, 3))
                .tag("team", "eta")
                .untag("never there")
                .dataset(dataset("trips", "sha256:1", "training"))
                .name("renamed")
                .end(RunStatus.FAILED, at(50))
                .delete(at(60))
                .commit(new Commit("abc", "main", true))
                .heartbeat(at(40));
    }

    @Test
    default void all_of_a_change_is_recorded() {
        String run = run("lasso");

        store().update(run, everything().build());

        RunData data = get(run);
        assertThat(data.params()).isEqualTo(Map.of("alpha", "0.1"));
        assertThat(data.metrics()).isEqualTo(Map.of("rmse", Samples.point("rmse", 9.5, 3)));
        assertThat(data.tags()).isEqualTo(Map.of("team", "eta"));
        assertThat(data.datasets()).containsExactly(dataset("trips", "sha256:1", "training"));
        assertThat(data.begin().name()).isEqualTo("renamed");
        assertThat(data.status()).isEqualTo(RunStatus.FAILED);
        assertThat(data.end()).contains(at(50));
        assertThat(data.lifecycle()).isEqualTo(Lifecycle.DELETED);
        assertThat(data.deleted()).contains(at(60));
        assertThat(data.commit()).contains(new Commit("abc", "main", true));
        assertThat(data.heartbeat()).isEqualTo(at(40));
    }

    @Test
    default void the_same_change_again_changes_nothing() {
        String run = run("lasso");
        store().update(run, everything().build());
        RunData before = get(run);

        store().update(run, everything().build());
        another().update(run, everything().build());

        assertThat(get(run)).isEqualTo(before);
        assertThat(MetricTests.history(store(), run, "rmse")).hasSize(1);
    }

    @Test
    default void what_a_change_does_not_name_stays() {
        String run = run("lasso");
        store().update(run, everything().build());
        RunData before = get(run);

        store().update(run, RunChange.builder().build());

        assertThat(get(run)).isEqualTo(before);
    }

    @Test
    default void a_parameter_is_written_once_and_a_conflict_records_nothing() {
        String run = run("lasso", change -> change.param("beta", "it's 5"));
        RunData before = get(run);

        assertThatThrownBy(() ->
                        store().update(run, everything().param("beta", "6").build()))
                .isInstanceOf(ConflictException.class)
                .hasMessageContainingAll("beta", "it's 5", "6");

        assertThat(get(run)).isEqualTo(before);
        assertThat(MetricTests.history(store(), run, "rmse")).isEmpty();
    }

    @Test
    default void parameters_are_compared_as_text() {
        String run = run("lasso", change -> change.param("alpha", "1"));

        assertThatThrownBy(() -> update(run, change -> change.param("alpha", "1.0")))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    default void a_change_of_a_run_that_is_not_there_is_refused() {
        String run = Samples.id();

        assertThatThrownBy(() -> store().update(run, everything().build()))
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining(run);
        assertThatThrownBy(() -> store().update(run, RunChange.builder().build()))
                .isInstanceOf(NotFoundException.class);
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.Samples#hostileKeys")
    default void any_key_keeps_its_own_value(String key) {
        String run = run(
                "lasso",
                change ->
                        change.param(key, "p").param("other", "o").tag(key, "t").metric(Samples.point(key, 1.5, 2)));

        assertThat(get(run).params()).isEqualTo(Map.of(key, "p", "other", "o"));
        assertThat(get(run).tags()).isEqualTo(Map.of(key, "t"));
        assertThat(get(run).metrics()).isEqualTo(Map.of(key, Samples.point(key, 1.5, 2)));
        update(run, change -> change.untag(key));
        assertThat(get(run).tags()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.Samples#hostileValues")
    default void any_value_comes_back_as_it_was(String value) {
        String run = run("lasso", change -> change.param("key", value).tag("key", value));

        assertThat(get(run).params()).containsEntry("key", value);
        assertThat(get(run).tags()).containsEntry("key", value);
        update(run, change -> change.param("key", value));
    }

    @Test
    default void values_of_the_greatest_length_come_back_whole() {
        String param = "鍵".repeat(6_000);
        String tag = "🚕".repeat(4_000);
        String run = run("lasso", change -> change.param("key", param).tag("key", tag));

        assertThat(get(run).params()).containsEntry("key", param);
        assertThat(get(run).tags()).containsEntry("key", tag);
    }

    @Test
    default void the_last_to_set_a_tag_wins() {
        String run = run("lasso", change -> change.tag("a", "1").tag("b", "1"));

        update(run, change -> change.tag("a", "2").untag("b"));

        assertThat(get(run).tags()).isEqualTo(Map.of("a", "2"));
    }

    @Test
    default void a_heartbeat_only_moves_forward() {
        String run = run("lasso", change -> change.heartbeat(at(50)));

        update(run, change -> change.heartbeat(at(40)));

        assertThat(get(run).heartbeat()).isEqualTo(at(50));
    }

    @Test
    default void datasets_are_kept_by_name_digest_and_context() {
        DatasetInput first = dataset("b", "sha256:1", "");
        DatasetInput second = dataset("a", "sha256:2", "validation");
        DatasetInput third = dataset("a", "sha256:2", "training");
        String run =
                run("lasso", change -> change.dataset(first).dataset(second).dataset(third));
        DatasetInput again = new DatasetInput("a", "sha256:2", "training", "s3://elsewhere", "", -1);

        update(run, change -> change.dataset(again));

        assertThat(get(run).datasets()).containsExactly(again, second, first);
    }

    @Test
    default void a_change_of_many_things_is_recorded_whole() {
        RunChange.Builder change = RunChange.builder();
        for (int i = 0; i < 5_000; i++) {
            change.metric(Samples.point("loss", i, i)).metric(Samples.point("m" + i % 300, i, i));
            change.tag("t" + i % 300, "v" + i).param("p" + i % 300, "v");
        }
        String run = run("lasso");

        store().update(run, change.build());

        RunData data = get(run);
        assertThat(data.params()).hasSize(300);
        assertThat(data.tags()).hasSize(300).containsEntry("t299", "v4799");
        assertThat(data.metrics()).hasSize(301);
        assertThat(MetricTests.history(store(), run, "loss")).hasSize(5_000);
    }

    @Test
    default void what_is_read_does_not_change_later() {
        String run = run("lasso", change -> change.tag("a", "1"));
        RunData before = get(run);

        update(run, change -> change.tag("a", "2").param("alpha", "1"));

        assertThat(before.tags()).isEqualTo(Map.of("a", "1"));
        assertThat(before.params()).isEmpty();
    }
}
