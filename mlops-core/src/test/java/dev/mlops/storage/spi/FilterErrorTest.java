package dev.mlops.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mlops.InvalidException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What doesn't parse, and what is said of it. */
class FilterErrorTest {

    private static String error(String text) {
        return error(text, Subject.RUNS);
    }

    private static String error(String text, Subject subject) {
        try {
            Filter filter = Filter.parse(text, subject);
            throw new AssertionError("was read as " + filter);
        } catch (InvalidException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "metrics.rmse < 'low'          | 16 | found 'low', expected a finite number without quotes for metrics.'rmse'",
                "metrics.rmse <                | 15 | found the end, expected a finite number",
                "metrics.rmse                  | 13 | found the end, expected = != <",
                "metrics.rmse 5                | 14 | found '5', expected = != <",
                "metrics.rmse not = 5          | 18 | found '=', expected IN, LIKE or ILIKE behind NOT",
                "metrics.rmse is 5             | 17 | found '5', expected NULL",
                "metrics.rmse LIKE '5%'        | 14 | found 'LIKE', which compares texts, and metrics.'rmse' is a number",
                "metrics.rmse < 1e999          | 16 | found '1e999', expected a finite number",
                "metrics.rmse < NaN            | 16 | found 'NaN', expected a finite number",
                "metrics.rmse in (1, 'a')      | 21 | found 'a', expected a finite number",
                "metrics.rmse in 1             | 17 | found '1', expected (",
                "metrics.rmse in ()            | 18 | found ')', expected a finite number",
                "metrics.rmse in (1,)          | 20 | found ')', expected a finite number",
                "metrics.rmse in (1 2)         | 20 | found '2', expected )",
                "metrics. = 5                  | 10 | found '=', expected a key right behind metrics.",
                "metrics. 'x' = 5              | 10 | found 'x', expected a key right behind metrics.",
                "metrics 'x' = 5               |  1 | found 'metrics', expected a field such as metrics.KEY",
                "parms.alpha = 1               |  1 | found 'parms.alpha', expected a field such as metrics.KEY",
                "tags.a = 1 and colour = 'red' | 16 | found 'colour', expected a field such as metrics.KEY",
                "params.a in ('1', 2)          | 19 | found '2', expected only texts or only numbers in one list",
                "name = 5                      |  8 | found '5', expected a text in single quotes for name",
                "name = x                      |  8 | found 'x', expected a text in single quotes for name",
                "name LIKE 'x\\'               | 11 | found 'x\\', expected a pattern that doesn't end in a lone backslash",
                "start_time > 'yesterday'      | 14 | found 'yesterday', expected a moment such as",
                "start_time > '2026-13-01'     | 14 | found '2026-13-01', expected a moment such as",
                "start_time > '2026-01-01T10:00' | 14 | found '2026-01-01T10:00', expected a moment such as",
                "datasets.size > 5             |  1 | found 'datasets.size', expected a field such as",
                "datasets.name > 'a'           |  1 | found 'datasets.name', which may have several values",
                "tags.a = '1' tags.b = '2'     | 14 | found 'tags.b', expected and, or, or the end",
                "tags.a = '1' and              | 17 | found the end, expected a field such as",
                "(tags.a = '1'                 | 14 | found the end, expected )",
                "tags.a = '1')                 | 13 | found ')', expected and, or, or the end",
                "()                            |  2 | found ')', expected a field such as",
                "not                           |  4 | found the end, expected a field such as",
                "and tags.a = '1'              |  1 | found 'and', expected a field such as",
                "tags.a = 'x                   | 10 | found ''', expected a second one behind it",
                "tags.a = 'x''                 | 10 | found ''', expected a second one behind it",
                "tags.\"a = 'x'                |  6 | found '\"', expected a second one behind it",
                "tags.a = ; DROP               | 10 | found ';', expected a field, an operator",
                "tags.🚕 = 'x'                 |  6 | in keys this stands in double quotes",
                "tags.a = '1' && tags.b = '2'  | 14 | found '&', expected a field, an operator",
            })
    void an_error_points_at_its_column(String text, int column, String expected) {
        assertThat(error(text.strip())).contains("column " + column + ":", expected);
    }

    @Test
    void an_error_tells_the_subject_s_own_fields() {
        assertThat(error("metrics.m = 1", Subject.EXPERIMENTS))
                .contains("column 1:", "which experiments don't have", "tags.KEY, id, name, created, updated");
        assertThat(error("start_time = 1", Subject.VERSIONS)).contains("metrics.KEY", "version", "alias");
        assertThat(error("datasets.name = 'x'", Subject.VERSIONS)).contains("column 1:");
        assertThat(error("alias > 'x'", Subject.VERSIONS)).contains("which may have several values");
    }

    @Test
    void a_short_filter_is_shown_whole() {
        assertThat(error("rmse < 5"))
                .startsWith(
                        "filter 'rmse < 5', column 1: found 'rmse', expected a field such as metrics.KEY, params.KEY");
    }

    @Test
    void a_long_filter_is_shown_around_the_error() {
        String before = "tags.team = 'eta' and ".repeat(50);
        String after = " and tags.team = 'eta'".repeat(50);

        String message = error(before + "parms.alpha = 1" + after);

        assertThat(message)
                .startsWith("filter '…")
                .contains("parms.alpha = 1", "…', column 1101: found 'parms.alpha'")
                .hasSizeLessThan(400);
        assertThat(error("parms.alpha = 1" + after)).startsWith("filter 'parms.alpha = 1 and");
        assertThat(error(before)).contains("and ', column 1101: found the end");
    }

    @Test
    void an_order_has_errors_of_its_own() {
        assertThatThrownBy(() -> Order.parse("metrics.m down", Subject.RUNS))
                .isInstanceOf(InvalidException.class)
                .hasMessage("order 'metrics.m down', column 11: found 'down', expected asc, desc or the end");
        assertThatThrownBy(() -> Order.parse("", Subject.RUNS)).hasMessageContaining("found the end, expected a field");
        assertThatThrownBy(() -> Order.parse("datasets.name", Subject.RUNS))
                .hasMessageContaining("which may have several values");
        assertThatThrownBy(() -> Order.parse("metrics.m asc desc", Subject.RUNS))
                .hasMessageContaining("column 15:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "not ", "not (", "((not "})
    void deep_nesting_is_refused_and_not_a_stack_overflow(String part) {
        assertThat(error(part.repeat(90_000 / part.length()))).contains("which is nested deeper than 200");
        assertThat(error(part.repeat(201) + "tags.a = '1'")).contains("which is nested deeper than 200");
    }

    @Test
    void more_than_a_hundred_thousand_characters_are_refused() {
        assertThat(error(" ".repeat(100_001))).isEqualTo("filter has 100001 characters, at most 100000 are allowed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"'", "\"", "`", "tags.\"", "tags.a = '", "x", "5", ".", "_", "=", "<", "tags.a = '\\"})
    void a_hundred_thousand_characters_of_anything_are_an_error(String part) {
        String text = part.repeat(99_999 / part.length());

        assertThat(error(text.length() % 2 == 0 && "'\"`".contains(part) ? text + part : text))
                .hasSizeLessThan(500);
    }

    @Test
    void what_can_not_be_seen_is_shown_by_its_number() {
        assertThat(error("tags.a\u00a0= '1'")).contains("column 7:", "found '\\u00a0'");
        assertThat(error("tags.a = \u202e'1'")).contains("found '\\u202e'");
        assertThat(error("tags.a = \u0000")).contains("found '\\u0000'");
        assertThat(error("tags.a = \ud83d")).contains("found '\\ud83d'");
        assertThat(error("tags.a = \u2028")).contains("found '\\u2028'").doesNotContain("\u2028");
        assertThat(error("tags.a\n= x y")).doesNotContain("\n");
    }

    @Test
    void look_alikes_of_keywords_are_none() {
        assertThat(error("tags.a \u0131s null")).contains("found '\u0131s'");
        assertThat(error("tags.a li\u212ae 'x'")).contains("found 'li\u212ae'");
        assertThat(error("tags.a = '1' \u017fand tags.b = '1'")).contains("column 14:");
    }

    @Test
    void texts_and_keys_that_no_store_can_hold_are_refused() {
        assertThat(error("tags.a = 'x\u0000'")).contains("column 10: text", "NUL");
        assertThat(error("tags.a = '\udc00'")).contains("column 10: text", "half of a surrogate pair");
        assertThat(error("tags.\"\u0000\" = 'x'")).contains("column 6: key", "NUL");
        assertThat(error("tags.\"a\nb\" = 'x'")).contains("column 6: key", "control character");
        assertThat(error("tags.\" \" = 'x'")).contains("column 6: key is blank");
        assertThat(error("tags." + "x".repeat(251) + " = 'x'")).contains("column 1: key has 251 characters");
    }

    @Test
    void a_pattern_is_as_long_as_a_value_can_be() {
        assertThat(Filter.parse("tags.a LIKE '" + "*".repeat(8_000) + "'", Subject.RUNS))
                .isInstanceOf(Filter.Test.class);
        assertThat(error("tags.a LIKE '" + "*".repeat(8_001) + "'"))
                .contains("column 13: pattern has 8001 characters, at most 8000 are allowed");
    }

    @Test
    void a_value_that_an_attribute_never_has_is_refused_with_those_that_it_may_have() {
        assertThatThrownBy(() -> Filter.parse("status = 'bogus'", Subject.RUNS))
                .isInstanceOf(InvalidException.class)
                .hasMessage("filter 'status = 'bogus'', column 10: found 'bogus', expected one of RUNNING, FINISHED,"
                        + " FAILED, KILLED for status");
        assertThatThrownBy(() -> Filter.parse("status IN ('running', 'done')", Subject.RUNS))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("column 23: found 'done', expected one of RUNNING");
        assertThatThrownBy(() -> Filter.parse("status != 'FINISHED'", Subject.VERSIONS))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("found 'FINISHED', expected one of PENDING, READY, FAILED");
        assertThatThrownBy(() -> Filter.parse("dirty = 'yes'", Subject.RUNS))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("found 'yes', expected one of true, false for dirty");
    }
}
