package dev.mlops.serving.http;

import dev.mlops.serving.Prediction;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the answer to an inference request: JSON, and behind it the outputs that were asked for as bytes. */
final class InferResponse {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean binary;

    private InferResponse() {}

    static ApiResponse of(InferRequest request, List<Prediction> answers) {
        return new InferResponse().write(request, answers);
    }

    private ApiResponse write(InferRequest request, List<Prediction> answers) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("model_name", answers.get(0).model());
        content.put("model_version", Integer.toString(answers.get(0).version()));
        request.id().ifPresent(id -> content.put("id", id));
        content.put("outputs", outputs(request, OutputTensor.of(answers)));
        byte[] json = Json.bytes(content);
        if (!binary) {
            return ApiResponse.json(200, json);
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(json.length + bytes.size());
        body.writeBytes(json);
        body.writeBytes(bytes.toByteArray());
        return ApiResponse.of(200, BinaryPart.TYPE, body.toByteArray())
                .with(BinaryPart.JSON_LENGTH, Integer.toString(json.length));
    }

    private List<Map<String, Object>> outputs(InferRequest request, List<OutputTensor> all) {
        List<Map<String, Object>> outputs = new ArrayList<>();
        if (request.outputs().isEmpty()) {
            all.forEach(output -> outputs.add(content(output, request.binary())));
        }
        for (InferRequest.Wanted wanted : request.outputs()) {
            outputs.add(content(find(wanted.name(), all), wanted.binary()));
        }
        return outputs;
    }

    private static OutputTensor find(String name, List<OutputTensor> all) {
        return all.stream()
                .filter(output -> output.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ApiException(
                        400,
                        "output " + Members.shown(name) + " isn't an output of the model, expected one of "
                                + all.stream().map(OutputTensor::name).toList()));
    }

    private Map<String, Object> content(OutputTensor output, boolean asBytes) {
        Map<String, Object> content = OutputTensor.metadata(output.name(), output.datatype(), output.shape());
        if (asBytes) {
            byte[] data = output.bytes();
            content.put("parameters", Map.of("binary_data_size", data.length));
            bytes.writeBytes(data);
            binary = true;
        } else {
            content.put("data", output.data());
        }
        return content;
    }
}
