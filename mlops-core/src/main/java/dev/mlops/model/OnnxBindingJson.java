package dev.mlops.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.model.internal.onnx.TensorType;
import java.util.ArrayList;
import java.util.List;

/** The binding of a graph as the manifest's {@code estimator}, and back. */
final class OnnxBindingJson {
    static final String KIND = "onnx";

    private OnnxBindingJson() {}

    static ObjectNode write(OnnxBinding binding, ObjectNode node) {
        ArrayNode inputs = node.putArray("inputs");
        for (OnnxInput input : binding.inputs()) {
            ObjectNode entry = inputs.addObject()
                    .put("name", input.name())
                    .put("type", ManifestJson.lower(input.type()))
                    .put("width", input.width());
            ArrayNode fields = entry.putArray("fields");
            input.fields().forEach(field -> fields.add(field.name()));
        }
        node.put("output", binding.output()).put("width", binding.width());
        ArrayNode labels = node.putArray("labels");
        binding.labels().forEach(labels::add);
        return node;
    }

    /** Reads it; throws {@link InvalidException} on anything else, or if it contradicts the signature. */
    static OnnxBinding read(JsonNode node, Signature signature) {
        List<OnnxInput> inputs = new ArrayList<>();
        for (JsonNode input : ManifestJson.child(node, "inputs")) {
            List<Field> fields = new ArrayList<>();
            ManifestJson.child(input, "fields")
                    .forEach(field -> fields.add(signature.inputs().get(field.asText())));
            inputs.add(new OnnxInput(
                    ManifestJson.text(input, "name"),
                    ManifestJson.constant(TensorType.class, ManifestJson.text(input, "type")),
                    fields,
                    ManifestJson.child(input, "width").intValue()));
        }
        List<String> labels = new ArrayList<>();
        ManifestJson.child(node, "labels").forEach(label -> labels.add(label.asText()));
        if (!labels.stream().sorted().toList().equals(signature.output().labels())) {
            throw new InvalidException("its estimator has the labels %s, its signature %s"
                    .formatted(labels, signature.output().labels()));
        }
        return new OnnxBinding(
                inputs,
                ManifestJson.text(node, "output"),
                labels,
                ManifestJson.child(node, "width").intValue());
    }
}
