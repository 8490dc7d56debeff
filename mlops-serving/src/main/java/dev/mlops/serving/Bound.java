package dev.mlops.serving;

import dev.mlops.model.Classification;
import dev.mlops.model.Model;
import java.util.List;

/**
 * A model bound to one kind of row. Thread-safe.
 *
 * @param <R> the rows
 */
interface Bound<R> {

    /** The prediction of a regression; throws IllegalStateException for a classifier. */
    double number(R row);

    /** The label of a classifier; throws IllegalStateException for a regression. */
    Classification label(R row);

    /** The predictions of many rows in one call, in their order. */
    double[] numbers(List<R> rows);

    /** The labels of many rows in one call, in their order. */
    List<Classification> labels(List<R> rows);

    /** Counts what is odd about a row and mends it; throws InvalidException if it is rejected. */
    default R admit(R row) {
        return row;
    }

    /** The same, which counts nothing. */
    default Bound<R> quiet() {
        return this;
    }

    /** What answers rows that were admitted already. */
    default Bound<R> admitted() {
        return this;
    }

    /** How a kind of row is bound to a model. */
    @FunctionalInterface
    interface To<R> {
        /** Binds a model; throws InvalidException if such rows lack what it reads. */
        Bound<R> bind(Model model);
    }
}
