package dev.mlops.serving;

/**
 * How an arm's answer to a row is come by: from the version itself, or from a cache, or from another arm where that fails.
 * Thread-safe.
 *
 * @param <R> the rows
 */
@FunctionalInterface
interface Answers<R> {

    /** The answer; throws what the version throws. */
    Reply answer(R row, Arm<R> arm);
}
