package dev.mlops.storage.tck;

import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.SearchField;
import dev.mlops.storage.spi.SearchField.Scope;
import dev.mlops.storage.spi.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** Few values, so that what is random meets again. */
public final class RandomValues {
    private RandomValues() {}

    /** Ids of experiments and runs. */
    static Arbitrary<String> ids(char kind) {
        return Arbitraries.of('0', '1', '2').map(c -> String.valueOf(kind).repeat(31) + c);
    }

    static Arbitrary<String> names() {
        return Arbitraries.of("a", "A", "b", "🚕", "\uffee");
    }

    static Arbitrary<String> keys() {
        return Arbitraries.of("k", "K", "it's", "a\"b", "🚕");
    }

    /** Texts that read as numbers, or as patterns, or sort differently by code point, or are short and random. */
    static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of("", "5", "5.0", "-1", "+.5e1", "1e999", "NaN", "abc", "Abc", "a%b", "a_b", "a\\b", "'"),
                Arbitraries.of("é", "🚕", "\uffee", "é🚕", "RUNNING", "READY", "true", "a", "b"),
                Arbitraries.strings().withChars("aAb%_é\n").ofMaxLength(4));
    }

    static Arbitrary<Double> finite() {
        return Arbitraries.of(0.0, 1.0, -1.0, 2.0, 5.0, 0.5, 1e308, Double.MIN_VALUE);
    }

    static Arbitrary<Double> doubles() {
        return Arbitraries.oneOf(
                finite(), Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0));
    }

    static Arbitrary<Instant> times() {
        return Arbitraries.longs().between(-2, 3).map(Samples::at);
    }

    static <V> Arbitrary<Map<String, V>> maps(Arbitrary<V> values) {
        return Arbitraries.maps(keys(), values).ofMaxSize(2);
    }

    static Arbitrary<Query> queries(Subject subject, Arbitrary<String> homes) {
        return Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.just(Set.<String>of()), homes.set().ofMaxSize(2)),
                        Arbitraries.oneOf(Arbitraries.just(Filter.ALL), filters(subject)),
                        Arbitraries.of(Lifecycle.class).injectNull(0.5),
                        orders(subject).list().ofMaxSize(2),
                        Arbitraries.of(1, 2, 100))
                .as((within, filter, lifecycle, order, limit) ->
                        new Query(within, filter, lifecycle, order, limit, null));
    }

    static Arbitrary<Order> orders(Subject subject) {
        return Combinators.combine(fields(subject).filter(field -> !field.isMultiple()), Arbitraries.of(true, false))
                .as(Order::new);
    }

    static Arbitrary<SearchField> fields(Subject subject) {
        List<Arbitrary<SearchField>> fields = new ArrayList<>();
        fields.add(Arbitraries.of(subject.attributes().values()));
        fields.add(keys().map(key -> new SearchField(Scope.TAG, key, SearchField.Type.TEXT_OR_NUMBER)));
        if (subject != Subject.EXPERIMENTS) {
            fields.add(keys().map(key -> new SearchField(Scope.METRIC, key, SearchField.Type.NUMBER)));
            fields.add(keys().map(key -> new SearchField(Scope.PARAM, key, SearchField.Type.TEXT_OR_NUMBER)));
        }
        if (subject == Subject.RUNS) {
            fields.add(Arbitraries.of("name", "digest", "context")
                    .map(key -> new SearchField(Scope.DATASET, key, SearchField.Type.TEXT)));
        }
        return Arbitraries.oneOf(fields);
    }

    /** Conditions as the parser could have made them, up to three levels deep. */
    public static Arbitrary<Filter> filters(Subject subject) {
        return filters(subject, 2);
    }

    private static Arbitrary<Filter> filters(Subject subject, int depth) {
        Arbitrary<Filter> tests = fields(subject).flatMap(field -> tests(subject, field));
        if (depth == 0) {
            return tests;
        }
        Arbitrary<List<Filter>> parts =
                filters(subject, depth - 1).list().ofMinSize(2).ofMaxSize(3);
        return Arbitraries.frequencyOf(
                Tuple.of(3, tests), Tuple.of(2, parts.map(Filter.And::new)), Tuple.of(2, parts.map(Filter.Or::new)));
    }

    private static Arbitrary<Filter> tests(Subject subject, SearchField field) {
        List<Arbitrary<Filter>> tests = new ArrayList<>();
        tests.add(Arbitraries.of(Operator.IS_NULL, Operator.IS_NOT_NULL)
                .map(operator -> new Filter.Test(field, operator, List.of())));
        if (field.type() == SearchField.Type.NUMBER || field.type() == SearchField.Type.TEXT_OR_NUMBER) {
            tests.add(comparisons(field, finite().map(Literal.Decimal::new)));
        } else if (field.type() == SearchField.Type.TIME) {
            Arbitrary<Double> halves = Arbitraries.of(0.0, 0.0, 0.5);
            tests.add(comparisons(
                    field,
                    Combinators.combine(times(), halves)
                            .as((time, half) -> new Literal.Decimal(time.toEpochMilli() + half))));
        }
        if (field.type() == SearchField.Type.TEXT || field.type() == SearchField.Type.TEXT_OR_NUMBER) {
            tests.add(comparisons(field, literals(subject, field).map(Literal.Text::new)));
            tests.add(Combinators.combine(
                            Arbitraries.of(Operator.LIKE, Operator.NOT_LIKE, Operator.ILIKE, Operator.NOT_ILIKE),
                            patterns())
                    .as((operator, pattern) -> new Filter.Test(field, operator, List.of(pattern))));
        }
        return Arbitraries.oneOf(tests);
    }

    private static Arbitrary<String> literals(Subject subject, SearchField field) {
        String attribute = field.scope() == Scope.ATTRIBUTE ? field.key() : "";
        return switch (attribute) {
            case "id", "experiment", "parent", "run" -> Arbitraries.oneOf(ids('e'), ids('f'));
            case "status" ->
                subject == Subject.VERSIONS
                        ? Arbitraries.of("PENDING", "READY", "FAILED")
                        : Arbitraries.of("RUNNING", "FINISHED", "KILLED", "FAILED");
            case "dirty" -> Arbitraries.of("true", "false");
            default -> Arbitraries.oneOf(texts(), names());
        };
    }

    private static Arbitrary<Filter> comparisons(SearchField field, Arbitrary<? extends Literal> literals) {
        Arbitrary<Operator> equal = Arbitraries.of(Operator.EQ, Operator.NE);
        Arbitrary<Operator> ranges = Arbitraries.of(Operator.LT, Operator.LE, Operator.GT, Operator.GE);
        Arbitrary<Operator> operators = field.isMultiple() ? equal : Arbitraries.oneOf(equal, ranges);
        Arbitrary<Filter> one = Combinators.combine(operators, literals)
                .as((operator, literal) -> new Filter.Test(field, operator, List.of(literal)));
        Arbitrary<Filter> several = Combinators.combine(
                        Arbitraries.of(Operator.IN, Operator.NOT_IN),
                        literals.list().ofMinSize(1).ofMaxSize(3))
                .as((operator, all) -> new Filter.Test(field, operator, List.copyOf(all)));
        return Arbitraries.oneOf(one, several);
    }

    private static Arbitrary<Literal> patterns() {
        return Arbitraries.of("%", "_", "a", "A", "b", "é", "É", "🚕", "\\%", "\\_", "\\\\", "\n", "5", ".")
                .list()
                .ofMaxSize(4)
                .map(parts -> new Literal.Text(String.join("", parts)));
    }
}
