package dev.mlops.storage.tck;

import static dev.mlops.storage.tck.Samples.at;
import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunStatus;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** In which order a search answers. */
interface SearchOrderTests extends RunStoreFixture {

    private void metric(String run, double value) {
        run(run, change -> change.metric(Samples.point("m", value, 1)));
    }

    private void starting(String run, long millis) {
        store().createRun(Samples.run(experiment(), run, at(millis)));
    }

    @Test
    default void the_latest_start_comes_first_then_what_was_made_last() {
        starting("b", 5);
        starting("c", 9);
        starting("a", 5);
        starting("d", -9);

        assertThat(names(Query.all(10))).containsExactly("c", "a", "b", "d");
        assertThat(names(Query.all(2))).containsExactly("c", "a");
    }

    @Test
    default void numbers_come_by_value_then_nan_then_what_is_missing_in_both_directions() {
        run("none");
        metric("nan", Double.NaN);
        metric("two", 2);
        metric("inf", Double.POSITIVE_INFINITY);
        metric("-inf", Double.NEGATIVE_INFINITY);
        metric("zero", -0.0);

        assertThat(ordered("metrics.m")).containsExactly("-inf", "zero", "two", "inf", "nan", "none");
        assertThat(ordered("metrics.m desc")).containsExactly("inf", "two", "zero", "-inf", "nan", "none");
    }

    @Test
    default void equal_keys_come_latest_made_first_whatever_they_started() {
        metric("first", 1);
        starting("early and missing", -100);
        metric("second", 1);
        starting("late and missing", 100);
        metric("nan 1", Double.NaN);
        metric("nan 2", Double.NaN);
        starting("made last", -200);

        List<String> rest = List.of("nan 2", "nan 1", "made last", "late and missing", "early and missing");
        assertThat(ordered("metrics.m"))
                .isEqualTo(Stream.concat(Stream.of("second", "first"), rest.stream())
                        .toList());
        assertThat(ordered("metrics.m desc"))
                .isEqualTo(Stream.concat(Stream.of("second", "first"), rest.stream())
                        .toList());
    }

    @Test
    default void parameters_come_with_numbers_first_then_texts() {
        for (String value : List.of("10", "9", "abc", "-1", "Abc", "", "1e1", "NaN")) {
            run("'" + value + "'", change -> change.param("p", value));
        }
        run("none");

        assertThat(ordered("params.p"))
                .containsExactly("'-1'", "'9'", "'1e1'", "'10'", "''", "'Abc'", "'NaN'", "'abc'", "none");
        assertThat(ordered("params.p desc"))
                .containsExactly("'abc'", "'NaN'", "'Abc'", "''", "'1e1'", "'10'", "'9'", "'-1'", "none");
    }

    @Test
    default void several_keys_count_one_after_the_other() {
        run("a", change -> change.tag("x", "1").tag("y", "1"));
        run("b", change -> change.tag("x", "1").tag("y", "2"));
        run("c", change -> change.tag("x", "0"));
        run("d", change -> change.tag("x", "0").tag("y", "3"));

        assertThat(ordered("tags.x", "tags.y desc")).containsExactly("d", "c", "b", "a");
        assertThat(ordered("tags.x desc", "tags.y")).containsExactly("a", "b", "d", "c");
        assertThat(ordered("tags.y", "tags.x")).containsExactly("a", "b", "d", "c");
        assertThat(ordered("tags.x", "name desc")).containsExactly("d", "c", "b", "a");
        assertThat(ordered("tags.x", "tags.x desc", "name")).containsExactly("c", "d", "a", "b");
    }

    @Test
    default void attributes_are_keys_too() {
        String ended = run("ended", change -> change.end(RunStatus.FINISHED, at(9)));
        run("running");
        starting("late", 50);

        assertThat(ordered("end_time", "name")).containsExactly("ended", "late", "running");
        assertThat(ordered("end_time desc", "name desc")).containsExactly("ended", "running", "late");
        assertThat(ordered("start_time", "name")).containsExactly("ended", "running", "late");
        assertThat(ordered("status", "name")).containsExactly("ended", "late", "running");
        assertThat(ordered("status desc", "name")).containsExactly("late", "running", "ended");
        assertThat(ordered("user", "name")).containsExactly("ended", "late", "running");
        assertThat(get(ended).begin().name()).isEqualTo("ended");
    }
}
