package dev.mlops.data.internal;

import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A component that is an object: a boxed number or boolean, a string, a date-time, what stands for one, or an Optional. */
record ReferenceAccessor<R>(
        Field field, boolean optional, @Nullable Form form, Function<R, @Nullable Object> getter)
        implements Accessor<R> {

    @Override
    public boolean isNull(R row) {
        return get(row) == null;
    }

    @Override
    public long asLong(R row) {
        Object value = present(row);
        if (field.type().isInteger()) {
            return ((Number) value).longValue();
        }
        if (field.type() == FieldType.BOOLEAN) {
            return (Boolean) value ? 1 : 0;
        }
        throw new IllegalStateException("field '" + field.name() + "' is " + field.type() + ", not a whole number");
    }

    @Override
    public double asDouble(R row) {
        Object value = present(row);
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        throw new IllegalStateException("field '" + field.name() + "' is " + field.type() + ", not a number");
    }

    private Object present(R row) {
        Object value = get(row);
        if (value == null) {
            throw new NullPointerException("field '" + field.name() + "' is missing in this row");
        }
        return value;
    }

    @Override
    public @Nullable Object get(R row) {
        Object value = getter.apply(row);
        Object held = optional && value instanceof Optional<?> wrapped ? wrapped.orElse(null) : value;
        return form == null || held == null ? held : form.store(held);
    }
}
