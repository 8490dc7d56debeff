package dev.mlops.evaluation;

import dev.mlops.data.Dataset;
import dev.mlops.data.Field;
import dev.mlops.data.internal.Accessor;
import dev.mlops.data.internal.RecordType;
import dev.mlops.data.internal.UnknownColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The records behind an evaluation: some rows of a dataset. Immutable.
 *
 * @param numbers which rows of the dataset, in order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, and shared only within the package
record Rows<R extends Record>(Dataset<R> dataset, int[] numbers) {

    static <R extends Record> Rows<R> all(Dataset<R> dataset) {
        return new Rows<>(dataset, IntStream.range(0, dataset.size()).toArray());
    }

    /** Whether these are all rows of the dataset. */
    boolean isAll() {
        return numbers.length == dataset.size();
    }

    /** The share of rows that fulfil a condition. */
    double share(Predicate<Object> condition) {
        return (double) Arrays.stream(numbers)
                        .filter(row -> condition.test(dataset.rows().get(row)))
                        .count()
                / numbers.length;
    }

    Rows<R> select(int[] rows) {
        return new Rows<>(dataset, Arrays.stream(rows).map(row -> numbers[row]).toArray());
    }

    Field field(String column) {
        return dataset.schema().fields().get(position(dataset, column));
    }

    /** The values of a column, boxed; null where missing. */
    @Nullable
    Object[] values(String column) {
        Accessor<R> accessor = accessor(dataset, column);
        List<R> rows = dataset.rows();
        return Arrays.stream(numbers)
                .mapToObj(row -> accessor.get(rows.get(row)))
                .toArray();
    }

    /** The key of each row: its values in these columns. */
    List<List<@Nullable Object>> keys(List<String> columns) {
        List<@Nullable Object[]> values = columns.stream().map(this::values).toList();
        List<List<@Nullable Object>> keys = new ArrayList<>(numbers.length);
        for (int row = 0; row < numbers.length; row++) {
            List<@Nullable Object> key = new ArrayList<>(columns.size());
            for (@Nullable Object[] column : values) {
                key.add(column[row]);
            }
            keys.add(key);
        }
        return keys;
    }

    /** Units of rows with equal values in these columns. */
    Units clusters(List<String> columns) {
        Map<List<@Nullable Object>, Integer> clusters = new HashMap<>();
        int[] ofRow = keys(columns).stream()
                .mapToInt(key -> clusters.computeIfAbsent(key, unseen -> clusters.size()))
                .toArray();
        return Units.clusters(clusters.size(), ofRow);
    }

    static <R extends Record> Accessor<R> accessor(Dataset<R> dataset, String column) {
        return RecordType.of(dataset.type()).accessor(position(dataset, column));
    }

    private static int position(Dataset<?> dataset, String column) {
        List<String> names = dataset.schema().fields().stream().map(Field::name).toList();
        int position = names.indexOf(column);
        if (position < 0) {
            throw UnknownColumn.in("dataset '" + dataset.name() + "'", column, dataset.schema());
        }
        return position;
    }
}
