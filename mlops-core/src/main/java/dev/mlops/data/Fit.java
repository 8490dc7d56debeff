package dev.mlops.data;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Whether a number fits the type of a field: gives it in the field's boxed type, or null where it doesn't. */
final class Fit {
    private static final double TWO_TO_63 = 0x1p63;

    private Fit() {}

    static @Nullable Object whole(long value, FieldType to) {
        return switch (to) {
            case BOOLEAN -> value == 0 || value == 1 ? (Object) (value == 1) : null;
            case INT8 -> (byte) value == value ? (Object) (byte) value : null;
            case INT16 -> (short) value == value ? (Object) (short) value : null;
            case INT32 -> (int) value == value ? (Object) (int) value : null;
            case INT64 -> value;
            case FLOAT32 -> isExact(value, (float) value) ? (Object) (float) value : null;
            case FLOAT64 -> isExact(value, (double) value) ? (Object) (double) value : null;
            case STRING, TIMESTAMP -> null;
        };
    }

    private static boolean isExact(long value, double decimal) {
        return decimal < TWO_TO_63 && (long) decimal == value;
    }

    static @Nullable Object decimal(double value, FieldType to) {
        return switch (to) {
            case FLOAT64 -> value;
            case FLOAT32 -> Float.isFinite((float) value) || !Double.isFinite(value) ? (Object) (float) value : null;
            default -> value == Math.rint(value) && Math.abs(value) < TWO_TO_63 ? whole((long) value, to) : null;
        };
    }

    static @Nullable Object decimal(BigDecimal value, FieldType to) {
        if (to == FieldType.FLOAT64 || to == FieldType.FLOAT32) {
            double rounded = to == FieldType.FLOAT64 ? value.doubleValue() : value.floatValue();
            return Double.isFinite(rounded) ? decimal(rounded, to) : null;
        }
        try {
            return whole(value.longValueExact(), to);
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** What a value of this type must be. */
    static String rule(FieldType type) {
        return switch (type) {
            case BOOLEAN -> "must be true or false";
            case INT8 -> "must be a whole number from -128 to 127";
            case INT16 -> "must be a whole number from -32768 to 32767";
            case INT32 -> "must be a whole number from -2147483648 to 2147483647";
            case INT64 -> "must be a whole number from -9223372036854775808 to 9223372036854775807";
            case FLOAT32 -> "must be a number that a float can hold";
            case FLOAT64 -> "must be a number that a double can hold";
            case STRING -> "must be UTF-8 text";
            case TIMESTAMP -> "must be a date and time such as 2021-01-31T23:59:59.5";
        };
    }
}
