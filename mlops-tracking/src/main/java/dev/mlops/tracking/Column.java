package dev.mlops.tracking;

import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.RunData;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One thing that runs are compared in. */
record Column(Kind kind, String key) {
    private static final int SHOWN_DIGEST = 12;

    /** What kinds of things there are, in the order in which a table shows them, and how their names begin. */
    enum Kind {
        METRIC("metrics."),
        PARAM("params."),
        TAG("tags."),
        DATASET("datasets."),
        ATTRIBUTE("");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }
    }

    /** As a search names it, but without quotes: {@code params.alpha}, {@code user}. */
    String name() {
        return kind.prefix + key;
    }

    /** The value of a run, exactly; null where it has none. */
    @Nullable
    String exact(RunData run) {
        return switch (kind) {
            case METRIC -> metric(run, value -> Double.toString(value));
            case PARAM -> run.params().get(key);
            case TAG -> run.tags().get(key);
            case DATASET -> datasets(run, DatasetInput::digest);
            case ATTRIBUTE -> attribute(run);
        };
    }

    /** The value of a run as people read it; null where it has none. */
    @Nullable
    String shown(RunData run) {
        return switch (kind) {
            case METRIC -> metric(run, Shown::number);
            case DATASET -> datasets(run, data -> shortened(data.digest()));
            case ATTRIBUTE -> key.equals("commit") ? commit(run, commit -> shortened(commit.id())) : attribute(run);
            case PARAM, TAG -> exact(run);
        };
    }

    private @Nullable String metric(RunData run, Function<Double, String> format) {
        MetricPoint latest = run.metrics().get(key);
        return latest == null ? null : format.apply(latest.value());
    }

    private @Nullable String datasets(RunData run, Function<DatasetInput, String> digest) {
        String text = run.datasets().stream()
                .filter(data -> key.equals(purpose(data)))
                .map(data -> data.name() + " (" + digest.apply(data) + ")")
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? null : text;
    }

    /** Under which key a dataset is compared: what it was used for or, where nobody said, its name. */
    static String purpose(DatasetInput data) {
        return data.context().isEmpty() ? data.name() : data.context();
    }

    private @Nullable String attribute(RunData run) {
        return switch (key) {
            case "experiment" -> run.begin().experimentId();
            case "user" -> emptyAsNull(run.begin().user());
            case "source" -> emptyAsNull(run.begin().source());
            case "parent" -> run.begin().parentId();
            case "commit" -> commit(run, Commit::id);
            case "branch" -> commit(run, commit -> emptyAsNull(commit.branch()));
            case "dirty" -> commit(run, commit -> Boolean.toString(commit.dirty()));
            default -> throw new IllegalArgumentException("attribute is '" + key + "', expected one that is compared");
        };
    }

    private static @Nullable String commit(RunData run, Function<Commit, @Nullable String> part) {
        return run.commit().isPresent() ? part.apply(run.commit().get()) : null;
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String shortened(String digest) {
        String hex = digest.substring(digest.indexOf(':') + 1); // the kind of hash says little
        return hex.length() <= SHOWN_DIGEST ? hex : hex.substring(0, SHOWN_DIGEST);
    }
}
