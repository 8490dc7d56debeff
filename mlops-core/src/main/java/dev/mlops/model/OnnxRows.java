package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.data.internal.Accessor;
import dev.mlops.model.internal.onnx.Feed;
import dev.mlops.model.internal.onnx.TensorType;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Reads rows of one kind into what a graph is fed with. Thread-safe. */
final class OnnxRows<T> {
    private final List<Cells<T>> inputs = new ArrayList<>();
    private final Consumer<T> check;

    /**
     * Binds the inputs to one kind of row.
     *
     * @param check throws if a row isn't whole
     */
    OnnxRows(List<OnnxInput> inputs, Accessors<T> accessors, Consumer<T> check) {
        this.check = check;
        for (OnnxInput input : inputs) {
            List<Cell<T>> cells = input.fields().stream()
                    .map(field -> new Cell<>(field, accessors.accessor(field)))
                    .toList();
            this.inputs.add(new Cells<>(input, cells));
        }
    }

    /** Room for this many rows. */
    List<Object> arrays(int rows) {
        List<Object> arrays = new ArrayList<>();
        inputs.forEach(cells -> arrays.add(array(cells.input.type(), rows * cells.list.size())));
        return arrays;
    }

    private static Object array(TensorType type, int size) {
        return switch (type) {
            case BOOL -> new byte[size];
            case INT32 -> new int[size];
            case INT64 -> new long[size];
            case FLOAT -> new float[size];
            case DOUBLE -> new double[size];
            case STRING -> new String[size];
        };
    }

    /**
     * Puts a row into the arrays.
     *
     * @throws InvalidException if a value is missing that may not be, or doesn't fit its field; the message names it
     */
    void put(T row, int place, List<Object> arrays) {
        check.accept(row);
        for (int i = 0; i < arrays.size(); i++) {
            List<Cell<T>> cells = inputs.get(i).list;
            for (int c = 0; c < cells.size(); c++) {
                cells.get(c).put(row, arrays.get(i), place * cells.size() + c);
            }
        }
    }

    List<Feed> feeds(List<Object> arrays, int rows) {
        List<Feed> feeds = new ArrayList<>();
        for (int i = 0; i < arrays.size(); i++) {
            OnnxInput input = inputs.get(i).input;
            long[] shape = input.width() == 0 ? new long[] {rows} : new long[] {rows, input.width()};
            feeds.add(new Feed(input.name(), arrays.get(i), shape));
        }
        return feeds;
    }

    private record Cells<T>(OnnxInput input, List<Cell<T>> list) {}

    /** One value of a row. */
    private record Cell<T>(Field field, Accessor<T> accessor) {

        void put(T row, Object array, int at) {
            boolean missing = accessor.isNull(row);
            if (missing && !field.nullable()) {
                throw new InvalidException(
                        "field '%s' is missing: the model's signature says that it may not be".formatted(field.name()));
            }
            if (array instanceof double[] doubles) {
                doubles[at] = missing ? Double.NaN : accessor.asDouble(row);
            } else if (array instanceof float[] floats) {
                floats[at] = missing ? Float.NaN : (float) accessor.asDouble(row);
            } else if (array instanceof long[] longs) {
                longs[at] = missing ? TensorType.MISSING : whole(row);
            } else if (array instanceof int[] ints) {
                ints[at] = narrow(accessor.asLong(row));
            } else if (array instanceof byte[] truths) {
                truths[at] = (byte) accessor.asLong(row);
            } else {
                ((String[]) array)[at] = missing ? "" : String.valueOf(accessor.get(row));
            }
        }

        private long whole(T row) {
            return field.type() == FieldType.TIMESTAMP && accessor.get(row) instanceof LocalDateTime time
                    ? time.toEpochSecond(ZoneOffset.UTC)
                    : accessor.asLong(row);
        }

        private int narrow(long value) {
            if (value != (int) value) {
                throw new InvalidException(
                        "field '%s' is %d: it must be a whole number of 32 bits".formatted(field.name(), value));
            }
            return (int) value;
        }
    }
}
