package dev.mlops.storage;

import dev.mlops.storage.spi.ArtifactName;
import dev.mlops.storage.spi.ArtifactStore;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStore;
import dev.mlops.storage.spi.Subject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Removes what was set aside long enough ago. The artifacts of a run go before the run, and the runs of an experiment
 * before the experiment: whenever it is killed, what is left is still found, and the next purge goes on. Content goes last,
 * once nothing is named after it.
 */
final class Purge {
    /** Content that is younger may be about to get its name. */
    private static final Duration YOUNGEST_CONTENT = Duration.ofHours(1);

    private static final int PAGE = 500;

    private final RunStore runs;
    private final ArtifactStore artifacts;
    private final Instant now;
    private final Instant before;
    private int removedRuns;
    private int removedExperiments;

    Purge(Storage storage, Instant now, Duration olderThan) {
        if (olderThan.isNegative()) {
            throw new IllegalArgumentException("age is " + olderThan + ", expected zero or more");
        }
        this.runs = storage.runs();
        this.artifacts = storage.artifacts();
        this.now = now;
        this.before = now.minus(olderThan);
    }

    Purged run() {
        Query deleted = Query.all(PAGE).lifecycle(Lifecycle.DELETED);
        each(runs::searchRuns, deleted, this::removeRun);
        each(runs::searchExperiments, deleted.where(updated()), this::removeExperiment);
        artifacts.list(ArtifactName.CACHE).stream()
                .filter(result -> result.time().isBefore(before))
                .forEach(result -> artifacts.unbind(result.name()));
        Instant youngest = now.minus(YOUNGEST_CONTENT);
        long bytes = artifacts.sweep(before.isBefore(youngest) ? before : youngest);
        return new Purged(removedExperiments, removedRuns, bytes);
    }

    private Filter updated() {
        return Filter.parse("updated < " + before.toEpochMilli(), Subject.EXPERIMENTS);
    }

    private static <T> void each(Function<Query, Page<T>> search, Query query, Consumer<T> to) {
        @Nullable String next = null;
        do {
            Page<T> page = search.apply(query.after(next));
            page.items().forEach(to);
            next = page.next();
        } while (next != null);
    }

    private void removeRun(RunData found) {
        if (!isDue(found)) {
            return;
        }
        boolean remove = runs.findRun(found.id()) // again: somebody may have restored it since the search
                .filter(this::isDue)
                .isPresent();
        if (remove) {
            removeForGood(found);
        }
    }

    private void removeForGood(RunData run) {
        artifacts.unbindAll("runs/" + run.id());
        runs.removeRun(run.id());
        removedRuns++;
    }

    /** Whether it was set aside itself, and nothing happened since, long enough ago. */
    private boolean isDue(RunData run) {
        return run.deleted().filter(time -> time.isBefore(before)).isPresent() && isAtRest(run);
    }

    /** Whether nothing was recorded of it for long enough. */
    private boolean isAtRest(RunData run) {
        return run.end().orElse(run.heartbeat()).isBefore(before)
                && run.heartbeat().isBefore(before);
    }

    private void removeExperiment(ExperimentData found) {
        Query all = Query.all(PAGE).lifecycle(null).within(Set.of(found.id()));
        if (isSetAside(found.id()) && areAtRest(all)) {
            each(runs::searchRuns, all, this::removeForGood);
            runs.removeExperiment(found.id());
            removedExperiments++;
        }
    }

    private boolean isSetAside(String experiment) {
        return runs.findExperiment(experiment)
                .filter(found -> found.lifecycle() == Lifecycle.DELETED
                        && found.updated().isBefore(before))
                .isPresent();
    }

    private boolean areAtRest(Query some) {
        AtomicBoolean atRest = new AtomicBoolean(true);
        each(runs::searchRuns, some, run -> atRest.compareAndSet(true, isAtRest(run)));
        return atRest.get();
    }
}
