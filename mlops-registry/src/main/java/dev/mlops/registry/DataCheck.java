package dev.mlops.registry;

import dev.mlops.ConflictException;
import dev.mlops.data.Dataset;
import dev.mlops.data.Fingerprint;
import dev.mlops.pipeline.OutputCheck;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.tracking.Datasets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Compares each dataset that a step gives with what was recorded of that step, before any other step gets it, and keeps some
 * of the rows for a comparison of models. Thread-safe.
 */
final class DataCheck implements OutputCheck {
    /** How many rows are kept. */
    static final int KEPT_ROWS = 100_000;

    private final RecordedRun recorded;
    private final Set<String> columns;
    private final CompletableFuture<Difference> change = new CompletableFuture<>();
    private final List<Difference> unrecorded = new ArrayList<>();
    private final Set<String> compared = new LinkedHashSet<>();
    private final Set<String> steps = new LinkedHashSet<>();
    private final Set<String> digests = new LinkedHashSet<>();
    private final List<List<? extends Record>> rows = new ArrayList<>();
    private int room = KEPT_ROWS;

    /** @param columns what a dataset must have for its rows to be kept */
    DataCheck(RecordedRun recorded, Set<String> columns) {
        this.recorded = recorded;
        this.columns = Set.copyOf(columns);
    }

    /** Does this once, as soon as data has changed. */
    void onChange(Runnable action) {
        CompletableFuture<?> unused = change.thenRun(action);
    }

    @Override
    public void check(String step, Object output) {
        for (Dataset<?> dataset : Datasets.given(output)) {
            Fingerprint fingerprint = dataset.fingerprint();
            Optional<Difference> found = compare(step, dataset.name(), fingerprint);
            if (found.isPresent()) {
                change.complete(found.get());
                throw new ConflictException(found.get().toString());
            }
            keep(dataset, fingerprint);
        }
    }

    /** How a dataset differs from what was recorded of the step: of the name, else of any that the step gave. */
    private synchronized Optional<Difference> compare(String step, String name, Fingerprint present) {
        steps.add(step);
        List<DatasetInput> candidates = recorded.datasets(step);
        List<DatasetInput> named = candidates.stream()
                .filter(candidate -> candidate.name().equals(name))
                .toList();
        List<DatasetInput> expected = named.isEmpty() ? candidates : named;
        String what = "dataset '" + name + "' of step '" + step + "'";
        if (expected.isEmpty()) {
            unrecorded.add(new Difference(Difference.Area.DATA, what, "", text(present.digest(), present.rows())));
            return Optional.empty();
        }
        compared.add(step + "/" + name);
        if (expected.stream().anyMatch(each -> each.digest().equals(present.digest()))) {
            return Optional.empty();
        }
        DatasetInput first = expected.get(0);
        return Optional.of(new Difference(
                Difference.Area.DATA,
                what,
                text(first.digest(), first.rows()),
                text(present.digest(), present.rows())));
    }

    private synchronized void keep(Dataset<?> dataset, Fingerprint fingerprint) {
        boolean readable = columns.stream()
                .allMatch(column -> dataset.schema().find(column).isPresent());
        if (readable && room > 0 && digests.add(fingerprint.digest())) {
            int kept = Math.min(room, dataset.size());
            room -= kept;
            rows.add(
                    kept == dataset.size()
                            ? dataset.rows()
                            : List.copyOf(dataset.rows().subList(0, kept)));
        }
    }

    static String text(String digest, long rows) {
        return digest + " with " + rows + " rows";
    }

    /** The first dataset that has changed. */
    Optional<Difference> change() {
        return change.isDone() ? Optional.of(change.join()) : Optional.empty();
    }

    /** Datasets that couldn't be compared, since none were recorded of their steps. */
    synchronized List<Difference> unrecorded() {
        return List.copyOf(unrecorded);
    }

    /** Datasets that were recorded of steps that are still there, and gave none. */
    synchronized List<Difference> missing() {
        return recorded.pipeline().steps().stream()
                .filter(step -> !steps.contains(step))
                .flatMap(step -> recorded.datasets(step).stream())
                .map(dataset -> new Difference(
                        Difference.Area.DATA,
                        "dataset '" + dataset.name() + "' of step '" + dataset.context() + "'",
                        text(dataset.digest(), dataset.rows()),
                        ""))
                .toList();
    }

    /** How many datasets were compared. */
    synchronized int compared() {
        return compared.size();
    }

    /** Rows of the datasets that have the columns; of each dataset in its order. */
    synchronized List<List<? extends Record>> rows() {
        return List.copyOf(rows);
    }
}
