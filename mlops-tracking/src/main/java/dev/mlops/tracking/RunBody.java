package dev.mlops.tracking;

/**
 * What happens in a run.
 *
 * @param <X> the checked exception that it may throw, if any
 */
@FunctionalInterface
public interface RunBody<X extends Exception> {
    /** Does the work and records it. */
    void record(ActiveRun run) throws X;
}
