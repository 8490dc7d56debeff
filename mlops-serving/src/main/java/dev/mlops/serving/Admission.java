package dev.mlops.serving;

import dev.mlops.InvalidException;

/**
 * Lets rows in to a model: counts what is odd about a row, and mends or rejects it. Thread-safe.
 *
 * @param <R> the rows
 */
@FunctionalInterface
interface Admission<R> {

    /**
     * The row as the model shall have it: itself where nothing has to be mended.
     *
     * @throws InvalidException if the policy rejects it
     */
    R admit(R row);
}
