package dev.mlops.data.internal;

import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads one field of a row. Thread-safe. Where the field is a primitive component of a record, no method but
 * {@link #get} allocates.
 *
 * @param <T> what a row is: a record, or a map
 */
public interface Accessor<T> {

    /** Whether the value is missing: null, or an empty Optional; never so where the field is primitive. */
    boolean isNull(T row);

    /**
     * The value of a whole number, or 1 for true and 0 for false.
     *
     * @throws NullPointerException if the value is missing
     * @throws IllegalStateException if the field holds neither a whole number nor a boolean
     */
    long asLong(T row);

    /**
     * The value of a number, or 1 for true and 0 for false.
     *
     * @throws NullPointerException if the value is missing
     * @throws IllegalStateException if the field holds neither a number nor a boolean
     */
    double asDouble(T row);

    /** {@link #asLong} as one call, where the field is primitive; null where a value may be missing or is no long. */
    default @Nullable ToLongFunction<T> primitiveLong() {
        return null;
    }

    /** {@link #asDouble} as one call, where the field is primitive; null where a value may be missing or is no number. */
    default @Nullable ToDoubleFunction<T> primitiveDouble() {
        return null;
    }

    /** The value, boxed and taken out of its Optional; null where it is missing. */
    @Nullable
    Object get(T row);
}
