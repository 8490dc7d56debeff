package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a row whose values aren't as the model expects them. Each oddity is counted in
 * {@link Predictor#inputs}, whatever becomes of it.
 *
 * <pre>
 * InputPolicy.builder()
 *     .missing(InputPolicy.Rule.REPLACE).defaultValue("trip_distance", 2.5)
 *     .range("trip_distance", 0, 100).outOfRange(InputPolicy.Rule.CLAMP)
 *     .build()
 * </pre>
 *
 * Immutable.
 */
public final class InputPolicy {
    private static final InputPolicy STRICT = builder().build();

    /** What becomes of an oddity. */
    public enum Rule {
        /** It is an {@link InvalidException} that names the field, the value and the rule. */
        REJECT,
        /** It goes to the model as it is. */
        ACCEPT,
        /** The field's default stands in for it; a missing value where it has none. */
        REPLACE,
        /** The nearest value of the range stands in for it. */
        CLAMP
    }

    /** The numbers that a field may have, both ends included. */
    record Range(double min, double max) {}

    private final Rule missing;
    private final Rule unknown;
    private final Rule wrongType;
    private final Rule outOfRange;
    private final Map<String, Range> ranges;
    private final Map<String, Object> defaults;

    private InputPolicy(Builder builder) {
        this.missing = builder.missing;
        this.unknown = builder.unknown;
        this.wrongType = builder.wrongType;
        this.outOfRange = builder.outOfRange;
        this.ranges = Map.copyOf(builder.ranges);
        this.defaults = Map.copyOf(builder.defaults);
    }

    /**
     * The rules of {@link dev.mlops.model.Model#predict(Map)}: values that are missing without a rule for that in the model, or
     * of a wrong type, are rejected; unknown entries are ignored; there are no ranges.
     */
    public static InputPolicy strict() {
        return STRICT;
    }

    /** Begins a policy from the rules of {@link #strict}. */
    public static Builder builder() {
        return new Builder();
    }

    Rule missing() {
        return missing;
    }

    Rule unknown() {
        return unknown;
    }

    Rule wrongType() {
        return wrongType;
    }

    Rule outOfRange() {
        return outOfRange;
    }

    @Nullable
    Range range(String field) {
        return ranges.get(field);
    }

    @Nullable
    Object defaultValue(String field) {
        return defaults.get(field);
    }

    /**
     * Checks that the policy speaks of fields that models read, so that a misspelt one isn't ignored in silence.
     *
     * @throws InvalidException if none reads one of the fields, or a range is of a field that isn't a number
     */
    void require(List<Field> inputs) {
        Set<String> named = new LinkedHashSet<>(ranges.keySet());
        named.addAll(defaults.keySet());
        for (String name : named) {
            Field field = inputs.stream()
                    .filter(input -> input.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new InvalidException("input policy names field '" + name
                            + "', expected one of "
                            + inputs.stream().map(Field::name).toList()));
            if (ranges.containsKey(name) && !field.type().isNumeric()) {
                throw new InvalidException("input policy has a range for field '" + name + "', which is " + field.type()
                        + ", expected a number");
            }
        }
    }

    /** Options of a policy. Reusable; not thread-safe. */
    public static final class Builder {
        private Rule missing = Rule.REJECT;
        private Rule unknown = Rule.ACCEPT;
        private Rule wrongType = Rule.REJECT;
        private Rule outOfRange = Rule.REJECT;
        private final Map<String, Range> ranges = new HashMap<>();
        private final Map<String, Object> defaults = new HashMap<>();

        private Builder() {}

        /**
         * What becomes of a field that is absent, null or NaN: {@link Rule#REJECT}, the default, where the model has no rule of
         * its own for that, or {@link Rule#REPLACE}.
         *
         * @throws IllegalArgumentException if it is another rule
         */
        public Builder missing(Rule rule) {
            missing = one("missing values", rule, Set.of(Rule.REJECT, Rule.REPLACE));
            return this;
        }

        /**
         * What becomes of an entry of a map that the model doesn't read: {@link Rule#ACCEPT}, the default, which ignores it, or
         * {@link Rule#REJECT}. Components of a record that the model doesn't read are none of its business.
         *
         * @throws IllegalArgumentException if it is another rule
         */
        public Builder unknown(Rule rule) {
            unknown = one("unknown entries", rule, Set.of(Rule.REJECT, Rule.ACCEPT));
            return this;
        }

        /**
         * What becomes of a value that can't be read as its field's type: {@link Rule#REJECT}, the default, or
         * {@link Rule#REPLACE}.
         *
         * @throws IllegalArgumentException if it is another rule
         */
        public Builder wrongType(Rule rule) {
            wrongType = one("values of a wrong type", rule, Set.of(Rule.REJECT, Rule.REPLACE));
            return this;
        }

        /** What becomes of a number outside its {@link #range}: any of the rules; {@link Rule#REJECT} by default. */
        public Builder outOfRange(Rule rule) {
            outOfRange = Objects.requireNonNull(rule, "rule");
            return this;
        }

        /**
         * The numbers that a field may have.
         *
         * @param min the smallest; may be infinite
         * @param max the largest; may be infinite
         * @throws IllegalArgumentException unless {@code min <= max}
         */
        public Builder range(String field, double min, double max) {
            if (!(min <= max)) {
                throw new IllegalArgumentException(
                        "range of field '" + field + "' is " + min + " to " + max + ", expected it to ascend");
            }
            ranges.put(Objects.requireNonNull(field, "field"), new Range(min, max));
            return this;
        }

        /** What {@link Rule#REPLACE} puts in the place of a field's values; without one, the value is missing then. */
        public Builder defaultValue(String field, Object value) {
            defaults.put(Objects.requireNonNull(field, "field"), Objects.requireNonNull(value, "value"));
            return this;
        }

        /** The policy. */
        public InputPolicy build() {
            return new InputPolicy(this);
        }

        private static Rule one(String what, Rule rule, Set<Rule> allowed) {
            if (!allowed.contains(rule)) {
                throw new IllegalArgumentException("rule of " + what + " is " + rule + ", expected one of "
                        + allowed.stream().sorted().toList());
            }
            return rule;
        }
    }
}
