package dev.mlops.storage.tck;

import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.Numeric;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.SearchField;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A search as the contract words it, one sentence after the other; it shares nothing with any backend. */
final class NaiveSearch<T> {
    /** Values are a String or a Double each. */
    private final BiFunction<T, SearchField, List<Object>> values;

    NaiveSearch(BiFunction<T, SearchField, List<Object>> values) {
        this.values = values;
    }

    /**
     * A page of those that match.
     *
     * @param made all there is, in the order in which it was made
     * @param latest what it is ordered by, descending, without an order
     */
    Page<T> page(List<T> made, Predicate<T> looked, Query query, SearchField latest) {
        List<T> found = new ArrayList<>();
        for (T each : made) {
            if (looked.test(each) && holds(each, query.filter())) {
                found.add(each);
            }
        }
        Collections.reverse(found);
        List<Order> order = query.order().isEmpty() ? List.of(new Order(latest, true)) : query.order();
        for (int i = order.size() - 1; i >= 0; i--) {
            found = sorted(found, order.get(i));
        }
        int from = query.after() == null ? 0 : Integer.parseInt(query.after());
        int to = Math.min(found.size(), from + query.limit());
        return new Page<>(found.subList(from, to), to == found.size() ? null : String.valueOf(to));
    }

    private List<T> sorted(List<T> found, Order order) {
        List<T> numbers = new ArrayList<>();
        List<T> texts = new ArrayList<>();
        List<T> nan = new ArrayList<>();
        List<T> missing = new ArrayList<>();
        for (T each : found) {
            Object key = key(each, order.field());
            (key == null ? missing : key instanceof String ? texts : ((Double) key).isNaN() ? nan : numbers).add(each);
        }
        Comparator<T> byNumber = Comparator.comparingDouble(each -> (Double) known(each, order.field()));
        Comparator<T> byText = (a, b) -> compare((String) known(a, order.field()), (String) known(b, order.field()));
        numbers.sort(order.descending() ? byNumber.reversed() : byNumber);
        texts.sort(order.descending() ? byText.reversed() : byText);
        List<T> all = new ArrayList<>(order.descending() ? texts : numbers);
        all.addAll(order.descending() ? numbers : texts);
        all.addAll(nan);
        all.addAll(missing);
        return all;
    }

    private Object known(T subject, SearchField field) {
        return Objects.requireNonNull(key(subject, field));
    }

    private @Nullable Object key(T subject, SearchField field) {
        List<Object> all = values.apply(subject, field);
        if (all.isEmpty()) {
            return null;
        } else if (field.type() == SearchField.Type.TEXT_OR_NUMBER) {
            String text = (String) all.get(0);
            return Numeric.of(text).isPresent() ? (Object) Numeric.of(text).getAsDouble() : text;
        }
        return all.get(0);
    }

    boolean holds(T subject, Filter filter) {
        if (filter instanceof Filter.And and) {
            for (Filter part : and.all()) {
                if (!holds(subject, part)) {
                    return false;
                }
            }
            return true;
        } else if (filter instanceof Filter.Or or) {
            for (Filter part : or.any()) {
                if (holds(subject, part)) {
                    return true;
                }
            }
            return false;
        }
        Filter.Test test = (Filter.Test) filter;
        List<Object> all = values.apply(subject, test.field());
        return switch (test.operator()) {
            case IS_NULL -> all.isEmpty();
            case IS_NOT_NULL -> !all.isEmpty();
            default -> compared(all, test.operator(), test.literals());
        };
    }

    private static boolean compared(List<Object> all, Operator operator, List<Literal> literals) {
        boolean asNumber = literals.get(0) instanceof Literal.Decimal;
        boolean anyCompared = false;
        boolean anySatisfies = false;
        for (Object value : all) {
            Object read = value;
            if (asNumber && value instanceof String text) {
                if (Numeric.of(text).isEmpty()) {
                    continue;
                }
                read = Numeric.of(text).getAsDouble();
            }
            anyCompared = true;
            for (Literal literal : literals) {
                anySatisfies |= satisfies(read, operator, literal);
            }
        }
        return switch (operator) {
            case NE, NOT_IN, NOT_LIKE, NOT_ILIKE -> anyCompared && !anySatisfies;
            default -> anySatisfies;
        };
    }

    private static boolean satisfies(Object value, Operator operator, Literal literal) {
        if (literal instanceof Literal.Text text) {
            return switch (operator) {
                case LIKE, NOT_LIKE -> like(points((String) value), points(text.value()));
                case ILIKE, NOT_ILIKE -> like(points(lower((String) value)), points(lower(text.value())));
                default -> satisfies(operator, compare((String) value, text.value()));
            };
        }
        double number = (Double) value;
        double with = ((Literal.Decimal) literal).value();
        return !Double.isNaN(number) && satisfies(operator, number < with ? -1 : number > with ? 1 : 0);
    }

    private static boolean satisfies(Operator operator, int comparison) {
        return switch (operator) {
            case EQ, NE, IN, NOT_IN -> comparison == 0;
            case LT -> comparison < 0;
            case LE -> comparison <= 0;
            case GT -> comparison > 0;
            case GE -> comparison >= 0;
            default -> throw new IllegalArgumentException("operator is " + operator);
        };
    }

    private static int compare(String a, String b) {
        return Arrays.compare(points(a), points(b));
    }

    private static int[] points(String text) {
        return text.codePoints().toArray();
    }

    private static String lower(String text) {
        String lower = text;
        for (char c = 'A'; c <= 'Z'; c++) {
            lower = lower.replace(c, (char) (c + 32));
        }
        return lower;
    }

    private static boolean like(int[] text, int[] pattern) {
        if (pattern.length == 0) {
            return text.length == 0;
        }
        int[] rest = tail(pattern);
        if (pattern[0] == '%') {
            return like(text, rest) || (text.length > 0 && like(tail(text), pattern));
        } else if (pattern[0] == '_') {
            return text.length > 0 && like(tail(text), rest);
        } else if (pattern[0] == '\\') {
            return text.length > 0 && text[0] == rest[0] && like(tail(text), tail(rest));
        }
        return text.length > 0 && text[0] == pattern[0] && like(tail(text), rest);
    }

    private static int[] tail(int[] all) {
        return Arrays.copyOfRange(all, 1, all.length);
    }
}
