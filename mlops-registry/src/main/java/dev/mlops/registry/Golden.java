package dev.mlops.registry;

import static java.util.Objects.requireNonNull;

import dev.mlops.model.Model;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An input whose right answer is known, for {@link Gate#golden}. Immutable. */
public final class Golden {
    private final String name;
    private final Map<String, @Nullable Object> input;
    private final @Nullable String label;
    private final double expected;
    private final double tolerance;

    private Golden(String name, Map<String, ?> input, @Nullable String label, double expected, double tolerance) {
        this.name = requireNonNull(name, "name");
        this.input = Collections.unmodifiableMap(new LinkedHashMap<>(input));
        this.label = label;
        this.expected = expected;
        this.tolerance = tolerance;
    }

    /**
     * An input for which a regression must answer this number.
     *
     * @param name what the example is called in findings
     * @param input values by field name, as {@link Model#predict(Map)} takes them
     * @param tolerance by how much the answer may differ, 0 or more
     * @throws IllegalArgumentException if a number is NaN or infinite, or the tolerance below 0
     */
    public static Golden of(String name, Map<String, ?> input, double expected, double tolerance) {
        if (!Double.isFinite(expected) || !Double.isFinite(tolerance) || tolerance < 0) {
            throw new IllegalArgumentException("golden example '" + name + "' expects " + expected + " within "
                    + tolerance + ", expected a finite number within 0 or more");
        }
        return new Golden(name, input, null, expected, tolerance);
    }

    /**
     * An input for which a classifier must answer this label.
     *
     * @param name what the example is called in findings
     * @param input values by field name, as {@link Model#classify(Map)} takes them
     */
    public static Golden of(String name, Map<String, ?> input, String label) {
        return new Golden(name, input, requireNonNull(label, "label"), 0, 0);
    }

    /** What a model answers wrong; empty if it is right. */
    Optional<String> mistake(Model model) {
        try {
            return label == null
                    ? wrongNumber(model.predict(input))
                    : wrongLabel(model.classify(input).label(), label);
        } catch (RuntimeException e) {
            return Optional.of("'" + name + "' threw " + e);
        }
    }

    private Optional<String> wrongNumber(double answer) {
        return Math.abs(answer - expected) <= tolerance
                ? Optional.empty()
                : Optional.of("'%s' is %s, expected %s within %s"
                        .formatted(
                                name,
                                Amounts.number(answer, expected),
                                Amounts.number(expected),
                                Amounts.number(tolerance)));
    }

    private Optional<String> wrongLabel(String answer, String right) {
        return answer.equals(right)
                ? Optional.empty()
                : Optional.of("'%s' is '%s', expected '%s'".formatted(name, answer, right));
    }

    /** Its name. */
    @Override
    public String toString() {
        return name;
    }
}
