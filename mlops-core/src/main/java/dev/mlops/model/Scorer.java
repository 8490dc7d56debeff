package dev.mlops.model;

/**
 * A regression model bound to one record type: raw fields in, prediction out. Thread-safe.
 *
 * @param <R> the record type
 */
@FunctionalInterface
public interface Scorer<R extends Record> {

    /**
     * The prediction for one record.
     *
     * @throws dev.mlops.InvalidException if a field that the model requires is null; the message names it
     */
    double score(R row);
}
