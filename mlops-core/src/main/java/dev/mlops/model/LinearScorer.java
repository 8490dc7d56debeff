package dev.mlops.model;

import java.util.List;

/** A linear model compiled for one kind of row: neither examples nor vectors are built. Thread-safe. */
final class LinearScorer<T> {
    private final LinearTerm<T>[] terms;
    private final double intercept;

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of a generic class
    LinearScorer(List<LinearTerm<T>> terms, double intercept) {
        this.terms = terms.toArray(new LinearTerm[0]);
        this.intercept = intercept;
    }

    /**
     * The prediction; allocates nothing.
     *
     * @throws dev.mlops.InvalidException if the row breaks a rule of the features
     */
    double score(T row) {
        double sum = 0;
        for (LinearTerm<T> term : terms) {
            sum += term.score(row);
        }
        return sum + intercept;
    }
}
