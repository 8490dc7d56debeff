package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.model.internal.onnx.Port;
import dev.mlops.model.internal.onnx.TensorType;
import java.util.List;

/**
 * Which fields go into which inputs of a graph, and which of its outputs answers.
 *
 * @param inputs each of the graph's inputs
 * @param output a tensor of numbers: the prediction, or the scores of the labels
 * @param labels the labels in the order of their scores; empty for a regression
 * @param width how many numbers a row has in the output; 1 for a regression, or for the score of the second of two labels
 */
record OnnxBinding(List<OnnxInput> inputs, String output, List<String> labels, int width) {

    OnnxBinding {
        inputs = List.copyOf(inputs);
        labels = List.copyOf(labels);
        boolean fits = labels.isEmpty() ? width == 1 : width == labels.size() || (width == 1 && labels.size() == 2);
        if (!fits) {
            throw new InvalidException("output '%s' has %d numbers a row, and there are %d labels: expected one a label"
                    .formatted(output, width, labels.size()));
        }
        if (labels.stream().distinct().count() != labels.size()) {
            throw new InvalidException("labels are %s: they must differ".formatted(labels));
        }
    }

    /**
     * Compares with what the graph really has.
     *
     * @throws InvalidException if it has other inputs, or no such output
     */
    void check(List<Port> present, List<Port> outputs) {
        for (Port port : present) {
            OnnxInput input = inputs.stream()
                    .filter(candidate -> candidate.name().equals(port.name()))
                    .findFirst()
                    .orElseThrow(
                            () -> new InvalidException("no field is bound to the graph's input %s".formatted(port)));
            if (!port.isTable()
                    || port.type() != input.type()
                    || (port.shape().length == 1 ? input.width() != 0 : !takes(port.width(), input))) {
                throw new InvalidException("input %s can't be fed with %s".formatted(port, input));
            }
        }
        if (present.size() != inputs.size()) {
            throw new InvalidException(
                    "fields are bound to %d inputs, the graph has %d".formatted(inputs.size(), present.size()));
        }
        Port answer = outputs.stream()
                .filter(port -> port.name().equals(output))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidException("the graph has no output '%s', but %s".formatted(output, outputs)));
        if (answer.type() == null || answer.type() == TensorType.STRING || answer.type() == TensorType.BOOL) {
            throw new InvalidException("output %s must be a tensor of numbers".formatted(answer));
        }
    }

    private static boolean takes(int width, OnnxInput input) {
        return input.width() == input.fields().size() && (width < 0 || width == input.width());
    }
}
