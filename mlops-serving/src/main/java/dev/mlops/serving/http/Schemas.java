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

    static final Map<String, ?> BYTES = Map.of("type", "string", "format", "binary");

    /** A moment as ISO 8601 has it, in UTC. */
    static final Map<String, ?> INSTANT = Map.of("type", "string", "format", "date-time");

    /** An object of whatever members. */
    static final Map<String, ?> OBJECT = Map.of("type", "object", "additionalProperties", true);

    /** More labels than that are too many to tell. */
    static final int LABELS = 100;

    private static final String DECIMAL = "^-?[0-9]+([.][0-9]+)?([eE][-+]?[0-9]+)?$";
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

    /** The same object, which has no other members. */
    static Map<String, ?> closed(Map<String, ?> object) {
        return with(object, "additionalProperties", false);
    }

    /** The same object, which may have other members, that nobody reads. */
    static Map<String, ?> open(Map<String, ?> object) {
        return with(object, "additionalProperties", true);
    }

    /** An object of such values by name. */
    static Map<String, ?> map(Map<String, ?> values) {
        return Map.of("type", "object", "additionalProperties", values);
    }

    /** One of these texts. */
    static Map<String, ?> oneOf(List<String> texts) {
        return Map.of("type", "string", "enum", texts);
    }

    private static Map<String, ?> with(Map<String, ?> schema, String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(schema);
        more.put(key, value);
        return more;
    }

    static Map<String, ?> array(Map<String, ?> elements) {
        return Map.of("type", "array", "items", elements);
    }

    /** The same, which has a type, or null. */
    static Map<String, ?> nullable(Map<String, ?> schema) {
        return with(schema, "nullable", true);
    }

    /**
     * What a row of a model may hold; a text that means the value of a field is taken for it. Each field must be there, if only
     * as null: some models do without some, which a signature doesn't tell.
     */
    static Map<String, ?> row(Signature signature) {
        Map<String, Map<String, ?>> members = new LinkedHashMap<>();
        for (Field field : signature.inputs().fields()) {
            List<Map<String, ?>> kinds = kinds(field.type());
            members.put(
                    field.name(),
                    anyOf(
                            field.nullable()
                                    ? kinds.stream()
                                            .<Map<String, ?>>map(Schemas::nullable)
                                            .toList()
                                    : kinds));
        }
        return open(object(members, List.copyOf(members.keySet())));
    }

    private static List<Map<String, ?>> kinds(FieldType type) {
        return switch (type) {
            case BOOLEAN ->
                List.of(FLAG, texts("^(true|false|0|1)$"), Map.of("type", "integer", "enum", List.of(0, 1)));
            case INT8, INT16, INT32 -> List.of(whole("int32"), texts("^-?[0-9]+$"));
            case INT64 -> List.of(whole("int64"), texts("^-?[0-9]+$"));
            case FLOAT32, FLOAT64 -> List.of(NUMBER, texts(DECIMAL));
            case STRING -> List.of(TEXT, NUMBER, FLAG);
            case TIMESTAMP -> List.of(texts(TIME));
        };
    }

    private static Map<String, ?> whole(String format) {
        return Map.of("type", "integer", "format", format);
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
            members.put(output.name(), output.labels().size() <= LABELS ? oneOf(output.labels()) : TEXT);
            members.put("scores", map(NUMBER));
        }
        members.put("model_version", TEXT);
        return object(members, List.copyOf(members.keySet()));
    }

    /** Any of these, of which there may be one. */
    static Map<String, ?> anyOf(List<Map<String, ?>> schemas) {
        return schemas.size() == 1 ? schemas.get(0) : Map.of("anyOf", schemas);
    }
}
