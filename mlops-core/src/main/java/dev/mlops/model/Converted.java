package dev.mlops.model;

import dev.mlops.InvalidException;
import dev.mlops.data.Field;
import dev.mlops.data.FieldType;
import dev.mlops.data.internal.Accessor;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads a value of any kind as its field's type, by what it means: "130" as the number 130, 130.0 as the integer 130, 130
 * as the text "130", "true" as 1 where a number is wanted, ISO text as a date-time.
 *
 * @param field what the value should be
 * @param getter finds the value
 */
record Converted<T>(Field field, Function<T, @Nullable Object> getter) implements Accessor<T> {

    @Override
    public boolean isNull(T row) {
        return value(row) == null;
    }

    @Override
    public long asLong(T row) {
        Object value = present(row);
        if (field.type() == FieldType.BOOLEAN) {
            return (long) number(value);
        }
        if (value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte) {
            return ((Number) value).longValue();
        }
        double number = number(value);
        if (number != Math.rint(number) || Math.abs(number) > 0x1p53) {
            return exact(value);
        }
        return (long) number;
    }

    @Override
    public double asDouble(T row) {
        double number = number(present(row));
        return field.type() == FieldType.FLOAT32 ? (float) number : number;
    }

    @Override
    public @Nullable Object get(T row) {
        Object value = value(row);
        if (value == null) {
            return null;
        }
        return switch (field.type()) {
            case STRING -> text(value);
            case TIMESTAMP -> time(value);
            default -> value;
        };
    }

    private @Nullable Object value(T row) {
        Object value = getter.apply(row);
        return value instanceof Optional<?> optional ? optional.orElse(null) : value;
    }

    private Object present(T row) {
        Object value = value(row);
        if (value == null) {
            throw new NullPointerException("field '" + field.name() + "' is missing in this row");
        }
        return value;
    }

    private double number(Object value) {
        if (value instanceof Boolean truth) {
            return truth ? 1 : 0;
        }
        if (field.type() == FieldType.BOOLEAN) {
            return truth(value);
        }
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return value instanceof String text ? Double.parseDouble(text) : unfit(value);
        } catch (NumberFormatException e) {
            return unfit(value);
        }
    }

    private double truth(Object value) {
        if (value instanceof Number number && (number.doubleValue() == 0 || number.doubleValue() == 1)) {
            return number.doubleValue();
        }
        return switch (value.toString()) {
            case "true", "1" -> 1;
            case "false", "0" -> 0;
            default -> unfit(value);
        };
    }

    /** A whole number that a double can't hold. */
    private long exact(Object value) {
        try {
            return Long.parseLong(value.toString());
        } catch (NumberFormatException e) {
            return (long) unfit(value);
        }
    }

    private Object text(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return Levels.text(((Number) value).doubleValue());
        }
        return value instanceof String || value instanceof Number || value instanceof Boolean
                ? value.toString()
                : (Object) unfit(value);
    }

    private Object time(Object value) {
        if (value instanceof LocalDateTime) {
            return value;
        }
        try {
            return value instanceof CharSequence text ? LocalDateTime.parse(text) : (Object) unfit(value);
        } catch (DateTimeParseException e) {
            return unfit(value);
        }
    }

    private double unfit(Object value) {
        throw new InvalidException("field '" + field.name() + "' is '" + Levels.shown(value) + "' ("
                + value.getClass().getSimpleName() + "): it must be " + rule());
    }

    private String rule() {
        return switch (field.type()) {
            case BOOLEAN -> "true or false, 1 or 0";
            case INT8, INT16, INT32, INT64 -> "a whole number";
            case FLOAT32, FLOAT64 -> "a number";
            case STRING -> "a text, a number or a boolean";
            case TIMESTAMP -> "a date-time such as 2021-01-31T17:05:00, without a zone";
        };
    }
}
