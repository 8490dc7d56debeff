package dev.mlops.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Each operator, and what it does with NaN, with what is missing, and with texts that are numbers. */
interface SearchOperatorTests extends RunStoreFixture {

    private void metric(String run, double value) {
        run(run, change -> change.metric(Samples.point("m", value, 1)));
    }

    /** Runs named after their value of the metric m. */
    private void metrics() {
        metric("-inf", Double.NEGATIVE_INFINITY);
        metric("-1.5", -1.5);
        metric("0", -0.0);
        metric("2", 2);
        metric("inf", Double.POSITIVE_INFINITY);
        metric("nan", Double.NaN);
        run("none");
    }

    /** Runs named after their value of the parameter p. */
    private void params() {
        for (String value : new String[] {"5", "5.0", "+5e0", "40", "-1", "abc", "5 ", ""}) {
            run("'" + value + "'", change -> change.param("p", value));
        }
        run("none");
    }

    @Test
    default void numbers_are_compared_by_value() {
        metrics();

        assertThat(found("metrics.m = 2")).containsExactly("2");
        assertThat(found("metrics.m = -0.0")).containsExactly("0");
        assertThat(found("metrics.m < 0")).containsExactly("-1.5", "-inf");
        assertThat(found("metrics.m <= 0")).containsExactly("-1.5", "-inf", "0");
        assertThat(found("metrics.m > 0")).containsExactly("2", "inf");
        assertThat(found("metrics.m >= 2e0")).containsExactly("2", "inf");
        assertThat(found("metrics.m > 1e308")).containsExactly("inf");
        assertThat(found("metrics.m IN (2, -1.5, 99)")).containsExactly("-1.5", "2");
    }

    @Test
    default void nan_satisfies_negative_operators_only() {
        metrics();

        assertThat(found("metrics.m != 2")).containsExactly("-1.5", "-inf", "0", "inf", "nan");
        assertThat(found("metrics.m NOT IN (2, 0)")).containsExactly("-1.5", "-inf", "inf", "nan");
        assertThat(found("metrics.m IS NOT NULL and metrics.m != 2")).contains("nan");
        assertThat(found("metrics.m IS NULL")).containsExactly("none");
        assertThat(found("metrics.m IS NOT NULL")).hasSize(6).contains("nan");
        assertThat(found("metrics.m <= 1e308 or metrics.m > 1e308")).doesNotContain("nan");
    }

    @Test
    default void only_the_latest_value_of_a_metric_counts() {
        run("a", change -> change.metric(Samples.point("m", 1, 2)).metric(Samples.point("m", 9, 1)));

        assertThat(found("metrics.m = 1")).containsExactly("a");
        assertThat(found("metrics.m = 9")).isEmpty();
    }

    @Test
    default void what_is_missing_satisfies_nothing_but_is_null() {
        run("bare");

        for (String field : new String[] {"metrics.x", "params.x", "tags.x"}) {
            for (String rest : new String[] {"= 1", "!= 1", "< 1", "<= 1", "> 1", ">= 1", "IN (1)", "NOT IN (1)"}) {
                assertThat(found(field + " " + rest)).as(field + rest).isEmpty();
                assertThat(found("not " + field + " " + rest))
                        .as("not " + field + rest)
                        .isEmpty();
            }
            assertThat(found(field + " IS NULL")).containsExactly("bare");
            assertThat(found("not " + field + " IS NULL")).isEmpty();
            assertThat(found(field + " IS NOT NULL")).isEmpty();
        }
    }

    @Test
    default void a_parameter_is_compared_as_text_with_a_text() {
        params();

        assertThat(found("params.p = '5'")).containsExactly("'5'");
        assertThat(found("params.p = ''")).containsExactly("''");
        assertThat(found("params.p < '5'")).containsExactly("''", "'+5e0'", "'-1'", "'40'");
        assertThat(found("params.p <= '5'")).containsExactly("''", "'+5e0'", "'-1'", "'40'", "'5'");
        assertThat(found("params.p > '5.0'")).containsExactly("'abc'");
        assertThat(found("params.p >= '5.0'")).containsExactly("'5.0'", "'abc'");
        assertThat(found("params.p != '5'")).hasSize(7).doesNotContain("'5'", "none");
        assertThat(found("params.p IN ('5', 'abc')")).containsExactly("'5'", "'abc'");
        assertThat(found("params.p NOT IN ('5', 'abc')")).hasSize(6).doesNotContain("'5'", "'abc'", "none");
    }

    @Test
    default void a_parameter_is_compared_as_number_with_a_number() {
        params();

        assertThat(found("params.p = 5")).containsExactly("'+5e0'", "'5'", "'5.0'");
        assertThat(found("params.p < 5")).containsExactly("'-1'");
        assertThat(found("params.p > 5")).containsExactly("'40'");
        assertThat(found("params.p >= 5")).containsExactly("'+5e0'", "'40'", "'5'", "'5.0'");
        assertThat(found("params.p <= -1")).containsExactly("'-1'");
        assertThat(found("params.p IN (40, -1)")).containsExactly("'-1'", "'40'");
    }

    @Test
    default void a_text_that_is_no_number_never_satisfies_a_number() {
        params();

        assertThat(found("params.p != 5")).containsExactly("'-1'", "'40'");
        assertThat(found("params.p NOT IN (5, 40)")).containsExactly("'-1'");
        assertThat(found("not params.p = 5")).containsExactly("'-1'", "'40'");
    }

    @Test
    default void tags_are_compared_as_parameters_are() {
        run("number", change -> change.tag("t", "12"));
        run("text", change -> change.tag("t", "high"));
        update(run("changed", change -> change.tag("t", "3")), change -> change.tag("t", "30"));

        assertThat(found("tags.t > 5")).containsExactly("changed", "number");
        assertThat(found("tags.t = 'high'")).containsExactly("text");
        assertThat(found("tags.t < 20")).containsExactly("number");
        assertThat(found("tags.t = 3")).isEmpty();
    }

    @Test
    default void and_binds_tighter_than_or_and_parentheses_tighter_than_both() {
        run("a", change -> change.tag("x", "1").tag("y", "1"));
        run("b", change -> change.tag("x", "1").tag("y", "2"));
        run("c", change -> change.tag("x", "2").tag("y", "2"));

        assertThat(found("tags.x = '2' or tags.x = '1' and tags.y = '1'")).containsExactly("a", "c");
        assertThat(found("(tags.x = '2' or tags.x = '1') and tags.y = '1'")).containsExactly("a");
        assertThat(found("tags.y = '1' and tags.x = '1' or tags.x = '2'")).containsExactly("a", "c");
        assertThat(found("tags.y = '1' and (tags.x = '1' or tags.x = '2')")).containsExactly("a");
    }

    @Test
    default void not_turns_operators_round_and_leaves_what_is_missing_out() {
        run("a", change -> change.tag("x", "1").tag("y", "1"));
        run("b", change -> change.tag("x", "1"));
        run("c", change -> change.tag("y", "2"));

        assertThat(found("not (tags.x = '1' and tags.y = '1')")).containsExactly("c");
        assertThat(found("not (tags.x = '1' or tags.y = '1')")).isEmpty();
        assertThat(found("not not tags.x = '1'")).containsExactly("a", "b");
        assertThat(found("not (not tags.y = '1' or tags.x IS NULL)")).containsExactly("a");
        assertThat(found("not tags.y < '2'")).containsExactly("c");
    }

    @Test
    default void a_condition_may_be_long_and_deep() {
        run("a", change -> change.tag("x", "7"));
        String any =
                IntStream.range(0, 300).mapToObj(i -> "tags.x = '" + i + "'").collect(Collectors.joining(" or "));
        String all =
                IntStream.range(100, 300).mapToObj(i -> "tags.x != '" + i + "'").collect(Collectors.joining(" and "));
        String list = IntStream.range(0, 2_000).mapToObj(String::valueOf).collect(Collectors.joining(", "));

        assertThat(found(any)).containsExactly("a");
        assertThat(found(all)).containsExactly("a");
        assertThat(found("tags.x IN (" + list + ")")).containsExactly("a");
        assertThat(found("tags.x NOT IN (" + list + ")")).isEmpty();
        assertThat(found("(".repeat(90) + "tags.x = '7'" + ")".repeat(90))).containsExactly("a");
        assertThat(found("tags.x = '7' and (tags.z = '1' or ".repeat(45) + "tags.x = '7'" + ")".repeat(45)))
                .containsExactly("a");
    }
}
