package dev.mlops.evaluation;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.data.internal.Accessor;
import java.util.ArrayList;
import java.util.List;

/** The column of a dataset that holds what really happened. */
final class Truth {
    private Truth() {}

    /** The column's numbers. */
    static <R extends Record> double[] numbers(Dataset<R> rows, String target) {
        Accessor<R> accessor = Rows.accessor(rows, target);
        double[] numbers = new double[rows.size()];
        for (int row = 0; row < numbers.length; row++) {
            R record = rows.rows().get(row);
            if (accessor.isNull(record)) {
                throw missing(rows, target, row);
            }
            numbers[row] = accessor.asDouble(record);
        }
        return numbers;
    }

    /** The column's values as text. */
    static <R extends Record> List<String> labels(Dataset<R> rows, String target) {
        Accessor<R> accessor = Rows.accessor(rows, target);
        List<String> labels = new ArrayList<>(rows.size());
        for (int row = 0; row < rows.size(); row++) {
            Object value = accessor.get(rows.rows().get(row));
            if (value == null) {
                throw missing(rows, target, row);
            }
            labels.add(value.toString());
        }
        return labels;
    }

    private static InvalidException missing(Dataset<?> rows, String target, int row) {
        return new InvalidException("column '" + target + "' of row " + row + " (from 0) of " + rows.name()
                + " is missing, expected the truth");
    }
}
