package dev.mlops.tracking;

import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Numeric;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What runs are compared in, and in which of it they differ. Immutable. */
final class ComparisonTable {
    private static final List<String> ATTRIBUTES =
            List.of("experiment", "user", "source", "branch", "commit", "dirty", "parent");
    private static final Set<String> NOT_FINITE = Set.of("NaN", "Infinity", "-Infinity");
    private static final Set<String> FIXED = Set.of("run", "status", "start", "took", "end", "id");

    private final List<RunData> runs;
    private final boolean more;
    private final Map<String, String> experiments;
    private final List<Column> columns;
    private final Set<Column> differing;

    private ComparisonTable(List<RunData> runs, boolean more, Map<String, String> experiments, List<Column> columns) {
        this.runs = runs;
        this.more = more;
        this.experiments = experiments;
        this.columns = columns;
        this.differing = new HashSet<>();
        for (Column column : columns) {
            if (runs.stream().map(column::exact).distinct().count() > 1) {
                differing.add(column);
            }
        }
    }

    static ComparisonTable of(RunStore store, List<RunData> runs, boolean more, boolean tags) {
        List<Column> columns = new ArrayList<>();
        keys(runs, run -> run.metrics().keySet()).forEach(key -> columns.add(new Column(Column.Kind.METRIC, key)));
        keys(runs, run -> run.params().keySet()).forEach(key -> columns.add(new Column(Column.Kind.PARAM, key)));
        if (tags) {
            keys(runs, run -> run.tags().keySet()).forEach(key -> columns.add(new Column(Column.Kind.TAG, key)));
        }
        keys(runs, run -> run.datasets().stream().map(Column::purpose).toList())
                .forEach(key -> columns.add(new Column(Column.Kind.DATASET, key)));
        for (String attribute : ATTRIBUTES) {
            Column column = new Column(Column.Kind.ATTRIBUTE, attribute);
            if (runs.stream().map(column::exact).anyMatch(Objects::nonNull)) {
                columns.add(column);
            }
        }
        return new ComparisonTable(List.copyOf(runs), more, experiments(store, runs), List.copyOf(columns));
    }

    private static Map<String, String> experiments(RunStore store, List<RunData> runs) {
        Map<String, String> names = new HashMap<>();
        for (RunData run : runs) {
            names.computeIfAbsent(
                    run.begin().experimentId(),
                    id -> store.findExperiment(id).map(ExperimentData::name).orElse(id));
        }
        return Map.copyOf(names);
    }

    private static Set<String> keys(List<RunData> runs, Function<RunData, Collection<String>> keys) {
        Set<String> all = new TreeSet<>(NaturalOrder.BY_NUMBER);
        runs.forEach(run -> all.addAll(keys.apply(run)));
        return all;
    }

    /** Whether there are other runs, which are not compared. */
    boolean more() {
        return more;
    }

    List<RunData> runs() {
        return runs;
    }

    /** The experiment's name, or how many experiments there are. */
    String title() {
        Set<String> names = new TreeSet<>(experiments.values());
        return switch (names.size()) {
            case 0 -> "No runs";
            case 1 -> names.iterator().next();
            default -> names.size() + " experiments";
        };
    }

    /** All columns, those of one kind together, by ascending key, where numbers in keys count as numbers. */
    List<Column> columns() {
        return columns;
    }

    boolean differs(Column column) {
        return differing.contains(column);
    }

    /** What a table for people has beside name, status and times: each metric, and what differs. */
    List<Column> leading() {
        return columns.stream()
                .filter(column -> column.kind() == Column.Kind.METRIC || differs(column))
                .toList();
    }

    /** What is the same in all runs and not in {@link #leading}. */
    List<Column> common() {
        return columns.stream()
                .filter(column -> column.kind() != Column.Kind.METRIC && !differs(column))
                .toList();
    }

    /** The key alone where that is clear, else the whole name. */
    String label(Column column) {
        boolean clear = !FIXED.contains(column.key())
                && columns.stream()
                                .filter(other -> other.key().equals(column.key()))
                                .count()
                        == 1;
        return clear ? column.key() : column.name();
    }

    /** As people read it; null where the run has none. */
    @Nullable
    String shown(Column column, RunData run) {
        return isExperiment(column) ? experiment(run) : column.shown(run);
    }

    /** Exactly; null where the run has none. */
    @Nullable
    String exact(Column column, RunData run) {
        return isExperiment(column) ? experiment(run) : column.exact(run);
    }

    private static boolean isExperiment(Column column) {
        return column.equals(new Column(Column.Kind.ATTRIBUTE, "experiment"));
    }

    private String experiment(RunData run) {
        return Objects.requireNonNull(experiments.get(run.begin().experimentId()), "experiment");
    }

    /** Whether every value that there is reads as a number, NaN or infinite, and some as a number. */
    boolean isNumeric(Column column) {
        return switch (column.kind()) {
            case METRIC -> true;
            case PARAM, TAG ->
                isNumeric(runs.stream()
                        .map(column::exact)
                        .flatMap(text -> Optional.ofNullable(text).stream())
                        .filter(text -> !NOT_FINITE.contains(text))
                        .toList());
            case DATASET, ATTRIBUTE -> false;
        };
    }

    private static boolean isNumeric(List<String> texts) {
        return !texts.isEmpty()
                && texts.stream().allMatch(text -> Numeric.of(text).isPresent());
    }

    /** How long it took; absent while it is running. */
    static Optional<Duration> took(RunData run) {
        Optional<Instant> end = run.end();
        return end.map(moment -> Duration.between(run.begin().start(), moment));
    }
}
