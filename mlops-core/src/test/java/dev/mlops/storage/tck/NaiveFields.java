package dev.mlops.storage.tck;

import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.SearchField;
import dev.mlops.storage.spi.Subject;
import dev.mlops.storage.spi.VersionData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The values of a field, a String or a Double each. */
final class NaiveFields {
    private NaiveFields() {}

    static SearchField attribute(Subject subject, String name) {
        return Objects.requireNonNull(subject.attributes().get(name));
    }

    static List<Object> experiment(ExperimentData experiment, SearchField field) {
        return switch (field.scope() + " " + field.key()) {
            case "ATTRIBUTE id" -> List.of(experiment.id());
            case "ATTRIBUTE name" -> List.of(experiment.name());
            case "ATTRIBUTE created" -> time(experiment.created());
            case "ATTRIBUTE updated" -> time(experiment.updated());
            default -> of(experiment.tags(), field.key());
        };
    }

    static List<Object> run(RunData run, SearchField field) {
        return switch (field.scope()) {
            case METRIC -> metric(run.metrics().get(field.key()));
            case PARAM -> of(run.params(), field.key());
            case TAG -> of(run.tags(), field.key());
            case DATASET -> datasets(run.datasets(), field.key());
            case ATTRIBUTE -> attribute(run, field.key());
        };
    }

    private static List<Object> metric(@Nullable MetricPoint latest) {
        return latest == null ? List.of() : List.of(latest.value());
    }

    private static List<Object> datasets(List<DatasetInput> datasets, String key) {
        List<Object> values = new ArrayList<>();
        for (DatasetInput dataset : datasets) {
            Map<String, String> all =
                    Map.of("name", dataset.name(), "digest", dataset.digest(), "context", dataset.context());
            values.addAll(text(all.get(key)));
        }
        return values;
    }

    private static List<Object> attribute(RunData run, String name) {
        Commit commit = run.commit().orElse(null);
        return switch (name) {
            case "id" -> List.of(run.id());
            case "name" -> List.of(run.begin().name());
            case "experiment" -> List.of(run.begin().experimentId());
            case "parent" -> text(run.begin().parentId());
            case "status" -> List.of(run.status().toString());
            case "start_time" -> time(run.begin().start());
            case "end_time" -> time(run.end().orElse(null));
            case "user" -> text(run.begin().user());
            case "source" -> text(run.begin().source());
            case "commit" -> text(commit == null ? null : commit.id());
            case "branch" -> text(commit == null ? null : commit.branch());
            case "dirty" -> text(commit == null ? null : commit.dirty() ? "true" : "false");
            default -> throw new IllegalArgumentException(name);
        };
    }

    static List<Object> version(VersionData version, SearchField field) {
        return switch (field.scope()) {
            case METRIC -> of(version.begin().metrics(), field.key());
            case PARAM -> of(version.begin().params(), field.key());
            case TAG -> of(version.tags(), field.key());
            case DATASET -> List.of();
            case ATTRIBUTE -> attribute(version, field.key());
        };
    }

    private static List<Object> attribute(VersionData version, String name) {
        return switch (name) {
            case "model" -> List.of(version.model());
            case "version" -> List.of((double) version.number());
            case "status" -> List.of(version.status().toString());
            case "run" -> text(version.begin().runId());
            case "created" -> time(version.begin().created());
            case "updated" -> time(version.updated());
            case "alias" -> List.copyOf(version.aliases());
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static List<Object> of(Map<String, ?> map, String key) {
        Object value = map.get(key);
        return value == null ? List.of() : List.of(value);
    }

    private static List<Object> text(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : List.of(text);
    }

    private static List<Object> time(@Nullable Instant time) {
        return time == null ? List.of() : List.of((double) time.toEpochMilli());
    }
}
