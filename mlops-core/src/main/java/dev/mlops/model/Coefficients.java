package dev.mlops.model;

import dev.mlops.model.internal.LinearKernel;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a linear model has learnt: its score is the intercept and the sum of each column's value times its weight. Weights
 * tell how much a column matters only as far as columns are on one scale, see {@link NumberFeature#standardise}. Immutable.
 *
 * @param intercept the score of a row whose columns are all 0
 * @param weights by column of the {@link Vectorizer}; 0 where a column is not used
 */
public record Coefficients(double intercept, SortedMap<String, Double> weights) {

    /** Copies {@code weights}. */
    public Coefficients {
        weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }

    static Coefficients of(LinearKernel linear, List<String> columns) {
        SortedMap<String, Double> weights = new TreeMap<>();
        for (int column = 0; column < columns.size(); column++) {
            weights.put(columns.get(column), linear.weights()[column]);
        }
        return new Coefficients(linear.intercept(), weights);
    }
}
