package dev.mlops.data.internal;

import dev.mlops.data.FieldType;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A type of component that isn't a field's own, but stands for values of one: a date for a date-time at midnight, an
 * instant for one in UTC, a constant of an enum for its name. Immutable and thread-safe.
 */
public abstract sealed class Form {
    private final FieldType type;
    private final String rule;

    private Form(FieldType type, String rule) {
        this.type = type;
        this.rule = rule;
    }

    /** The form of a class; null where it is a field's own type, or none. */
    static @Nullable Form of(Class<?> type) {
        if (type == LocalDate.class) {
            return new Day();
        }
        if (type == Instant.class) {
            return new Moment();
        }
        return type.isEnum() ? new Constant(Arrays.asList((Enum<?>[]) type.getEnumConstants())) : null;
    }

    /** The type of field that it stands for. */
    public FieldType type() {
        return type;
    }

    /** What a value must be. */
    public String rule() {
        return rule;
    }

    /** Reads a text as the field's value; null where it doesn't fit. */
    public abstract @Nullable Object read(String text);

    /** The component's value for a field's value; null where it doesn't fit. */
    public abstract @Nullable Object restore(Object value);

    /** The field's value for a component's value. */
    abstract Object store(Object value);

    private static final class Day extends Form {
        Day() {
            super(FieldType.TIMESTAMP, "must be a date such as 2021-01-31");
        }

        @Override
        public @Nullable Object read(String text) {
            try {
                return LocalDate.parse(text).atStartOfDay();
            } catch (DateTimeException e) {
                return null;
            }
        }

        @Override
        public @Nullable Object restore(Object value) {
            return value instanceof LocalDateTime time && time.toLocalTime().equals(LocalTime.MIDNIGHT)
                    ? time.toLocalDate()
                    : null;
        }

        @Override
        Object store(Object value) {
            return ((LocalDate) value).atStartOfDay();
        }
    }

    private static final class Moment extends Form {
        Moment() {
            super(FieldType.TIMESTAMP, "must be a moment such as 2021-01-31T23:59:59Z");
        }

        @Override
        public @Nullable Object read(String text) {
            try {
                return OffsetDateTime.parse(text.replaceFirst("(?<=\\d) (?=\\d)", "T"))
                        .withOffsetSameInstant(ZoneOffset.UTC)
                        .toLocalDateTime();
            } catch (DateTimeException e) {
                return null;
            }
        }

        @Override
        public @Nullable Object restore(Object value) {
            return value instanceof LocalDateTime time ? time.toInstant(ZoneOffset.UTC) : null;
        }

        @Override
        Object store(Object value) {
            return LocalDateTime.ofInstant((Instant) value, ZoneOffset.UTC);
        }
    }

    private static final class Constant extends Form {
        private final List<Enum<?>> constants;

        Constant(List<Enum<?>> constants) {
            super(
                    FieldType.STRING,
                    "must be one of " + constants.stream().map(Enum::name).toList());
            this.constants = constants;
        }

        @Override
        public @Nullable Object read(String text) {
            return restore(text) == null ? null : text;
        }

        @Override
        public @Nullable Object restore(Object value) {
            return constants.stream()
                    .filter(constant -> constant.name().equals(value))
                    .findFirst()
                    .orElse(null);
        }

        @Override
        Object store(Object value) {
            return ((Enum<?>) value).name();
        }
    }
}
