package dev.mlops.serving;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.model.Signature;
import dev.mlops.serving.InputHealth.Kind;
import dev.mlops.serving.InputPolicy.Rule;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Judges the values of one field that a model reads. Thread-safe. */
final class InputField {
    private final Field field;
    private final InputPolicy policy;
    private final InputPolicy.@Nullable Range range;
    private final @Nullable Object standIn;
    private final LongAdder missing;
    private final LongAdder wrongType;
    private final LongAdder outOfRange;

    /** Binds the policy; throws InvalidException if the field's default doesn't fit it. */
    InputField(Field field, InputPolicy policy, InputCounts counts) {
        this.field = field;
        this.policy = policy;
        this.range = field.type().isNumeric() ? policy.range(field.name()) : null;
        this.standIn = policy.defaultValue(field.name());
        this.missing = counts.of(Kind.MISSING, field.name());
        this.wrongType = counts.of(Kind.WRONG_TYPE, field.name());
        this.outOfRange = counts.of(Kind.OUT_OF_RANGE, field.name());
        if (standIn != null) {
            Signature.value(field, standIn);
        }
    }

    String name() {
        return field.name();
    }

    /** The value that the model shall have; the very object where it may stay. */
    @Nullable
    Object admit(@Nullable Object raw) {
        Object value = raw instanceof Optional<?> optional ? optional.orElse(null) : raw;
        if (value == null) {
            return missing(raw);
        }
        if (!isPlain(value)) {
            try {
                value = Signature.value(field, value);
            } catch (InvalidException e) {
                return wrongType(e);
            }
        }
        return field.type().isNumeric() ? number(raw, ((Number) value).doubleValue()) : raw;
    }

    /** Whether it is of its field's type beyond question, as almost all values are. */
    private boolean isPlain(Object value) {
        return switch (field.type()) {
            case FLOAT32, FLOAT64 -> value instanceof Number;
            case INT8, INT16, INT32, INT64 -> value instanceof Integer || value instanceof Long;
            case STRING -> value instanceof String;
            case BOOLEAN -> value instanceof Boolean;
            case TIMESTAMP -> false;
        };
    }

    private @Nullable Object missing(@Nullable Object raw) {
        missing.increment();
        return policy.missing() == Rule.REPLACE ? standIn : raw;
    }

    private @Nullable Object wrongType(InvalidException error) {
        wrongType.increment();
        if (policy.wrongType() == Rule.REJECT) {
            throw error;
        }
        return standIn;
    }

    private @Nullable Object number(@Nullable Object raw, double number) {
        if (Double.isNaN(number)) {
            return missing(raw);
        }
        if (range == null || (number >= range.min() && number <= range.max())) {
            return raw;
        }
        outOfRange.increment();
        return switch (policy.outOfRange()) {
            case ACCEPT -> raw;
            case REPLACE -> standIn;
            case CLAMP -> clamped(number, range);
            case REJECT ->
                throw new InvalidException(
                        "field '" + field.name() + "' is " + raw + ", expected " + range.min() + " to " + range.max());
        };
    }

    private Object clamped(double number, InputPolicy.Range to) {
        double nearest = Math.min(Math.max(number, to.min()), to.max());
        if (!field.type().isInteger()) {
            return nearest;
        }
        return (long) (number < to.min() ? Math.ceil(nearest) : Math.floor(nearest));
    }
}
