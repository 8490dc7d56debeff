package dev.mlops.serving.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is sent to and answered by the routes that are in no protocol: the catalog of models, and deploying. */
final class ApiSchemas {
    static final Map<String, ?> MODELS = all("models", Schemas.object(model(), List.copyOf(model().keySet())));
    static final Map<String, ?> MODEL = oneModel();
    static final Map<String, ?> MOVE = move();
    static final Map<String, ?> MOVED = moved();
    static final Map<String, ?> ROLLBACK =
            Schemas.closed(Schemas.object(Map.of("alias", Schemas.TEXT, "reason", Schemas.TEXT), List.of()));
    static final Map<String, ?> ROLLED_BACK = Schemas.object(
            Map.of("model", Schemas.TEXT, "alias", Schemas.TEXT, "version", Schemas.WHOLE),
            List.of("model", "alias", "version"));
    static final Map<String, ?> HISTORY = history();

    private ApiSchemas() {}

    /** An object with nothing but an array. */
    private static Map<String, ?> all(String name, Map<String, ?> element) {
        return Schemas.object(Map.of(name, Schemas.array(element)), List.of(name));
    }

    private static Map<String, Map<String, ?>> model() {
        Map<String, Map<String, ?>> members = new LinkedHashMap<>();
        members.put("name", Schemas.TEXT);
        members.put("description", Schemas.TEXT);
        members.put("aliases", Schemas.map(Schemas.WHOLE));
        return members;
    }

    private static Map<String, ?> oneModel() {
        Map<String, Map<String, ?>> members = model();
        members.put("signature", signature());
        members.put("versions", Schemas.array(version()));
        return Schemas.object(members, List.of("name", "description", "aliases", "versions"));
    }

    private static Map<String, ?> signature() {
        Map<String, ?> input = Schemas.object(
                Map.of("name", Schemas.TEXT, "type", Schemas.TEXT, "nullable", Schemas.FLAG),
                List.of("name", "type", "nullable"));
        Map<String, ?> output = Schemas.object(
                Map.of(
                        "name", Schemas.TEXT,
                        "kind", Schemas.oneOf(List.of("regression", "classification")),
                        "labels", Schemas.array(Schemas.TEXT)),
                List.of("name", "kind"));
        return Schemas.object(Map.of("inputs", Schemas.array(input), "output", output), List.of("inputs", "output"));
    }

    private static Map<String, ?> version() {
        Map<String, Map<String, ?>> members = new LinkedHashMap<>();
        members.put("version", Schemas.TEXT);
        members.put("status", Schemas.TEXT);
        members.put("created", Schemas.INSTANT);
        members.put("aliases", Schemas.array(Schemas.TEXT));
        members.put("metrics", Schemas.OBJECT);
        return Schemas.object(members, List.copyOf(members.keySet()));
    }

    private static Map<String, ?> move() {
        Map<String, Map<String, ?>> members = new LinkedHashMap<>();
        members.put("version", Map.of("type", "integer", "minimum", 1));
        members.put("expected", Map.of("type", "integer", "minimum", 0));
        members.put("reason", Schemas.TEXT);
        return Schemas.closed(Schemas.object(members, List.of("version")));
    }

    private static Map<String, ?> moved() {
        Map<String, Map<String, ?>> members = new LinkedHashMap<>();
        members.put("model", Schemas.TEXT);
        members.put("alias", Schemas.TEXT);
        members.put("version", Schemas.WHOLE);
        members.put("accepted", Schemas.FLAG);
        members.put("verdicts", Schemas.array(verdict()));
        List<String> required = List.copyOf(members.keySet());
        members.put("before", Schemas.WHOLE);
        return Schemas.object(members, required);
    }

    private static Map<String, ?> verdict() {
        return Schemas.object(
                Map.of(
                        "check", Schemas.TEXT,
                        "passed", Schemas.FLAG,
                        "finding", Schemas.TEXT,
                        "figures", Schemas.OBJECT),
                List.of("check", "passed", "finding", "figures"));
    }

    private static Map<String, ?> history() {
        Map<String, Map<String, ?>> change = new LinkedHashMap<>();
        change.put("time", Schemas.INSTANT);
        for (String text : List.of("actor", "action", "subject", "from", "to", "reason")) {
            change.put(text, Schemas.TEXT);
        }
        change.put("version", Schemas.WHOLE);
        return Schemas.object(
                Map.of(
                        "model",
                        Schemas.TEXT,
                        "changes",
                        Schemas.array(Schemas.object(change, List.copyOf(change.keySet())))),
                List.of("model", "changes"));
    }
}
