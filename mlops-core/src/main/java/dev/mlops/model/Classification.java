package dev.mlops.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a classifier answers for one row. Immutable.
 *
 * @param label the label with the highest score
 * @param scores the score of every label, in the order of the signature's labels; they are probabilities that sum to 1
 *     where the estimator makes probabilities, as logistic regression and trees do
 */
public record Classification(String label, Map<String, Double> scores) {

    /** Copies {@code scores}, keeping their order. */
    public Classification {
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }

    /**
     * The score of one label.
     *
     * @throws IllegalArgumentException if the model doesn't know the label
     */
    public double score(String label) {
        Double score = scores.get(label);
        if (score == null) {
            throw new IllegalArgumentException(
                    "label '%s' is unknown to the model, known: %s".formatted(label, scores.keySet()));
        }
        return score;
    }
}
