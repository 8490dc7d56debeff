package dev.mlops.model;

import dev.mlops.data.internal.Accessor;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Reads one part of a level from a row: a whole number, or a text. Thread-safe; allocates nothing. */
abstract class KeyReader<T> {
    /** Stands for a missing whole number, so the smallest long is itself taken for missing. */
    static final long MISSING = Long.MIN_VALUE;

    /** Stands for a decimal with a fraction, which no level equals. */
    static final long FRACTION = Long.MIN_VALUE + 1;

    private static final double LARGEST_WHOLE = 0x1p53;

    /** The part's number in a dictionary. */
    abstract int code(T row, Dictionary dictionary);

    /** A hash of the part that is the same in every process; missing is false if there is a value. */
    abstract long hash(T row);

    abstract boolean isMissing(T row);

    /** The level as a text for messages. */
    abstract String text(T row);

    /** A part that is a whole number. */
    abstract static class Whole<T> extends KeyReader<T> {
        abstract long read(T row);

        @Override
        final int code(T row, Dictionary dictionary) {
            long value = read(row);
            return value == MISSING ? dictionary.missing() : dictionary.code(value);
        }

        @Override
        final long hash(T row) {
            return read(row);
        }

        @Override
        final boolean isMissing(T row) {
            return read(row) == MISSING;
        }

        @Override
        String text(T row) {
            long value = read(row);
            return value == FRACTION ? "with a fraction" : String.valueOf(value);
        }
    }

    /** An integer or boolean column. */
    static final class Integers<T> extends Whole<T> {
        private final Accessor<T> accessor;

        Integers(Accessor<T> accessor) {
            this.accessor = accessor;
        }

        @Override
        long read(T row) {
            return accessor.isNull(row) ? MISSING : accessor.asLong(row);
        }

        /** The value as one call, where it is never missing; else null. */
        @Nullable
        ToLongFunction<T> direct() {
            return accessor.primitiveLong();
        }
    }

    /** A decimal column that holds whole numbers. */
    static final class Decimals<T> extends Whole<T> {
        private final Accessor<T> accessor;

        Decimals(Accessor<T> accessor) {
            this.accessor = accessor;
        }

        @Override
        long read(T row) {
            double value = accessor.isNull(row) ? Double.NaN : accessor.asDouble(row);
            if (!Double.isFinite(value)) {
                return MISSING;
            }
            return value == Math.rint(value) && Math.abs(value) <= LARGEST_WHOLE ? (long) value : FRACTION;
        }
    }

    /** A whole number that follows from a date-time column. */
    static final class Times<T> extends Whole<T> {
        private final Accessor<T> accessor;
        private final ToLongFunction<LocalDateTime> part;

        Times(Accessor<T> accessor, ToLongFunction<LocalDateTime> part) {
            this.accessor = accessor;
            this.part = part;
        }

        @Override
        long read(T row) {
            return accessor.get(row) instanceof LocalDateTime time ? part.applyAsLong(time) : MISSING;
        }
    }

    /** The interval of a number: how many edges it reaches. */
    static final class Buckets<T> extends Whole<T> {
        private final NumberReader<T> number;
        private final double[] edges;

        Buckets(NumberReader<T> number, double[] edges) {
            this.number = number;
            this.edges = edges;
        }

        @Override
        long read(T row) {
            double value = number.value(row);
            return Double.isNaN(value) ? MISSING : bucket(edges, value);
        }

        static int bucket(double[] edges, double value) {
            // -0.0 + 0.0 is 0.0, which binarySearch finds where -0.0 would sort below it
            int found = Arrays.binarySearch(edges, value + 0.0);
            return found >= 0 ? found + 1 : -found - 1;
        }
    }

    /** A text column. */
    static final class Texts<T> extends KeyReader<T> {
        private final Accessor<T> accessor;

        Texts(Accessor<T> accessor) {
            this.accessor = accessor;
        }

        @Override
        int code(T row, Dictionary dictionary) {
            Object value = accessor.get(row);
            return value == null ? dictionary.missing() : dictionary.code((String) value);
        }

        @Override
        long hash(T row) {
            Object value = accessor.get(row);
            return value == null ? MISSING : value.hashCode();
        }

        @Override
        boolean isMissing(T row) {
            return accessor.isNull(row);
        }

        @Override
        String text(T row) {
            @Nullable Object value = accessor.get(row);
            return String.valueOf(value);
        }
    }
}
