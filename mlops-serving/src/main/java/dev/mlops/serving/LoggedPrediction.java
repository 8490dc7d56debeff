package dev.mlops.serving;

import dev.mlops.model.Classification;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A prediction as a {@link PredictionLog} has kept it. Immutable. */
public final class LoggedPrediction {
    private final Instant time;
    private final String id;
    private final String model;
    private final int version;
    private final String arm;
    private final Map<String, @Nullable Object> inputs;
    private final Output output;
    private final Duration took;

    /** What was answered: a value, or a label, under the name of a column. */
    record Output(String name, double value, @Nullable Classification label) {}

    LoggedPrediction(
            Instant time,
            String id,
            String model,
            int version,
            String arm,
            Map<String, @Nullable Object> inputs,
            Output output,
            Duration took) {
        this.time = time;
        this.id = id;
        this.model = model;
        this.version = version;
        this.arm = arm;
        this.inputs = Collections.unmodifiableMap(new LinkedHashMap<>(inputs));
        this.output = output;
        this.took = took;
    }

    /** When it was answered, to the millisecond. */
    public Instant time() {
        return time;
    }

    /** {@link Prediction#id}. */
    public String id() {
        return id;
    }

    /** The name of the model; empty for one that isn't registered. */
    public String model() {
        return model;
    }

    /** The number of the version that answered; 0 for a model that isn't registered. */
    public int version() {
        return version;
    }

    /** Under what it answered: an alias such as {@code champion}, or a version's number. */
    public String arm() {
        return arm;
    }

    /**
     * The row by field name, as a predictor of maps takes it to answer the same again: numbers, truths and texts; date-times
     * and what isn't finite as text. A field that was missing is null or not there.
     */
    public Map<String, @Nullable Object> inputs() {
        return inputs;
    }

    /** The column that the model was trained to predict. */
    public String output() {
        return output.name();
    }

    /** Whether a classifier answered, so that there is a {@link #label} and no {@link #value}. */
    public boolean isLabel() {
        return output.label() != null;
    }

    /**
     * The number that a regression predicted.
     *
     * @throws IllegalStateException if the model is a classifier
     */
    public double value() {
        if (isLabel()) {
            throw new IllegalStateException("prediction " + id + " is by a classifier, expected a regression");
        }
        return output.value();
    }

    /**
     * The label that a classifier chose.
     *
     * @throws IllegalStateException if the model is a regression
     */
    public String label() {
        return classification().label();
    }

    /**
     * The score of every label of a classifier.
     *
     * @throws IllegalStateException if the model is a regression
     */
    public Map<String, Double> scores() {
        return classification().scores();
    }

    private Classification classification() {
        Classification label = output.label();
        if (label == null) {
            throw new IllegalStateException("prediction " + id + " is by a regression, expected a classifier");
        }
        return label;
    }

    /** The time that the answer took. */
    public Duration took() {
        return took;
    }

    @Override
    public String toString() {
        return time + " " + id + ": " + (isLabel() ? label() : Double.toString(value())) + " by " + model + "/"
                + version + " as " + arm;
    }
}
