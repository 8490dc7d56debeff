package dev.mlops.model.onnx;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.mlops.data.Field;
import dev.mlops.model.Model;
import dev.mlops.model.OnnxGraphs;
import dev.mlops.model.Signature;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The texts beside the graph in MLflow's folder. A JSON text is a YAML text, so values are written as JSON. */
final class MlflowFiles {
    /** The first versions that read operator set 18 and have the flavour's present form. */
    private static final List<String> REQUIREMENTS =
            List.of("mlflow>=2.9", "onnx>=1.14", "onnxruntime>=1.16", "numpy", "pandas");

    private static final String MLFLOW = "2.17.2";
    private static final String ONNX = "1.14.0";
    private static final String PYTHON = "3.11";
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final JsonMapper JSON = new JsonMapper();

    private final Model model;
    private final int bytes;
    private final @Nullable Map<String, Object> example;

    /** @param bytes the size of the graph */
    MlflowFiles(Model model, int bytes, @Nullable Map<String, Object> example) {
        this.model = model;
        this.bytes = bytes;
        this.example = example;
    }

    /** The files by name. */
    Map<String, String> of() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("MLmodel", manifest());
        files.put("requirements.txt", String.join("\n", REQUIREMENTS) + "\n");
        files.put("conda.yaml", conda());
        files.put("python_env.yaml", """
                python: "%s"
                build_dependencies:
                - pip
                dependencies:
                - -r requirements.txt
                """.formatted(PYTHON));
        if (example != null) {
            files.put("input_example.json", frame(example).toString());
            ObjectNode served = JSON.createObjectNode();
            served.set("dataframe_split", frame(example));
            files.put("serving_input_example.json", served.toString());
        }
        return files;
    }

    private String manifest() {
        String shown = example == null ? "" : """
                saved_input_example_info:
                  artifact_path: input_example.json
                  pandas_orient: split
                  serving_input_path: serving_input_example.json
                  type: dataframe
                """;
        return """
                flavors:
                  onnx:
                    code: null
                    data: model.onnx
                    onnx_session_options: null
                    onnx_version: "%s"
                    providers:
                    - CPUExecutionProvider
                  python_function:
                    data: model.onnx
                    env:
                      conda: conda.yaml
                      virtualenv: python_env.yaml
                    loader_module: mlflow.onnx
                    python_version: "%s"
                mlflow_version: "%s"
                model_size_bytes: %d
                model_uuid: %s
                %ssignature:
                  inputs: %s
                  outputs: %s
                  params: null
                utc_time_created: "%s"
                """.formatted(
                        ONNX,
                        PYTHON,
                        MLFLOW,
                        bytes,
                        uuid(),
                        shown,
                        text(inputs()),
                        text(outputs()),
                        TIME.format(model.provenance().created()));
    }

    private static String conda() {
        StringBuilder yaml = new StringBuilder("""
                channels:
                - conda-forge
                dependencies:
                - python=%s
                - pip
                - pip:
                """.formatted(PYTHON));
        REQUIREMENTS.forEach(
                requirement -> yaml.append("  - ").append(requirement).append('\n'));
        return yaml.append("name: mlflow-env\n").toString();
    }

    /** The same for the same content. */
    private String uuid() {
        byte[] hash = model.contentHash().getBytes(StandardCharsets.UTF_8);
        return "\"" + UUID.nameUUIDFromBytes(hash).toString().replace("-", "") + "\"";
    }

    private ArrayNode inputs() {
        ArrayNode columns = JSON.createArrayNode();
        // the graph needs every column, so each is required, and a missing value is one of those that stand for it
        model.signature().inputs().fields().forEach(field -> column(columns, field.name(), type(field)));
        return columns;
    }

    private ArrayNode outputs() {
        ArrayNode columns = JSON.createArrayNode();
        Signature.Output output = model.signature().output();
        for (String name : OnnxGraphs.frameOutputs(output)) {
            boolean label = output.kind() == Signature.Kind.CLASSIFICATION && name.equals(output.name());
            column(columns, name, label ? "string" : "double");
        }
        return columns;
    }

    private static void column(ArrayNode columns, String name, String type) {
        columns.addObject().put("type", type).put("name", name).put("required", true);
    }

    private static String type(Field field) {
        return switch (field.type()) {
            case BOOLEAN -> field.nullable() ? "long" : "boolean";
            case INT8, INT16, INT32, INT64, TIMESTAMP -> "long";
            case FLOAT32, FLOAT64 -> "double";
            case STRING -> "string";
        };
    }

    private static ObjectNode frame(Map<String, Object> row) {
        ObjectNode frame = JSON.createObjectNode();
        ArrayNode columns = frame.putArray("columns");
        ArrayNode values = frame.putArray("data").addArray();
        row.forEach((name, value) -> {
            columns.add(name);
            boolean missing = value instanceof Number number && Double.isNaN(number.doubleValue());
            values.add(missing ? JSON.nullNode() : JSON.valueToTree(value));
        });
        return frame;
    }

    /** JSON in a text. */
    private static String text(ArrayNode json) {
        return JSON.getNodeFactory().textNode(json.toString()).toString();
    }
}
