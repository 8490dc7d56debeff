package dev.mlops.serving.http;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An input of an inference request: rows of one column, or of several.
 *
 * @param rows above 0
 * @param columns above 0; 1 for the shape {@code [rows]}, too
 * @param values row by row; null where a value is missing
 */
record InputTensor(String name, int rows, int columns, List<@Nullable Object> values) {
    private static final int MAX_ELEMENTS = 100_000_000;

    /** Reads one of a request's inputs, and its bytes if its parameters say that it has some. */
    static InputTensor read(Members input, BinaryPart binary) {
        String name = input.text("name");
        String where = "input '" + name + "'";
        Members named = new Members(where, input.values());
        Datatype type = Datatype.named(named.text("datatype"), where);
        int[] shape = shape(named.list("shape"), where);
        Optional<Integer> size = named.object("parameters").findCount("binary_data_size");
        Optional<List<?>> data = named.findList("data");
        if (size.isPresent() == data.isPresent()) {
            throw new ApiException(
                    400,
                    where + " has " + (size.isPresent() ? "both" : "neither")
                            + " data and the parameter binary_data_size, expected one of them");
        }
        Batch.checkSize(shape[0]);
        List<@Nullable Object> values = new ArrayList<>();
        if (data.isPresent()) {
            new JsonData(where, type, shape).read(data.get(), values);
        } else {
            ByteBuffer bytes = binary.take(size.orElseThrow(), where);
            new BinaryData(where, type).read(bytes, Math.multiplyExact(shape[0], columns(shape)), values);
        }
        return new InputTensor(name, shape[0], columns(shape), Collections.unmodifiableList(values));
    }

    private static int columns(int[] shape) {
        return shape.length == 1 ? 1 : shape[1];
    }

    private static int[] shape(List<?> declared, String where) {
        long elements = 1;
        int[] shape = new int[declared.size()];
        for (int i = 0; i < shape.length; i++) {
            if (!(declared.get(i) instanceof Integer size) || size < 1) {
                throw new ApiException(
                        400,
                        "shape of " + where + " has " + Members.shown(declared.get(i))
                                + ", expected whole numbers above 0");
            }
            shape[i] = size;
            elements = Math.min(elements * size, MAX_ELEMENTS + 1L); // never beyond a long
        }
        if (elements > MAX_ELEMENTS) {
            throw new ApiException(
                    400, "shape of " + where + " has too many elements, expected " + MAX_ELEMENTS + " at most");
        }
        if (shape.length < 1 || shape.length > 2) {
            throw new ApiException(
                    400, "shape of " + where + " is " + declared + ", expected [rows] or [rows, columns]");
        }
        return shape;
    }
}
