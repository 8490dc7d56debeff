package dev.mlops.model.internal.onnx;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An input or an output of a graph.
 *
 * @param name its name
 * @param type what it holds; null if that is no tensor, or one of a type that we neither feed nor read
 * @param shape its dimensions, -1 where one isn't fixed
 * @param description what it is, for messages
 */
@SuppressWarnings("ArrayRecordComponent")
public record Port(String name, @Nullable TensorType type, long[] shape, String description) {

    /** How many numbers a row has, or -1 if the shape doesn't say. */
    public int width() {
        return shape.length == 1 ? 1 : shape.length == 2 && shape[1] < Integer.MAX_VALUE ? (int) shape[1] : -1;
    }

    /** Whether it is a vector or a matrix of any number of rows. */
    public boolean isTable() {
        return type != null && (shape.length == 1 || shape.length == 2) && shape[0] < 0;
    }

    @Override
    public String toString() {
        String dimensions = Arrays.stream(shape)
                .mapToObj(size -> size < 0 ? "?" : String.valueOf(size))
                .collect(Collectors.joining(","));
        return "'%s' %s[%s]".formatted(name, description, dimensions);
    }
}
