package dev.mlops.serving.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What requests and answers of the Open Inference Protocol look like. */
final class InferSchemas {
    static final Map<String, ?> LIVE = Schemas.object(Map.of("live", Schemas.FLAG), List.of("live"));
    static final Map<String, ?> READY =
            Schemas.object(Map.of("ready", Schemas.FLAG, "live", Schemas.FLAG), List.of("ready", "live"));
    static final Map<String, ?> SERVER = Schemas.object(
            Map.of("name", Schemas.TEXT, "version", Schemas.TEXT, "extensions", Schemas.array(Schemas.TEXT)),
            List.of("name", "version", "extensions"));
    static final Map<String, ?> NAMES =
            Schemas.object(Map.of("models", Schemas.array(Schemas.TEXT)), List.of("models"));
    static final Map<String, ?> MODEL_READY =
            Schemas.object(Map.of("name", Schemas.TEXT, "ready", Schemas.FLAG), List.of("name", "ready"));
    static final Map<String, ?> MODEL = model();
    static final Map<String, ?> REQUEST = request();
    static final Map<String, ?> RESPONSE = response();
    static final Map<String, ?> INDEX_REQUEST = Schemas.object(Map.of("ready", Schemas.FLAG), List.of());
    static final Map<String, ?> INDEX = Schemas.array(Schemas.object(
            Map.of("name", Schemas.TEXT, "version", Schemas.TEXT, "state", Schemas.TEXT, "reason", Schemas.TEXT),
            List.of("name", "state", "reason")));

    private InferSchemas() {}

    private static Map<String, ?> model() {
        Map<String, ?> tensors = Schemas.array(tensor(List.of("name", "datatype", "shape")));
        return Schemas.object(
                Map.of(
                        "name",
                        Schemas.TEXT,
                        "versions",
                        Schemas.array(Schemas.TEXT),
                        "platform",
                        Schemas.TEXT,
                        "inputs",
                        tensors,
                        "outputs",
                        tensors,
                        "properties",
                        Map.of("type", "object", "additionalProperties", Schemas.TEXT)),
                List.of("name", "platform"));
    }

    private static Map<String, ?> tensor(List<String> required) {
        Map<String, Map<String, ?>> members = new LinkedHashMap<>();
        members.put("name", Schemas.TEXT);
        members.put("datatype", Schemas.TEXT);
        members.put("shape", Schemas.array(Schemas.WHOLE));
        members.put("parameters", Schemas.OBJECT);
        members.put("data", Map.of("type", "array", "items", Map.of()));
        return Schemas.object(members, required);
    }

    private static Map<String, ?> request() {
        return Schemas.object(
                Map.of(
                        "id",
                        Schemas.TEXT,
                        "parameters",
                        Schemas.OBJECT,
                        "inputs",
                        Schemas.array(tensor(List.of("name", "datatype", "shape"))),
                        "outputs",
                        Schemas.array(tensor(List.of("name")))),
                List.of("inputs"));
    }

    private static Map<String, ?> response() {
        return Schemas.object(
                Map.of(
                        "model_name", Schemas.TEXT,
                        "model_version", Schemas.TEXT,
                        "id", Schemas.TEXT,
                        "outputs", Schemas.array(tensor(List.of("name", "datatype", "shape")))),
                List.of("model_name", "outputs"));
    }
}
