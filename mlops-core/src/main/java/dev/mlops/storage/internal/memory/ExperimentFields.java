package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.SearchField;
import dev.mlops.storage.spi.Subject;
import java.util.List;
import java.util.Objects;

/** Experiments as a search sees them. */
final class ExperimentFields implements Fields<ExperimentData> {
    private static final SearchField CREATED =
            Objects.requireNonNull(Subject.EXPERIMENTS.attributes().get("created"));

    @Override
    public String home(ExperimentData experiment) {
        return experiment.id();
    }

    @Override
    public Lifecycle lifecycle(ExperimentData experiment) {
        return experiment.lifecycle();
    }

    @Override
    public SearchField latest() {
        return CREATED;
    }

    @Override
    public List<Value> values(ExperimentData experiment, SearchField field) {
        return switch (field.scope()) {
            case ATTRIBUTE -> attribute(experiment, field.key());
            case TAG -> Value.anyText(experiment.tags().get(field.key()));
            case METRIC, PARAM, DATASET -> Value.none();
        };
    }

    private static List<Value> attribute(ExperimentData experiment, String name) {
        return switch (name) {
            case "id" -> Value.text(experiment.id());
            case "name" -> Value.text(experiment.name());
            case "created" -> Value.time(experiment.created());
            case "updated" -> Value.time(experiment.updated());
            default -> throw new IllegalArgumentException("experiments have no attribute '" + name + "'");
        };
    }
}
