package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.data.Dataset;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.data.internal.Accessor;
import dev.mlops.data.internal.RecordType;
import dev.mlops.data.internal.UnknownColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Reads the columns of a dataset that training needs beside the features: target and weight. */
final class TargetReader<R extends Record> {
    private final Dataset<R> dataset;
    private final RecordType<R> type;

    TargetReader(Dataset<R> dataset) {
        this.dataset = dataset;
        this.type = RecordType.of(dataset.type());
    }

    /** A number a row, finite. */
    double[] numbers(String column) {
        Accessor<R> accessor = accessor(column, FieldType::isNumeric, "a number");
        double[] numbers = new double[dataset.size()];
        for (int row = 0; row < numbers.length; row++) {
            R record = dataset.rows().get(row);
            double number = accessor.isNull(record) ? Double.NaN : accessor.asDouble(record);
            if (!Double.isFinite(number)) {
                throw bad(column, row, accessor.get(record), "a finite number");
            }
            numbers[row] = number;
        }
        return numbers;
    }

    /** A label a row. */
    List<String> labels(String column) {
        Accessor<R> accessor = accessor(
                column,
                found -> found.isInteger() || found == FieldType.BOOLEAN || found == FieldType.STRING,
                "a text, a whole number or a boolean");
        List<String> labels = new ArrayList<>(dataset.size());
        for (R record : dataset.rows()) {
            Object label = accessor.get(record);
            if (label == null) {
                throw bad(column, labels.size(), label, "a label");
            }
            labels.add(label.toString());
        }
        return labels;
    }

    /** A weight a row, finite and not negative. */
    float[] weights(String column) {
        double[] numbers = numbers(column);
        float[] weights = new float[numbers.length];
        for (int row = 0; row < weights.length; row++) {
            weights[row] = (float) numbers[row];
            if (weights[row] < 0 || Float.isInfinite(weights[row])) {
                throw bad(column, row, numbers[row], "a finite weight of at least 0");
            }
        }
        return weights;
    }

    private Accessor<R> accessor(String column, Predicate<FieldType> fits, String rule) {
        List<Field> fields = type.schema().fields();
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(column)) {
                if (!fits.test(fields.get(i).type())) {
                    throw new InvalidException("column '%s' of dataset '%s' is %s, it must be %s"
                            .formatted(column, dataset.name(), fields.get(i).type(), rule));
                }
                return type.accessor(i);
            }
        }
        throw UnknownColumn.in("dataset '" + dataset.name() + "'", column, type.schema());
    }

    private InvalidException bad(String column, int row, @Nullable Object value, String rule) {
        return new InvalidException("column '%s' is %s in row %d of dataset '%s', it must be %s"
                .formatted(column, value, dataset.rowNumber(row), dataset.name(), rule));
    }
}
