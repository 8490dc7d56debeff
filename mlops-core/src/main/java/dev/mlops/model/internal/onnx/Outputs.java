package dev.mlops.model.internal.onnx;

import dev.mlops.InvalidException;
import java.util.Map;

/**
 * What a run of a graph gave.
 *
 * @param values for each output, row by row, a {@code double[]} or a {@code String[]}
 */
public record Outputs(Map<String, Object> values) {

    /**
     * An output of numbers.
     *
     * @throws InvalidException if it isn't one
     */
    public double[] numbers(String output) {
        if (values.get(output) instanceof double[] numbers) {
            return numbers;
        }
        throw new InvalidException("output '%s' must be a tensor of numbers".formatted(output));
    }

    /**
     * An output of texts.
     *
     * @throws InvalidException if it isn't one
     */
    public String[] texts(String output) {
        if (values.get(output) instanceof String[] texts) {
            return texts;
        }
        throw new InvalidException("output '%s' must be a tensor of texts".formatted(output));
    }
}
