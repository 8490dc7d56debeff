package dev.mlops.serving;

import dev.mlops.model.Classification;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer, and who gave it. Immutable. */
public final class Prediction {
    private final long predictor;
    private final long number;
    private final Served.Source source;
    private final String arm;
    private final boolean fallback;
    private final double value;
    private final @Nullable Classification classification;

    private Prediction(long predictor, long number, Reply reply) {
        this.predictor = predictor;
        this.number = number;
        this.source = reply.source();
        this.arm = reply.arm();
        this.fallback = reply.by() != Reply.By.CHOSEN;
        this.value = reply.value();
        this.classification = reply.label();
    }

    /** A reply under an id, whose text is made when it is asked for. */
    static Prediction of(long predictor, long number, Reply reply) {
        return new Prediction(predictor, number, reply);
    }

    /** Another reply under the same id. */
    Prediction instead(Reply reply) {
        return of(predictor, number, reply);
    }

    /** 32 hexadecimal digits that no other prediction has; the truth that becomes known later is told by it. */
    public String id() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(predictor) + hex.toHexDigits(number);
    }

    /** The name of the model; empty for one that isn't registered. */
    public String model() {
        return source.model();
    }

    /** The number of the version that answered; 0 for a model that isn't registered, and for a constant fallback. */
    public int version() {
        return source.version();
    }

    /**
     * Under what it answered: an alias such as {@code champion}, or a version's number; {@code fallback} for a constant
     * fallback.
     */
    public String arm() {
        return arm;
    }

    /** Whether another arm than the chosen one, or a constant, stood in since the chosen one couldn't answer. */
    public boolean isFallback() {
        return fallback;
    }

    /** The column that the model was trained to predict. */
    public String output() {
        return source.output();
    }

    /**
     * The number that a regression predicted.
     *
     * @throws IllegalStateException if the model is a classifier
     */
    public double value() {
        if (classification != null) {
            throw new IllegalStateException(
                    "model '" + source.model() + "' is a classifier, expected a regression: ask for label()");
        }
        return value;
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

    /** Whether a classifier answered, so that there is a {@link #label} and no {@link #value}. */
    public boolean isLabel() {
        return classification != null;
    }

    private Classification classification() {
        if (classification == null) {
            throw new IllegalStateException(
                    "model '" + source.model() + "' is a regression, expected a classifier: ask for value()");
        }
        return classification;
    }

    @Override
    public String toString() {
        return (classification == null ? Double.toString(value) : classification.label()) + " by " + source.model()
                + "/" + source.version() + " as " + arm;
    }
}
