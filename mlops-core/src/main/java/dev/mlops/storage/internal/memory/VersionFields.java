package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.SearchField;
import dev.mlops.storage.spi.Subject;
import dev.mlops.storage.spi.VersionData;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Model versions as a search sees them. */
final class VersionFields implements Fields<VersionData> {
    private static final SearchField CREATED =
            Objects.requireNonNull(Subject.VERSIONS.attributes().get("created"));

    @Override
    public String home(VersionData version) {
        return version.model();
    }

    @Override
    public @Nullable Lifecycle lifecycle(VersionData version) {
        return null;
    }

    @Override
    public SearchField latest() {
        return CREATED;
    }

    @Override
    public List<Value> values(VersionData version, SearchField field) {
        return switch (field.scope()) {
            case ATTRIBUTE -> attribute(version, field.key());
            case METRIC -> metric(version, field.key());
            case PARAM -> Value.anyText(version.begin().params().get(field.key()));
            case TAG -> Value.anyText(version.tags().get(field.key()));
            case DATASET -> Value.none();
        };
    }

    private static List<Value> metric(VersionData version, String key) {
        Double value = version.begin().metrics().get(key);
        return value == null ? Value.none() : Value.number(value);
    }

    private static List<Value> attribute(VersionData version, String name) {
        return switch (name) {
            case "model" -> Value.text(version.model());
            case "version" -> Value.number(version.number());
            case "status" -> Value.text(version.status().name());
            case "run" -> Value.text(version.begin().runId());
            case "created" -> Value.time(version.begin().created());
            case "updated" -> Value.time(version.updated());
            case "alias" ->
                version.aliases().stream().<Value>map(Value.Text::new).toList();
            default -> throw new IllegalArgumentException("model versions have no attribute '" + name + "'");
        };
    }
}
