package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.Schema;
import java.util.List;
import java.util.Objects;

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

    /**
     * A value as a model reads it from a map, by what it means: "130" as 130 where the field is a number, ISO text as a
     * date-time. Of an integer field it is a Long, of a decimal one a Double, else a Boolean, a String or a LocalDateTime.
     *
     * @throws InvalidException if it doesn't fit the field; the message names both
     */
    public static Object value(Field field, Object raw) {
        Converted<Object> reader = new Converted<>(field, value -> value);
        return switch (field.type()) {
            case BOOLEAN -> reader.asLong(raw) == 1;
            case INT8, INT16, INT32, INT64 -> reader.asLong(raw);
            case FLOAT32, FLOAT64 -> reader.asDouble(raw);
            case STRING, TIMESTAMP -> Objects.requireNonNull(reader.get(raw));
        };
    }

    @Override
    public String toString() {
        String inputNames =
                String.join(", ", inputs.fields().stream().map(f -> f.name()).toList());
        String answer = output.kind() == Kind.REGRESSION ? "a number" : "one of " + output.labels();
        return "(" + inputNames + ") -> " + output.name() + ": " + answer;
    }
}
