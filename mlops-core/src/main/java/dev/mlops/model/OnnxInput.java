package dev.mlops.model;

import dev.mlops.data.Field;
import dev.mlops.model.internal.onnx.TensorType;
import java.util.List;

/**
 * An input of a graph and the fields that make it.
 *
 * @param name the input's
 * @param type what it holds
 * @param fields its columns
 * @param width its second dimension; 0 for a vector
 */
record OnnxInput(String name, TensorType type, List<Field> fields, int width) {

    OnnxInput {
        fields = List.copyOf(fields);
    }

    /** The input of an exported graph for a field. */
    static OnnxInput of(Field field) {
        return new OnnxInput(field.name(), TensorType.of(field), List.of(field), 1);
    }
}
