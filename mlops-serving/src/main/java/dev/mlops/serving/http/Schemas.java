package dev.mlops.serving.http;

import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.model.Signature;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON schemas as OpenAPI 3.0 has them. */
final class Schemas {
    static final Map<String, ?> TEXT = Map.of("type", "string");
    static final Map<String, ?> WHOLE = Map.of("type", "integer");
    static final Map<String, ?> NUMBER = Map.of("type", "number");
    static final Map<String, ?> FLAG = Map.of("type", "boolean");

    /** An object of whatever members. */
    static final Map<String, ?> OBJECT = Map.of("type", "object");

    private static final String TIME = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?$";

    private Schemas() {}

    /** An object with these members, of which these must be there. */
    static Map<String, ?> object(Map<String, ? extends Map<String, ?>> members, List<String> required) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", members);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    static Map<String, ?> array(Map<String, ?> elements) {
        return Map.of("type", "array", "items", elements);
    }

    /** The same, or null. */
    static Map<String, ?> nullable(Map<String, ?> schema) {
        Map<String, Object> nullable = new LinkedHashMap<>(schema);
        nullable.put("nullable", true);
        return nullable;
    }

    /** What a row of a model may hold; a text that means the value of a field is taken for it. */
    static Map<String, ?> row(Signature signature) {
        Map<String, Map<String, ?>> members = new LinkedHashMap<>();
        for (Field field : signature.inputs().fields()) {
            Map<String, ?> schema = field(field.type());
            members.put(field.name(), field.nullable() ? nullable(schema) : schema);
        }
        return object(
                members,
                signature.inputs().fields().stream()
                        .filter(field -> !field.nullable())
                        .map(Field::name)
                        .toList());
    }

    private static Map<String, ?> field(FieldType type) {
        return switch (type) {
            case BOOLEAN ->
                anyOf(List.of(FLAG, texts("^(true|false|0|1)$"), Map.of("type", "integer", "enum", List.of(0, 1))));
            case INT8, INT16, INT32, INT64 -> anyOf(List.of(WHOLE, texts("^-?[0-9]+$")));
            case FLOAT32, FLOAT64 -> anyOf(List.of(NUMBER, TEXT));
            case STRING -> anyOf(List.of(TEXT, NUMBER, FLAG));
            case TIMESTAMP -> texts(TIME);
        };
    }

    private static Map<String, ?> texts(String pattern) {
        return Map.of("type", "string", "pattern", pattern);
    }

    /** What is answered for a row of a model. */
    static Map<String, ?> answer(Signature.Output output) {
        Map<String, Map<String, ?>> members = new LinkedHashMap<>();
        if (output.kind() == Signature.Kind.REGRESSION) {
            members.put(output.name(), NUMBER);
        } else {
            members.put(output.name(), Map.of("type", "string", "enum", output.labels()));
            members.put("scores", Map.of("type", "object", "additionalProperties", NUMBER));
        }
        members.put("model_version", TEXT);
        return object(members, List.copyOf(members.keySet()));
    }

    private static Map<String, ?> anyOf(List<Map<String, ?>> schemas) {
        return Map.of("anyOf", schemas);
    }
}
