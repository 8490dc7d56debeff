package dev.mlops.serving.http;

import dev.mlops.data.Field;
import dev.mlops.model.Signature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An inference request.
 *
 * @param outputs those that were asked for; empty for all
 * @param binary whether an output that doesn't say so itself is to come as bytes
 */
record InferRequest(Optional<String> id, List<InputTensor> inputs, List<Wanted> outputs, boolean binary) {

    /**
     * An output that was asked for.
     *
     * @param binary whether it is to come as bytes
     */
    record Wanted(String name, boolean binary) {}

    static InferRequest read(ApiRequest request) {
        BinaryPart part = BinaryPart.of(request);
        Members body = new Members("request", Json.object(part.json()));
        List<InputTensor> inputs = inputs(body, part);
        part.end();
        boolean binary =
                body.object("parameters").findFlag("binary_data_output").orElse(false);
        return new InferRequest(body.findText("id"), inputs, outputs(body, binary), binary);
    }

    private static List<InputTensor> inputs(Members body, BinaryPart part) {
        List<InputTensor> inputs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object each : body.list("inputs")) {
            InputTensor input = InputTensor.read(Members.of("input", each), part);
            if (!names.add(input.name())) {
                throw new ApiException(400, "input '" + input.name() + "' is there twice, expected each once");
            }
            if (input.rows() != (inputs.isEmpty() ? input : inputs.get(0)).rows()) {
                throw new ApiException(
                        400,
                        "input '" + input.name() + "' has " + input.rows() + " rows, expected "
                                + inputs.get(0).rows() + " like input '"
                                + inputs.get(0).name() + "'");
            }
            inputs.add(input);
        }
        if (inputs.isEmpty()) {
            throw new ApiException(400, "request has no inputs, expected one for each field that the model reads");
        }
        return inputs;
    }

    private static List<Wanted> outputs(Members body, boolean binary) {
        List<Wanted> outputs = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Object each : body.findList("outputs").orElse(List.of())) {
            Members output = Members.of("output", each);
            Wanted wanted = new Wanted(
                    output.text("name"),
                    output.object("parameters").findFlag("binary_data").orElse(binary));
            if (!names.add(wanted.name())) {
                throw new ApiException(400, "output '" + wanted.name() + "' is asked for twice, expected each once");
            }
            outputs.add(wanted);
        }
        return outputs;
    }

    /**
     * The rows: one column for each input, by its name; or, where there is one input of as many columns as the model reads
     * fields, its columns in the order of the fields.
     */
    List<Map<String, ?>> rows(Signature signature) {
        List<String> fields =
                signature.inputs().fields().stream().map(Field::name).toList();
        InputTensor first = inputs.get(0);
        return inputs.size() == 1 && first.columns() == fields.size() && !fields.contains(first.name())
                ? rows(first, fields)
                : byName();
    }

    private static List<Map<String, ?>> rows(InputTensor table, List<String> fields) {
        List<Map<String, ?>> rows = new ArrayList<>();
        for (int row = 0; row < table.rows(); row++) {
            Map<String, @Nullable Object> values = new HashMap<>();
            for (int column = 0; column < fields.size(); column++) {
                values.put(fields.get(column), table.values().get(row * fields.size() + column));
            }
            rows.add(values);
        }
        return rows;
    }

    private List<Map<String, ?>> byName() {
        for (InputTensor input : inputs) {
            if (input.columns() != 1) {
                throw new ApiException(
                        400,
                        "input '" + input.name() + "' has " + input.columns()
                                + " columns, expected one: the shape [rows] or"
                                + " [rows, 1] for each field, or a single input with a column for every field");
            }
        }
        List<Map<String, ?>> rows = new ArrayList<>();
        for (int row = 0; row < inputs.get(0).rows(); row++) {
            Map<String, @Nullable Object> values = new HashMap<>();
            for (InputTensor input : inputs) {
                values.put(input.name(), input.values().get(row));
            }
            rows.add(values);
        }
        return rows;
    }
}
