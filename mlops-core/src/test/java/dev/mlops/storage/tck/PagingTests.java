package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.T0;
import static dev.mlops.storage.tck.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.Subject;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages, also while others write. */
interface PagingTests extends RunStoreFixture {

    /** Runs with ties, NaN, texts and missing values in all that they are ordered by. */
    private void mixed(int count) {
        for (int i = 0; i < count; i++) {
            int number = i;
            String run = run("run " + i % 7);
            update(run, change -> {
                if (number % 4 != 0) {
                    change.metric(Samples.point("m", number % 5 == 0 ? Double.NaN : number % 3, 1));
                }
                if (number % 3 != 0) {
                    change.param("p", number % 5 == 0 ? "text " + number % 2 : String.valueOf(number % 6));
                }
            });
        }
    }

    private static Query by(int limit, String... order) {
        return Query.all(limit)
                .orderBy(Stream.of(order)
                        .map(key -> Order.parse(key, Subject.RUNS))
                        .toList());
    }

    private List<String> pages(Query query) {
        return Samples.all(store()::searchRuns, query).stream().map(RunData::id).toList();
    }

    @Test
    default void a_page_that_holds_all_has_no_next() {
        mixed(3);

        assertThat(store().searchRuns(Query.all(3)).next()).isNull();
        assertThat(store().searchRuns(Query.all(4)).next()).isNull();
        assertThat(store().searchRuns(Query.all(2)).next()).isNotNull();
        assertThat(store().searchRuns(Query.all(2).where(Filter.parse("name = 'x'", Subject.RUNS)))
                        .next())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 59})
    default void pages_hold_what_one_large_page_holds(int limit) {
        mixed(60);

        for (String key : List.of("metrics.m", "params.p", "start_time", "name", "end_time", "user")) {
            for (String direction : List.of(" asc", " desc")) {
                List<String> whole = pages(by(1_000, key + direction));
                assertThat(whole).hasSize(60).doesNotHaveDuplicates();
                assertThat(pages(by(limit, key + direction)))
                        .as(key + direction)
                        .isEqualTo(whole);
            }
        }
        assertThat(pages(by(limit, "metrics.m desc", "params.p", "name desc")))
                .isEqualTo(pages(by(1_000, "metrics.m desc", "params.p", "name desc")));
        assertThat(pages(Query.all(limit))).isEqualTo(pages(Query.all(1_000)));
        Query some = by(limit, "params.p").where(Filter.parse("metrics.m >= 1", Subject.RUNS));
        assertThat(pages(some)).isEqualTo(pages(by(1_000, "params.p").where(some.filter())));
    }

    @Test
    default void what_is_added_or_removed_between_pages_moves_nothing() {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            NewRun run = Samples.run(experiment(), "run", at(-i));
            store().createRun(run);
            expected.add(run.id());
        }
        Query query = Query.all(2);
        Page<RunData> first = store().searchRuns(query);
        store().createRun(Samples.run(experiment(), "before", at(1)));
        store().removeRun(expected.get(1));
        NewRun after = Samples.run(experiment(), "after", at(-10));
        store().createRun(after);

        List<String> rest = pages(query.after(first.next()));

        assertThat(first.items()).extracting(RunData::id).isEqualTo(expected.subList(0, 2));
        expected.add(after.id());
        assertThat(rest).isEqualTo(expected.subList(2, 7));
    }

    @Test
    default void the_next_page_may_be_asked_for_again_and_by_another_process() {
        mixed(5);
        Query second = Query.all(2).after(store().searchRuns(Query.all(2)).next());

        assertThat(another().searchRuns(second)).isEqualTo(store().searchRuns(second));
        assertThat(store().searchRuns(second).items()).hasSize(2);
    }

    @Test
    default void pages_by_long_and_odd_texts_go_on() {
        List<String> values = List.of("🚕".repeat(4_000), "🚕".repeat(3_999) + "\uffee", "it's", "\"", "\n", "");
        for (String value : values) {
            run("a", change -> change.tag("t", value));
        }

        assertThat(pages(by(1, "tags.t"))).hasSize(6).isEqualTo(pages(by(9, "tags.t")));
        assertThat(pages(by(1, "tags.t desc"))).hasSize(6).isEqualTo(pages(by(9, "tags.t desc")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "not a token", "AAAA", "1", "eyJhIjoxfQ==", "'; DROP TABLE runs;--", "🚕"})
    default void a_token_that_the_store_did_not_make_is_refused(String token) {
        mixed(3);

        assertThatThrownBy(() -> store().searchRuns(Query.all(1).after(token))).isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> store().searchExperiments(Query.all(1).after(token)))
                .isInstanceOf(InvalidException.class);
    }

    @Test
    default void the_token_of_another_order_is_refused() {
        mixed(3);
        String token = store().searchRuns(by(1, "metrics.m")).next();

        assertThatThrownBy(() -> store().searchRuns(by(1, "name", "user").after(token)))
                .isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> store().searchRuns(Query.all(1).after(token))).isInstanceOf(InvalidException.class);
    }

    @Test
    default void experiments_come_in_pages_too() {
        for (int i = 0; i < 7; i++) {
            store().createExperiment(ExperimentData.of(Samples.id(), "e" + i, at(i / 3)));
        }

        assertThat(Samples.all(store()::searchExperiments, Query.all(2)))
                .extracting(ExperimentData::name)
                .containsExactly("e6", "e5", "e4", "e3", "e2", "e1", "e0");
    }

    @Test
    default void pages_are_stable_while_another_thread_adds_runs() throws Exception {
        mixed(60);
        List<String> before = pages(by(1_000, "metrics.m"));
        AtomicBoolean done = new AtomicBoolean();
        String experiment = experiment();

        Race.of(2, number -> {
                    if (number == 0) {
                        try {
                            assertStable(before);
                        } finally {
                            done.set(true);
                        }
                    } else {
                        for (int i = 0; i < 2_000 && !done.get(); i++) {
                            addBeside(experiment, i);
                        }
                    }
                })
                .hasNoLoser();
    }

    private void assertStable(List<String> before) {
        for (int i = 0; i < 3; i++) {
            List<String> seen = pages(by(7, "metrics.m"));
            assertThat(seen).doesNotHaveDuplicates();
            assertThat(seen.stream().filter(before::contains)).containsExactlyElementsOf(before);
        }
    }

    private void addBeside(String experiment, int number) {
        NewRun run = Samples.run(experiment, "added", T0.plusMillis(number % 11));
        store().createRun(run);
        update(run.id(), change -> change.metric(Samples.point("m", number % 4, 1)));
    }

    @Test
    default void the_token_of_another_query_is_refused_and_that_of_another_limit_is_not() {
        mixed(9);
        Filter filter = Filter.parse("name != 'run 1'", Subject.RUNS);
        Query query = RunStoreFixture.in(experiment(), 2).where(filter);
        String token = Objects.requireNonNull(store().searchRuns(query).next());
        List<Query> others = List.of(
                query.where(Filter.ALL),
                query.where(Filter.parse("name != 'run 2'", Subject.RUNS)),
                query.within(Set.of()),
                query.within(Set.of(experiment("others"))),
                query.lifecycle(null));

        for (Query other : others) {
            assertThatThrownBy(() -> store().searchRuns(other.after(token)))
                    .as(other.toString())
                    .isInstanceOf(InvalidException.class)
                    .hasMessageContaining("same query");
        }
        Query longer = RunStoreFixture.in(experiment(), 9).where(filter);
        assertThat(store().searchRuns(longer.after(token)).items()).hasSize(5);
    }
}
