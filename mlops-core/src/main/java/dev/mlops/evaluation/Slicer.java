package dev.mlops.evaluation;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Groups rows by the values of a column, or by ranges of them where they are many. */
final class Slicer {
    /** A column of categories may have this many values. */
    static final int MOST_CATEGORIES = 1_000;

    /** A column of measurements or times with more values than this is cut into bins. */
    static final int MOST_MEASUREMENTS = 20;

    /** Into how many bins of about as many rows each. */
    static final int BINS = 10;

    private static final int EDGE_DIGITS = 4;

    private Slicer() {}

    /** The row numbers of each value, ascending by value; missing ones, whose key is null, last. */
    static Map<@Nullable Object, int[]> groups(Field field, @Nullable Object[] values) {
        Set<@Nullable Object> distinct = new HashSet<>(Arrays.asList(values));
        FieldType type = field.type();
        boolean measured = type == FieldType.FLOAT32 || type == FieldType.FLOAT64 || type == FieldType.TIMESTAMP;
        if (distinct.size() <= (measured ? MOST_MEASUREMENTS : MOST_CATEGORIES)) {
            return group(values);
        }
        if (!measured && !type.isInteger()) {
            throw new InvalidException("column '" + field.name() + "' has " + distinct.size()
                    + " different values, expected at most " + MOST_CATEGORIES + " to slice by");
        }
        return group(bins(values));
    }

    @SuppressWarnings("unchecked") // the values of one column are of one comparable type
    private static Map<@Nullable Object, int[]> group(@Nullable Object[] values) {
        Comparator<Object> natural = (a, b) -> a instanceof String one && b instanceof String other
                ? NaturalOrder.INSTANCE.compare(one, other)
                : ((Comparable<Object>) a).compareTo(b);
        Map<@Nullable Object, List<Integer>> rows = new TreeMap<>(Comparator.nullsLast(natural));
        for (int row = 0; row < values.length; row++) {
            rows.computeIfAbsent(values[row], value -> new ArrayList<>()).add(row);
        }
        Map<@Nullable Object, int[]> groups = new LinkedHashMap<>();
        rows.forEach((value, numbers) ->
                groups.put(value, numbers.stream().mapToInt(Integer::intValue).toArray()));
        return groups;
    }

    /** Each value's bin, between deciles. */
    private static @Nullable Object[] bins(@Nullable Object[] values) {
        double[] ascending = Arrays.stream(values)
                .filter(Objects::nonNull)
                .mapToDouble(Slicer::number)
                .filter(number -> !Double.isNaN(number))
                .sorted()
                .toArray();
        double[] edges = new double[BINS + 1];
        for (int i = 0; i <= BINS; i++) {
            edges[i] = ascending[(int) ((long) i * (ascending.length - 1) / BINS)];
        }
        boolean time = Arrays.stream(values).anyMatch(LocalDateTime.class::isInstance);
        double[] unequal =
                Arrays.stream(time ? edges : readable(edges)).distinct().toArray();
        return Arrays.stream(values)
                .map(value -> value == null ? null : Bin.of(number(value), unequal, time))
                .toArray();
    }

    /** Edges of few digits; the outer ones still enclose all values. */
    private static double[] readable(double[] edges) {
        double[] rounded = new double[edges.length];
        for (int i = 0; i < edges.length; i++) {
            RoundingMode mode = i == 0 ? RoundingMode.FLOOR : i == BINS ? RoundingMode.CEILING : RoundingMode.HALF_EVEN;
            rounded[i] = Double.isFinite(edges[i])
                    ? new BigDecimal(edges[i])
                            .round(new MathContext(EDGE_DIGITS, mode))
                            .doubleValue()
                    : edges[i];
        }
        return rounded;
    }

    private static double number(@Nullable Object value) {
        return value instanceof LocalDateTime time
                ? time.toEpochSecond(ZoneOffset.UTC)
                : ((Number) Objects.requireNonNull(value)).doubleValue();
    }

    /** A range of values; the last one includes its upper end. */
    record Bin(int number, String text) implements Comparable<Bin> {

        static Bin of(double value, double[] edges, boolean time) {
            if (Double.isNaN(value)) {
                return new Bin(edges.length, "NaN");
            }
            int last = edges.length - 2;
            int found = Arrays.binarySearch(edges, value);
            int bin = Math.min(found < 0 ? -found - 2 : found, last);
            String end = bin == last ? "]" : ")";
            return new Bin(bin, "[" + edge(edges[bin], time) + ", " + edge(edges[bin + 1], time) + end);
        }

        private static String edge(double value, boolean time) {
            if (time) {
                return LocalDateTime.ofEpochSecond((long) value, 0, ZoneOffset.UTC)
                        .toString();
            }
            return value == Math.rint(value) && Math.abs(value) < 1e15
                    ? Long.toString((long) value)
                    : Double.toString(value);
        }

        @Override
        public int compareTo(Bin other) {
            return Integer.compare(number, other.number);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
