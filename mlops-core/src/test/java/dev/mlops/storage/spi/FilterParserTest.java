package dev.mlops.storage.spi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.SearchField.Scope;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterParserTest {
    private static final SearchField M = new SearchField(Scope.METRIC, "m", SearchField.Type.NUMBER);

    private static Filter runs(String text) {
        return Filter.parse(text, Subject.RUNS);
    }

    private static Filter tag(String key, Operator operator, String... texts) {
        SearchField field = new SearchField(Scope.TAG, key, SearchField.Type.TEXT_OR_NUMBER);
        return new Filter.Test(
                field,
                operator,
                Stream.of(texts).<Literal>map(Literal.Text::new).toList());
    }

    private static Filter eq(String key) {
        return tag(key, Operator.EQ, "1");
    }

    private static Filter ne(String key) {
        return tag(key, Operator.NE, "1");
    }

    private static Filter metric(Operator operator, double... numbers) {
        return new Filter.Test(
                M,
                operator,
                java.util.Arrays.stream(numbers)
                        .<Literal>mapToObj(Literal.Decimal::new)
                        .toList());
    }

    /** The field of a text that is one test. */
    private static SearchField field(String text, Subject subject) {
        return ((Filter.Test) Filter.parse(text, subject)).field();
    }

    private static Literal literal(String text) {
        return ((Filter.Test) runs(text)).literals().get(0);
    }

    @Nested
    class Structure {
        @ParameterizedTest
        @ValueSource(strings = {"", " ", "\n\t "})
        void nothing_always_holds(String text) {
            assertThat(runs(text)).isEqualTo(Filter.ALL);
        }

        @Test
        void and_binds_tighter_than_or() {
            assertThat(runs("tags.a='1' or tags.b='1' and tags.c='1' or tags.d='1'"))
                    .isEqualTo(new Filter.Or(List.of(eq("a"), new Filter.And(List.of(eq("b"), eq("c"))), eq("d"))));
        }

        @Test
        void parentheses_bind_tighter_than_and() {
            assertThat(runs("(tags.a='1' or tags.b='1') and ((tags.c='1'))"))
                    .isEqualTo(new Filter.And(List.of(new Filter.Or(List.of(eq("a"), eq("b"))), eq("c"))));
        }

        @Test
        void not_binds_tighter_than_and() {
            assertThat(runs("not tags.a='1' and tags.b='1'")).isEqualTo(new Filter.And(List.of(ne("a"), eq("b"))));
        }

        @Test
        void not_of_a_conjunction_is_the_disjunction_of_the_opposites() {
            assertThat(runs("not (tags.a='1' and tags.b!='1' and tags.c='1')"))
                    .isEqualTo(new Filter.Or(List.of(ne("a"), eq("b"), ne("c"))));
        }

        @Test
        void not_of_a_disjunction_is_the_conjunction_of_the_opposites() {
            assertThat(runs("not (tags.a='1' or tags.b='1' and tags.c='1')"))
                    .isEqualTo(new Filter.And(List.of(ne("a"), new Filter.Or(List.of(ne("b"), ne("c"))))));
        }

        @Test
        void two_nots_are_none() {
            assertThat(runs("not not tags.a='1'")).isEqualTo(eq("a"));
            assertThat(runs("not (not (tags.a='1' and not tags.b='1'))"))
                    .isEqualTo(new Filter.And(List.of(eq("a"), ne("b"))));
            assertThat(runs("not (tags.a='1' or not (tags.b='1' or not tags.c='1'))"))
                    .isEqualTo(new Filter.And(List.of(ne("a"), new Filter.Or(List.of(eq("b"), ne("c"))))));
        }

        @Test
        void keywords_may_have_any_case_and_stand_close_to_signs() {
            assertThat(runs("NOT(tags.a='1'Or tags.b='1')AND tags.c Is nOt NuLL"))
                    .isEqualTo(new Filter.And(
                            List.of(new Filter.And(List.of(ne("a"), ne("b"))), tag("c", Operator.IS_NOT_NULL))));
        }

        @Test
        void two_hundred_levels_are_fine() {
            assertThat(runs("(".repeat(199) + "tags.a='1'" + ")".repeat(199))).isEqualTo(eq("a"));
            assertThat(runs("not ".repeat(199) + "tags.a='1'")).isEqualTo(ne("a"));
        }

        @Test
        void a_hundred_thousand_characters_are_fine() {
            String text = "tags.a='1' or ".repeat(7_000) + "tags.a='1'";

            assertThat(((Filter.Or) runs(text)).any()).hasSize(7_001);
            assertThat(runs("tags.a='1'" + " ".repeat(99_990))).isEqualTo(eq("a"));
            assertThat(runs("tags.a='" + "x".repeat(99_991) + "'")).isInstanceOf(Filter.Test.class);
        }
    }

    @Nested
    class Operators {
        @ParameterizedTest
        @CsvSource({"=,EQ", "==,EQ", "!=,NE", "<>,NE", "<,LT", "<=,LE", ">,GT", ">=,GE"})
        void signs_compare(String sign, Operator operator) {
            assertThat(runs("metrics.m" + sign + "1")).isEqualTo(metric(operator, 1));
            assertThat(runs("not metrics.m " + sign + " -1")).isEqualTo(metric(operator.negated(), -1));
        }

        @ParameterizedTest
        @CsvSource({"LIKE,LIKE", "not like,NOT_LIKE", "ilike,ILIKE", "Not ILike,NOT_ILIKE"})
        void words_compare_patterns(String word, Operator operator) {
            assertThat(runs("tags.a " + word + " 'x%'")).isEqualTo(tag("a", operator, "x%"));
            assertThat(runs("not tags.a " + word + " 'x%'")).isEqualTo(tag("a", operator.negated(), "x%"));
        }

        @Test
        void lists_have_one_or_more() {
            assertThat(runs("metrics.m in(1,-2.5 , 3e0)")).isEqualTo(metric(Operator.IN, 1, -2.5, 3));
            assertThat(runs("tags.a NOT IN ('x')")).isEqualTo(tag("a", Operator.NOT_IN, "x"));
            assertThat(runs("not tags.a NOT IN ('x', 'x')")).isEqualTo(tag("a", Operator.IN, "x", "x"));
        }

        @Test
        void missing_values_are_asked_for() {
            assertThat(runs("metrics.m is null")).isEqualTo(metric(Operator.IS_NULL));
            assertThat(runs("metrics.m IS NOT NULL")).isEqualTo(metric(Operator.IS_NOT_NULL));
            assertThat(runs("not metrics.m IS NOT NULL")).isEqualTo(metric(Operator.IS_NULL));
        }

        @ParameterizedTest
        @ValueSource(strings = {"EQ", "LT", "GE", "LIKE", "NOT_ILIKE", "IN", "IS_NULL"})
        void the_opposite_of_the_opposite_is_the_same(Operator operator) {
            assertThat(operator.negated()).isNotEqualTo(operator);
            assertThat(operator.negated().negated()).isEqualTo(operator);
        }
    }

    @Nested
    class Fields {
        @ParameterizedTest
        @CsvSource({
            "metrics.m,METRIC",
            "Metric.m,METRIC",
            "params.m,PARAM",
            "param.m,PARAM",
            "parameters.m,PARAM",
            "parameter.m,PARAM",
            "tags.m,TAG",
            "tag.m,TAG"
        })
        void scopes_have_a_singular(String text, Scope scope) {
            SearchField field = field(text + " IS NULL", Subject.RUNS);

            assertThat(field.scope()).isEqualTo(scope);
            assertThat(field.key()).isEqualTo("m");
        }

        @ParameterizedTest
        @ValueSource(strings = {"start_time", "attributes.start_time", "attr.START_TIME", "run.created", "Created"})
        void attributes_stand_with_or_without_their_scope(String text) {
            assertThat(field(text + " > 0", Subject.RUNS))
                    .isEqualTo(new SearchField(Scope.ATTRIBUTE, "start_time", SearchField.Type.TIME));
        }

        @ParameterizedTest
        @CsvSource({
            "RUNS,run_id,id",
            "RUNS,run_name,name",
            "RUNS,experiment_id,experiment",
            "RUNS,user_id,user",
            "EXPERIMENTS,experiment_id,id",
            "EXPERIMENTS,creation_time,created",
            "EXPERIMENTS,last_update_time,updated",
            "VERSIONS,name,model",
            "VERSIONS,version_number,version",
            "VERSIONS,run_id,run",
            "VERSIONS,creation_timestamp,created"
        })
        void names_of_mlflow_are_known(Subject subject, String name, String attribute) {
            assertThat(field(name + " IS NULL", subject))
                    .isEqualTo(subject.attributes().get(attribute));
        }

        @Test
        void datasets_have_three_properties() {
            for (String key : List.of("name", "digest", "context")) {
                assertThat(field("datasets." + key + " = 'x'", Subject.RUNS))
                        .isEqualTo(field("dataset." + key + " = 'x'", Subject.RUNS))
                        .isEqualTo(new SearchField(Scope.DATASET, key, SearchField.Type.TEXT));
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"a.b", "a/b-c_d", "5th", "größe", "鍵", "not", "and", "-", "."})
        void plain_keys_stand_without_quotes(String key) {
            assertThat(field("tags." + key + " = 'x'", Subject.RUNS).key()).isEqualTo(key);
        }

        @Test
        void other_keys_stand_in_double_quotes_or_backticks() {
            assertThat(field("tags.\"reviewed by\" = 'x'", Subject.RUNS).key()).isEqualTo("reviewed by");
            assertThat(field("tags.`reviewed by` = 'x'", Subject.RUNS).key()).isEqualTo("reviewed by");
            assertThat(field("tags.\"a\"\"b`c\" = 'x'", Subject.RUNS).key()).isEqualTo("a\"b`c");
            assertThat(field("tags.`a``b\"c` = 'x'", Subject.RUNS).key()).isEqualTo("a`b\"c");
            assertThat(field("tags.\"🚕 = 'x' or\" = 'x'", Subject.RUNS).key()).isEqualTo("🚕 = 'x' or");
            assertThat(field("attributes.\"start_time\" > 0", Subject.RUNS).key())
                    .isEqualTo("start_time");
        }
    }

    @Nested
    class Literals {
        @Test
        void texts_stand_in_single_quotes_doubled_inside() {
            assertThat(literal("tags.a = 'it''s'")).isEqualTo(new Literal.Text("it's"));
            assertThat(literal("tags.a = ''")).isEqualTo(new Literal.Text(""));
            assertThat(literal("tags.a = ''''")).isEqualTo(new Literal.Text("'"));
            assertThat(literal("tags.a = ' and \"\n\\ '")).isEqualTo(new Literal.Text(" and \"\n\\ "));
            assertThat(literal("tags.a = \"x\"")).isEqualTo(new Literal.Text("x"));
            assertThat(literal("tags.a = '🚕'")).isEqualTo(new Literal.Text("🚕"));
        }

        @ParameterizedTest
        @CsvSource({
            "1,1",
            "-1,-1",
            "+1,1",
            "1.5,1.5",
            ".5,0.5",
            "5.,5",
            "1e3,1000",
            "1E-3,0.001",
            "-0,0",
            "4.9e-324,4.9e-324"
        })
        void numbers_are_written_as_java_writes_decimals(String text, double number) {
            assertThat(literal("metrics.m = " + text)).isEqualTo(new Literal.Decimal(number));
            assertThat(literal("params.p = " + text)).isEqualTo(new Literal.Decimal(number));
        }

        @Test
        void a_quoted_number_is_a_text() {
            assertThat(literal("params.p = '5'")).isEqualTo(new Literal.Text("5"));
        }

        @ParameterizedTest
        @CsvSource({
            "1970-01-01T00:00:01Z,1000",
            "1970-01-01T01:00:00+01:00,0",
            "1970-01-02,86400000",
            "1969-12-31T23:59Z,-60000",
            "1970-01-01T00:00:00.0015Z,1.5"
        })
        void times_are_moments_days_or_milliseconds(String text, double millis) {
            assertThat(literal("start_time < '" + text + "'")).isEqualTo(new Literal.Decimal(millis));
            assertThat(literal("start_time < " + millis)).isEqualTo(new Literal.Decimal(millis));
        }

        @Test
        void a_status_may_have_any_case() {
            assertThat(literal("status = 'finished'")).isEqualTo(new Literal.Text("FINISHED"));
        }

        @Test
        void flags_stand_with_or_without_quotes() {
            assertThat(literal("dirty = TRUE")).isEqualTo(new Literal.Text("true"));
            assertThat(literal("dirty = 'false'")).isEqualTo(new Literal.Text("false"));
        }
    }

    @Nested
    class Orders {
        @Test
        void an_order_ascends_unless_it_says_otherwise() {
            assertThat(Order.parse("metrics.m", Subject.RUNS)).isEqualTo(new Order(M, false));
            assertThat(Order.parse(" metrics.m ASC ", Subject.RUNS)).isEqualTo(new Order(M, false));
            assertThat(Order.parse("metric.m Desc", Subject.RUNS)).isEqualTo(new Order(M, true));
            assertThat(Order.parse("tags.\"desc\" desc", Subject.RUNS).field().key())
                    .isEqualTo("desc");
        }
    }
}
