package dev.mlops.serving;

import java.util.List;

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

    /** The answers to many rows by one version, in their order; throws what the version throws. */
    default List<Reply> answers(List<R> rows, Arm<R> arm) {
        return Reply.all(rows, arm.name(), arm.served());
    }
}
