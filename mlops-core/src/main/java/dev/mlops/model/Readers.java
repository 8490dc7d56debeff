package dev.mlops.model;

import dev.mlops.data.Field;
import dev.mlops.data.Schema;
import dev.mlops.data.internal.Accessor;
import java.util.List;
import java.util.Map;

/**
 * Makes the readers of one kind of row.
 *
 * @param accessors how rows are read
 * @param schema the fields that features read
 * @param fills what fills have learnt
 */
record Readers<T>(Accessors<T> accessors, Schema schema, Map<Fit.Filling, FittedFill> fills) {

    /** Reads one part of a level; {@code edges} are those of a bucket. */
    KeyReader<T> key(Key key, double[] edges, Tally tally) {
        if (key instanceof Key.Bucket bucket) {
            return new KeyReader.Buckets<>(number(bucket.source(), tally), edges);
        }
        Accessor<T> accessor = accessor(key.column());
        if (key instanceof Key.Hour hour) {
            return new KeyReader.Times<>(accessor, time -> time.getHour() / hour.hours());
        }
        if (key instanceof Key.Weekday) {
            return new KeyReader.Times<>(accessor, time -> time.getDayOfWeek().getValue());
        }
        if (key instanceof Key.Weekend) {
            return new KeyReader.Times<>(accessor, time -> time.getDayOfWeek().getValue() > 5 ? 1 : 0);
        }
        return switch (Inputs.field(schema, key.column()).type()) {
            case STRING -> new KeyReader.Texts<>(accessor);
            case FLOAT32, FLOAT64 -> new KeyReader.Decimals<>(accessor);
            default -> new KeyReader.Integers<>(accessor);
        };
    }

    /** Reads the levels of columns, as they are. */
    List<KeyReader<T>> keys(List<String> columns) {
        return columns.stream()
                .map(column -> key(new Key.Level(column), new double[0], new Tally()))
                .toList();
    }

    NumberReader<T> number(Source source, Tally tally) {
        FillReader<T> fill = Fit.Filling.of(source)
                .findFirst()
                .map(filling -> fill(filling.fill(), Readers.of(fills, filling)))
                .orElse(null);
        return new NumberReader<>(source, accessor(source.column()), fill, tally);
    }

    private static FittedFill of(Map<Fit.Filling, FittedFill> fills, Fit.Filling filling) {
        FittedFill fitted = fills.get(filling);
        if (fitted == null) {
            throw new IllegalStateException("fill of column " + filling.column() + " is used before it is fitted");
        }
        return fitted;
    }

    private FillReader<T> fill(Fill fill, FittedFill fitted) {
        Fill next = fill.otherwise();
        FittedFill other = fitted.otherwise();
        if (next == null || other == null) {
            return new FillReader<>(null, fitted.values(), null, fitted.value());
        }
        List<KeyReader<T>> keys = keys(fill.columns());
        int[] groups = new int[fitted.levels().size()];
        java.util.Arrays.setAll(groups, i -> i);
        LevelTable table = new LevelTable(keys.size(), fitted.levels(), groups);
        return new FillReader<>(new LevelReader<>(keys, table), fitted.values(), fill(next, other), 0);
    }

    Accessor<T> accessor(String column) {
        Field field = Inputs.field(schema, column);
        return accessors.accessor(field);
    }
}
