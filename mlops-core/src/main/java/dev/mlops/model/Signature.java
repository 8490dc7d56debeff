package dev.mlops.model;

import dev.mlops.data.Schema;
import java.util.List;

/**
 * What a model reads and what it answers. A model of another signature can't stand in for it unseen. Immutable.
 *
 * @param inputs the raw fields that the model reads, by name; a nullable field may be missing
 * @param output what it answers
 */
public record Signature(Schema inputs, Output output) {

    /** What kind of answer a model gives. */
    public enum Kind {
        /** A number. */
        REGRESSION,
        /** One of a fixed set of labels, with a score for each. */
        CLASSIFICATION
    }

    /**
     * The answer of a model.
     *
     * @param kind a number or a label
     * @param name the column that the model was trained to predict
     * @param labels the labels that a classifier can answer, ascending; empty for a regression
     */
    public record Output(Kind kind, String name, List<String> labels) {

        /** Copies {@code labels}. */
        public Output {
            labels = List.copyOf(labels);
        }
    }

    @Override
    public String toString() {
        String inputNames =
                String.join(", ", inputs.fields().stream().map(f -> f.name()).toList());
        String answer = output.kind() == Kind.REGRESSION ? "a number" : "one of " + output.labels();
        return "(" + inputNames + ") -> " + output.name() + ": " + answer;
    }
}
