package dev.mlops.serving.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What requests and answers of MLflow's scoring protocol look like. */
final class MlflowSchemas {
    static final Map<String, ?> REQUEST = request();
    static final Map<String, ?> RESPONSE =
            Schemas.object(Map.of("predictions", Map.of("type", "array", "items", Map.of())), List.of("predictions"));
    static final Map<String, ?> ERROR = Schemas.object(
            Map.of("error_code", Schemas.TEXT, "message", Schemas.TEXT), List.of("error_code", "message"));

    private MlflowSchemas() {}

    private static Map<String, ?> request() {
        Map<String, Map<String, ?>> members = new LinkedHashMap<>();
        members.put(
                "dataframe_split",
                Schemas.object(
                        Map.of(
                                "columns", Schemas.array(Schemas.TEXT),
                                "index", Map.of("type", "array", "items", Map.of()),
                                "data", Map.of("type", "array", "items", Map.of("type", "array", "items", Map.of()))),
                        List.of("data")));
        members.put("dataframe_records", Schemas.array(Schemas.OBJECT));
        members.put("instances", Map.of("type", "array", "items", Map.of()));
        members.put("inputs", Map.of("description", "An object of columns, or an array of rows"));
        members.put("params", Schemas.nullable(Schemas.OBJECT));
        return Schemas.object(members, List.of());
    }
}
