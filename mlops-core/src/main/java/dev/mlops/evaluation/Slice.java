package dev.mlops.evaluation;

import org.jspecify.annotations.Nullable;

/**
 * The rows that share a value of a column, evaluated on their own.
 *
 * @param value the value; the text of a range such as {@code [0.5, 2.1)} where a column was cut into bins; null for the
 *     rows in which it is missing
 * @param evaluation the evaluation of these rows
 */
public record Slice(@Nullable Object value, Evaluation evaluation) {
    /** Below this many rows a slice is {@linkplain #small() small}. */
    public static final int SMALL = 30;

    /** How many rows. */
    public int rows() {
        return evaluation.rows();
    }

    /** Whether there are fewer than 30 rows, so that the figures say little. */
    public boolean small() {
        return rows() < SMALL;
    }

    /** The value as text, {@code (missing)} where it is missing. */
    public String label() {
        return value == null ? "(missing)" : value.toString();
    }
}
