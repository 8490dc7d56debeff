package dev.mlops.storage.spi;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.StorageUnavailableException;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Holds experiments and their runs.
 *
 * <p>Every method is atomic: it happens as a whole or not at all, and what one process was told is done, every process
 * sees. What a method that writes has returned survives the death of the process at once. Thread-safe; several processes
 * may use one store, where the backend says so. Of two that race, the one that comes later sees what the earlier did:
 * each method says what that means. Times are whole milliseconds in UTC. Any method throws
 * {@link StorageUnavailableException}, which names the operation and the key, when the store can't be reached, is locked
 * for too long, or has no space left; nothing was written then, and the call may be tried again.
 */
public interface RunStore extends AutoCloseable {

    /**
     * Adds an experiment.
     *
     * @throws ConflictException if it is active and another active experiment has its name, or any has its id; the loser
     *     of a race gets this
     */
    void createExperiment(ExperimentData experiment);

    /** The experiment of this id, active or deleted. */
    Optional<ExperimentData> findExperiment(String id);

    /**
     * Changes an experiment. Deleting frees its name for a new one.
     *
     * @throws NotFoundException if there is none
     * @throws ConflictException if another active experiment has the new name, or the old one of an experiment that is
     *     restored; the message names both ids
     */
    void updateExperiment(String id, ExperimentChange change);

    /** A page of experiments; by default the latest first. See {@link Query} for filter, order and paging. */
    Page<ExperimentData> searchExperiments(Query query);

    /** Removes an experiment for good with all its runs; nothing happens where there is none. */
    void removeExperiment(String id);

    /**
     * Begins a run. The same run again changes nothing, so that the call may be repeated, also after the run was changed
     * or its experiment was deleted; its name doesn't count then, as it may have changed.
     *
     * @throws NotFoundException if its experiment doesn't exist
     * @throws ConflictException if its experiment is deleted, or another run has its id
     */
    void createRun(NewRun run);

    /** The run of this id, active or deleted. */
    Optional<RunData> findRun(String id);

    /**
     * Records all of a change or nothing. The same change again changes nothing: equal parameters are fine, exact repeats
     * of points are ignored, tags are set to what they are. Tags, name, status and lifecycle are those of the last to
     * come, the heartbeat is the latest; concurrent changes are all kept.
     *
     * @throws NotFoundException if there is no such run
     * @throws ConflictException if a parameter has another value; the message names key and both values; nothing of the
     *     change is recorded
     */
    void update(String runId, RunChange change);

    /** A page of runs; by default the latest start first. See {@link Query} for filter, order and paging. */
    Page<RunData> searchRuns(Query query);

    /** How many runs a query finds on all its pages together; by default they are read for it. */
    default long countRuns(Query query) {
        long count = 0;
        Query each = new Query(
                query.within(), query.filter(), query.lifecycle(), query.order(), Query.MAX_LIMIT, query.after());
        Page<RunData> page = searchRuns(each);
        while (page.next() != null) {
            count += page.items().size();
            page = searchRuns(each.after(page.next()));
        }
        return count + page.items().size();
    }

    /**
     * Hands every point of a metric of a run to {@code to} in {@link MetricPoint#ORDER}, without holding them all in
     * memory; none where there are none. What {@code to} throws ends the call; it may call the store. Points that come
     * meanwhile may be missing.
     */
    void history(String runId, String key, Consumer<? super MetricPoint> to);

    /** Removes a run for good with all that was recorded of it; nothing happens where there is none. */
    void removeRun(String runId);

    /**
     * Marks runs that are RUNNING with a heartbeat before {@code silentSince} as KILLED, each ended at its last
     * heartbeat.
     *
     * @return how many
     */
    int killSilent(Instant silentSince);

    /** Lets go of what the store holds open; nothing may be called afterwards. Closing again does nothing. */
    @Override
    void close();

    /** The error for a parameter that has a value already. */
    static ConflictException conflict(String key, String before, String now) {
        return new ConflictException("parameter '" + key + "' is " + Rules.quoted(before) + ", it can't become "
                + Rules.quoted(now) + ": a parameter is written once");
    }
}
