package dev.mlops.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.SearchField;
import dev.mlops.storage.spi.SearchField.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Patterns, and texts that would break out of a statement put together from values. */
interface SearchTextTests extends RunStoreFixture {

    private void tagged(String... values) {
        for (String value : values) {
            run(value.replace('\n', '|'), change -> change.tag("t", value));
        }
    }

    private List<String> like(String pattern) {
        return found("tags.t LIKE '" + pattern + "'");
    }

    @Test
    default void a_percent_stands_for_any_text() {
        tagged("lasso", "LASSO", "ridge", "las\nso");

        assertThat(like("las%")).containsExactly("lasso", "las|so");
        assertThat(like("%dge")).containsExactly("ridge");
        assertThat(like("%a%o")).containsExactly("lasso", "las|so");
        assertThat(like("%")).hasSize(4);
        assertThat(like("lass")).isEmpty();
        assertThat(like("")).isEmpty();
    }

    @Test
    default void an_underscore_stands_for_one_code_point() {
        tagged("ab", "a🚕b", "axb", "axxb", "e\u0301");

        assertThat(like("a_b")).containsExactly("axb", "a🚕b");
        assertThat(like("a__b")).containsExactly("axxb");
        assertThat(like("__")).containsExactly("ab", "e\u0301");
    }

    @Test
    default void a_backslash_takes_the_next_character_as_it_is() {
        tagged("100%", "100x", "a_b", "axb", "a\\b", "a\\\\b");

        assertThat(like("100\\%")).containsExactly("100%");
        assertThat(like("a\\_b")).containsExactly("a_b");
        assertThat(like("a\\\\b")).containsExactly("a\\b");
        assertThat(like("a\\\\%b")).containsExactly("a\\\\b", "a\\b");
        assertThat(like("a\\xb")).containsExactly("axb");
    }

    @Test
    default void other_special_characters_of_patterns_and_regular_expressions_mean_themselves() {
        tagged("a*b", "a.b", "a?b", "[ab]", "a+", "^a$", "(a)");

        assertThat(like("a*b")).containsExactly("a*b");
        assertThat(like("a.b")).containsExactly("a.b");
        assertThat(like("a?b")).containsExactly("a?b");
        assertThat(like("[ab]")).containsExactly("[ab]");
        assertThat(like("a+")).containsExactly("a+");
        assertThat(like("^a$")).containsExactly("^a$");
        assertThat(like("(a)")).containsExactly("(a)");
    }

    @Test
    default void like_minds_case_and_ilike_only_beyond_a_to_z() {
        tagged("Lasso", "lasso", "ÉTÉ", "été", "\u212a", "ſ");

        assertThat(like("lasso")).containsExactly("lasso");
        assertThat(found("tags.t ILIKE 'LASSO'")).containsExactly("Lasso", "lasso");
        assertThat(found("tags.t ILIKE 'l_sS%'")).containsExactly("Lasso", "lasso");
        assertThat(found("tags.t ILIKE 'été'")).containsExactly("été");
        assertThat(found("tags.t ILIKE 'k'")).isEmpty();
        assertThat(found("tags.t ILIKE 's'")).isEmpty();
    }

    @Test
    default void not_like_needs_a_value() {
        tagged("lasso", "ridge");
        run("none");

        assertThat(found("tags.t NOT LIKE 'l%'")).containsExactly("ridge");
        assertThat(found("tags.t NOT ILIKE 'L%'")).containsExactly("ridge");
        assertThat(found("not tags.t LIKE 'l%'")).containsExactly("ridge");
        assertThat(found("not tags.t NOT LIKE 'l%'")).containsExactly("lasso");
    }

    @Test
    default void a_pattern_reads_numbers_as_text() {
        tagged("10", "100", "2");

        assertThat(like("10%")).containsExactly("10", "100");
    }

    @Test
    default void texts_are_ordered_by_code_point() {
        tagged("Z", "a", "é", "\uffee", "🚕");

        assertThat(found("tags.t > '\uffee'")).containsExactly("🚕");
        assertThat(found("tags.t < 'a'")).containsExactly("Z");
        assertThat(found("tags.t >= 'é'")).hasSize(3);
        assertThat(ordered("tags.t")).containsExactly("Z", "a", "é", "\uffee", "🚕");
        assertThat(ordered("name desc")).containsExactly("🚕", "\uffee", "é", "a", "Z");
    }

    @Test
    default void equal_means_the_same_characters() {
        tagged("a", "A", "a ", "\u00e9", "e\u0301");

        assertThat(found("tags.t = 'a'")).containsExactly("a");
        assertThat(found("tags.t = '\u00e9'")).containsExactly("\u00e9");
        assertThat(found("tags.t IN ('a ', 'x')")).containsExactly("a ");
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.Samples#hostileKeys")
    default void any_key_can_be_asked_for(String key) {
        run("a", change -> change.tag(key, "1").param(key, "1").metric(Samples.point(key, 1, 1)));
        run("b", change -> change.tag("other", "1").param("other", "1").metric(Samples.point("other", 1, 1)));
        String quoted = "\"" + key.replace("\"", "\"\"") + "\"";

        assertThat(found("tags." + quoted + " = '1'")).containsExactly("a");
        assertThat(found("params." + quoted + " = 1")).containsExactly("a");
        assertThat(found("metrics." + quoted + " <= 1")).containsExactly("a");
        assertThat(found("metrics." + quoted + " IS NULL")).containsExactly("b");
        assertThat(ordered("metrics." + quoted + " desc")).containsExactly("a", "b");
    }

    @ParameterizedTest
    @MethodSource("dev.mlops.storage.tck.Samples#hostileValues")
    default void any_value_can_be_asked_for(String value) {
        run("a", change -> change.tag("t", value));
        run("b", change -> change.tag("t", "other"));
        SearchField field = new SearchField(Scope.TAG, "t", SearchField.Type.TEXT_OR_NUMBER);
        List<Literal> literal = List.of(new Literal.Text(value));

        for (Operator operator : new Operator[] {Operator.EQ, Operator.IN}) {
            Query query = Query.all(9).where(new Filter.Test(field, operator, literal));
            assertThat(names(query)).containsExactly("a");
        }
        assertThat(names(Query.all(9).where(new Filter.Test(field, Operator.NE, literal))))
                .containsExactly("b");
    }
}
