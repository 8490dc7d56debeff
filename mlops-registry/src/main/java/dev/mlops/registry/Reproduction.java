package dev.mlops.registry;

import dev.mlops.ConflictException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What came of running a version's pipeline again: whether the model is the same, and what has changed since the version was
 * made. Immutable.
 */
public final class Reproduction {
    private final ReproductionRecord data;

    Reproduction(ReproductionRecord data) {
        this.data = data;
    }

    /** How a reproduction ends. */
    public enum Outcome {
        /** The model's files are the same, bit for bit, but for the moment of training. */
        IDENTICAL,
        /** The data is the same, and the model isn't. */
        DIFFERENT,
        /** The data isn't what was recorded; where a step gave it, no later step ran. */
        DATA_CHANGED
    }

    /** The model's name. */
    public String model() {
        return data.model();
    }

    /** The number of the version. */
    public int version() {
        return data.version();
    }

    /** The id of the run whose parameters and data were taken. */
    public String runId() {
        return data.run();
    }

    /** How it ended. */
    public Outcome outcome() {
        return data.outcome();
    }

    /** Whether the model's files are the same, bit for bit, but for the moment of training. */
    public boolean isIdentical() {
        return outcome() == Outcome.IDENTICAL;
    }

    /**
     * Whether every dataset that could be compared is what was recorded; {@link #differences} name one that isn't, and those
     * that couldn't be compared.
     */
    public boolean isDataUnchanged() {
        return outcome() != Outcome.DATA_CHANGED;
    }

    /**
     * The largest difference between what the two models answer about the rows that steps gave: of two numbers, or of two
     * scores of a label; absent where there is no second model, or no step gave rows that both can read.
     */
    public OptionalDouble maxPredictionDifference() {
        Double largest = data.predictions().largest();
        return largest == null ? OptionalDouble.empty() : OptionalDouble.of(largest);
    }

    /** About how many rows both models were asked: up to 100,000. */
    public long predictedRows() {
        return data.predictions().rows();
    }

    /** How many datasets were compared with what was recorded. */
    public int comparedDatasets() {
        return data.datasets();
    }

    /** How many metrics were compared with what was recorded; {@link #differences} name those that differ. */
    public int comparedMetrics() {
        return data.metrics();
    }

    /** All that isn't as it was, by area: also what may have no effect, such as a later version of Java. */
    public List<Difference> differences() {
        return data.differences();
    }

    /** What isn't as it was in one area. */
    public List<Difference> differences(Difference.Area area) {
        return differences().stream().filter(each -> each.area() == area).toList();
    }

    /** Who asked for it. */
    public String actor() {
        return data.actor();
    }

    /** Why it was asked for; empty where nobody said. */
    public String reason() {
        return data.reason();
    }

    /** When it ended. */
    public Instant time() {
        return data.time();
    }

    /**
     * The same reproduction, for those who can't go on without it.
     *
     * @throws ConflictException if the model isn't identical; the message has all differences
     */
    public Reproduction orThrow() {
        if (!isIdentical()) {
            throw new ConflictException(this + ": "
                    + differences().stream().map(Difference::toString).collect(Collectors.joining("; ")));
        }
        return this;
    }

    /** The outcome, what was compared, and a line for each difference. */
    public String toText() {
        List<String> lines = new ArrayList<>();
        lines.add(toString());
        lines.add("  run " + runId() + " of pipeline '" + data.pipeline() + "' again: " + comparedDatasets()
                + " datasets and " + comparedMetrics() + " metrics compared");
        maxPredictionDifference()
                .ifPresent(largest -> lines.add(String.format(
                        Locale.ROOT, "  largest difference of predictions: %s on %,d rows", largest, predictedRows())));
        differences().forEach(each -> lines.add("  " + each));
        if (differences().isEmpty()) {
            lines.add("  data, parameters, code and environment are as they were");
        }
        return String.join("\n", lines);
    }

    /** The outcome in one line. */
    @Override
    public String toString() {
        return "version " + model() + "/" + version() + " "
                + switch (outcome()) {
                    case IDENTICAL -> "is reproduced bit for bit";
                    case DIFFERENT -> "isn't reproduced: the model differs";
                    case DATA_CHANGED -> "isn't reproduced: the data has changed";
                };
    }
}
