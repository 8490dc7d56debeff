package dev.mlops.data.internal;

import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** A {@code byte}, {@code short}, {@code int} or {@code long} component. */
record IntegerAccessor<R>(ToLongFunction<R> asLong, ToDoubleFunction<R> asDouble, Function<R, @Nullable Object> get)
        implements Accessor<R> {

    @Override
    public boolean isNull(R row) {
        return false;
    }

    @Override
    public long asLong(R row) {
        return asLong.applyAsLong(row);
    }

    @Override
    public double asDouble(R row) {
        return asDouble.applyAsDouble(row);
    }

    @Override
    public ToLongFunction<R> primitiveLong() {
        return asLong;
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
