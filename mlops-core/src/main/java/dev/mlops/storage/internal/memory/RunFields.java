package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.SearchField;
import dev.mlops.storage.spi.Subject;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** Runs as a search sees them. */
final class RunFields implements Fields<RunData> {
    private static final SearchField START =
            Objects.requireNonNull(Subject.RUNS.attributes().get("start_time"));

    private final Predicate<String> inUse;

    /** With what tells whether a run may be in use by the id of its experiment. */
    RunFields(Predicate<String> inUse) {
        this.inUse = inUse;
    }

    @Override
    public String home(RunData run) {
        return run.begin().experimentId();
    }

    @Override
    public Lifecycle lifecycle(RunData run) {
        return inUse.test(home(run)) ? run.lifecycle() : Lifecycle.DELETED;
    }

    @Override
    public SearchField latest() {
        return START;
    }

    @Override
    public List<Value> values(RunData run, SearchField field) {
        return switch (field.scope()) {
            case ATTRIBUTE -> attribute(run, field.key());
            case METRIC -> metric(run, field.key());
            case PARAM -> Value.anyText(run.params().get(field.key()));
            case TAG -> Value.anyText(run.tags().get(field.key()));
            case DATASET -> datasets(run, field.key());
        };
    }

    private static List<Value> metric(RunData run, String key) {
        MetricPoint latest = run.metrics().get(key);
        return latest == null ? Value.none() : Value.number(latest.value());
    }

    private static List<Value> datasets(RunData run, String property) {
        Function<DatasetInput, String> value =
                switch (property) {
                    case "name" -> DatasetInput::name;
                    case "digest" -> DatasetInput::digest;
                    case "context" -> DatasetInput::context;
                    default -> throw new IllegalArgumentException("datasets have no property '" + property + "'");
                };
        return run.datasets().stream()
                .map(value)
                .flatMap(text -> Value.text(text).stream())
                .toList();
    }

    private static List<Value> attribute(RunData run, String name) {
        return switch (name) {
            case "id" -> Value.text(run.id());
            case "name" -> Value.text(run.begin().name());
            case "experiment" -> Value.text(run.begin().experimentId());
            case "parent" -> Value.text(run.begin().parentId());
            case "status" -> Value.text(run.status().name());
            case "user" -> Value.text(run.begin().user());
            case "source" -> Value.text(run.begin().source());
            case "start_time" -> Value.time(run.begin().start());
            case "end_time" -> Value.time(run.end());
            case "commit", "branch", "dirty" ->
                run.commit().map(commit -> commit(commit, name)).orElse(Value.none());
            default -> throw new IllegalArgumentException("runs have no attribute '" + name + "'");
        };
    }

    private static List<Value> commit(Commit commit, String name) {
        return switch (name) {
            case "commit" -> Value.text(commit.id());
            case "branch" -> Value.text(commit.branch());
            default -> Value.text(String.valueOf(commit.dirty()));
        };
    }
}
