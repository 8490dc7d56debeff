package dev.mlops.data.internal;

import java.util.function.Predicate;

/** A {@code boolean} component. */
record BooleanAccessor<R>(Predicate<R> getter) implements Accessor<R> {

    @Override
    public boolean isNull(R row) {
        return false;
    }

    @Override
    public long asLong(R row) {
        return getter.test(row) ? 1 : 0;
    }

    @Override
    public double asDouble(R row) {
        return getter.test(row) ? 1 : 0;
    }

    @Override
    public Object get(R row) {
        return getter.test(row);
    }
}
