package dev.mlops.storage.spi;

import dev.mlops.storage.spi.SearchField.Scope;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The attributes of what is searched, and the names that MLflow's users know them by. */
final class Attributes {
    private static final Map<String, SearchField> EXPERIMENTS =
            fields(List.of("id", "name"), List.of(), List.of("created", "updated"));
    private static final Map<String, SearchField> RUNS = fields(
            List.of("id", "name", "experiment", "parent", "status", "user", "source", "commit", "branch", "dirty"),
            List.of(),
            List.of("start_time", "end_time"));
    private static final Map<String, SearchField> VERSIONS =
            fields(List.of("model", "status", "run", "alias"), List.of("version"), List.of("created", "updated"));

    private static final Map<String, String> EXPERIMENT_SYNONYMS =
            Map.of("experiment_id", "id", "creation_time", "created", "last_update_time", "updated");
    private static final Map<String, String> RUN_SYNONYMS = Map.of(
            "run_id",
            "id",
            "run_name",
            "name",
            "experiment_id",
            "experiment",
            "user_id",
            "user",
            "created",
            "start_time");
    private static final Map<String, String> VERSION_SYNONYMS =
            Map.of("name", "model", "version_number", "version", "run_id", "run", "creation_timestamp", "created");

    private Attributes() {}

    /** The values that an attribute may have, where they are few and known; otherwise none. */
    static List<String> values(Subject subject, SearchField field) {
        if (field.scope() != Scope.ATTRIBUTE) {
            return List.of();
        }
        return switch (field.key()) {
            case "status" -> names(subject == Subject.VERSIONS ? VersionStatus.values() : RunStatus.values());
            case "dirty" -> List.of("true", "false");
            default -> List.of();
        };
    }

    private static List<String> names(Enum<?>[] constants) {
        return Arrays.stream(constants).map(Enum::name).toList();
    }

    static Map<String, SearchField> of(Subject subject) {
        return switch (subject) {
            case EXPERIMENTS -> EXPERIMENTS;
            case RUNS -> RUNS;
            case VERSIONS -> VERSIONS;
        };
    }

    /** The name that stands for {@code name}, which may be a synonym. */
    static String canonical(Subject subject, String name) {
        Map<String, String> synonyms =
                switch (subject) {
                    case EXPERIMENTS -> EXPERIMENT_SYNONYMS;
                    case RUNS -> RUN_SYNONYMS;
                    case VERSIONS -> VERSION_SYNONYMS;
                };
        return synonyms.getOrDefault(name, name);
    }

    private static Map<String, SearchField> fields(List<String> texts, List<String> numbers, List<String> times) {
        Map<String, SearchField> fields = new LinkedHashMap<>();
        texts.forEach(name -> fields.put(name, new SearchField(Scope.ATTRIBUTE, name, SearchField.Type.TEXT)));
        numbers.forEach(name -> fields.put(name, new SearchField(Scope.ATTRIBUTE, name, SearchField.Type.NUMBER)));
        times.forEach(name -> fields.put(name, new SearchField(Scope.ATTRIBUTE, name, SearchField.Type.TIME)));
        return Collections.unmodifiableMap(fields);
    }
}
