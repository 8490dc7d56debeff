package dev.mlops.data;

/** What a field of a record holds. */
public enum FieldType {
    /** {@code boolean}. */
    BOOLEAN,
    /** {@code byte}. */
    INT8,
    /** {@code short}. */
    INT16,
    /** {@code int}. */
    INT32,
    /** {@code long}. */
    INT64,
    /** {@code float}. */
    FLOAT32,
    /** {@code double}. */
    FLOAT64,
    /** {@link String}, or an enum, whose constants stand for their names. */
    STRING,
    /**
     * {@link java.time.LocalDateTime}: a date and a time without a zone; or a {@link java.time.LocalDate}, which stands for
     * its midnight, or an {@link java.time.Instant}, which stands for its date and time in UTC.
     */
    TIMESTAMP;

    /** Whether the type is a whole number. */
    public boolean isInteger() {
        return this == INT8 || this == INT16 || this == INT32 || this == INT64;
    }

    /** Whether the type is a number. */
    public boolean isNumeric() {
        return isInteger() || this == FLOAT32 || this == FLOAT64;
    }
}
