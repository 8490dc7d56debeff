package dev.mlops.data.internal;

import dev.mlops.data.Field;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A {@code float} or {@code double} component. */
record DecimalAccessor<R>(Field field, ToDoubleFunction<R> asDouble, Function<R, @Nullable Object> get)
        implements Accessor<R> {

    @Override
    public boolean isNull(R row) {
        return false;
    }

    @Override
    public long asLong(R row) {
        throw new IllegalStateException("field '" + field.name() + "' is " + field.type() + ", not a whole number");
    }

    @Override
    public double asDouble(R row) {
        return asDouble.applyAsDouble(row);
    }

    @Override
    public ToDoubleFunction<R> primitiveDouble() {
        return asDouble;
    }

    @Override
    public @Nullable Object get(R row) {
        return get.apply(row);
    }
}
