package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.SearchField;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.Predicate;

/** A filter as a predicate over what gives the values of a field. */
final class Condition {
    private Condition() {}

    static Predicate<Function<SearchField, List<Value>>> of(Filter filter) {
        if (filter instanceof Filter.And and) {
            var all = and.all().stream().map(Condition::of).toList();
            return subject -> all.stream().allMatch(part -> part.test(subject));
        } else if (filter instanceof Filter.Or or) {
            var any = or.any().stream().map(Condition::of).toList();
            return subject -> any.stream().anyMatch(part -> part.test(subject));
        }
        Filter.Test test = (Filter.Test) filter;
        Predicate<List<Value>> holds = test(test);
        return subject -> holds.test(subject.apply(test.field()));
    }

    private static Predicate<List<Value>> test(Filter.Test test) {
        Operator operator = test.operator();
        if (operator == Operator.IS_NULL) {
            return List::isEmpty;
        } else if (operator == Operator.IS_NOT_NULL) {
            return values -> !values.isEmpty();
        }
        boolean numbers = test.literals().get(0) instanceof Literal.Decimal;
        Predicate<Value> comparable = value -> numbers ? value.asNumber().isPresent() : value instanceof Value.Text;
        Predicate<Value> positive = positive(operator.isNegative() ? operator.negated() : operator, test.literals());
        return values -> {
            List<Value> compared = values.stream().filter(comparable).toList();
            return !compared.isEmpty() && compared.stream().anyMatch(positive) != operator.isNegative();
        };
    }

    private static Predicate<Value> positive(Operator operator, List<Literal> literals) {
        Literal first = literals.get(0);
        return switch (operator) {
            case EQ, IN ->
                value -> literals.stream().anyMatch(literal -> !isNaN(value) && compare(value, literal) == 0);
            case LT -> value -> !isNaN(value) && compare(value, first) < 0;
            case LE -> value -> !isNaN(value) && compare(value, first) <= 0;
            case GT -> value -> !isNaN(value) && compare(value, first) > 0;
            case GE -> value -> !isNaN(value) && compare(value, first) >= 0;
            case LIKE -> like(first, false);
            case ILIKE -> like(first, true);
            case NE, NOT_IN, NOT_LIKE, NOT_ILIKE, IS_NULL, IS_NOT_NULL ->
                throw new IllegalArgumentException("operator is " + operator + ", expected a positive one");
        };
    }

    private static Predicate<Value> like(Literal literal, boolean ignoreCase) {
        LikePattern pattern = new LikePattern(((Literal.Text) literal).value(), ignoreCase);
        return value -> pattern.matches(((Value.Text) value).text());
    }

    private static boolean isNaN(Value value) {
        return value instanceof Value.Decimal number && Double.isNaN(number.number());
    }

    private static int compare(Value value, Literal literal) {
        if (literal instanceof Literal.Text text) {
            return TextOrder.BY_CODE_POINT.compare(((Value.Text) value).text(), text.value());
        }
        OptionalDouble number = value.asNumber();
        // Adding 0.0 makes -0.0 the 0.0 that it equals.
        return Double.compare(number.getAsDouble() + 0.0, ((Literal.Decimal) literal).value() + 0.0);
    }
}
