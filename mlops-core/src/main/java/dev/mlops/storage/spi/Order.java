package dev.mlops.storage.spi;

import dev.mlops.InvalidException;

/**
 * One key to sort by. Subjects without the field come last, whatever the direction, and NaN just before them. Subjects
 * that are equal in all keys come in the order in which they were made, the latest first.
 *
 * @param field what to sort by; not one with several values
 * @param descending whether the largest comes first
 */
public record Order(SearchField field, boolean descending) {

    /**
     * Reads {@code FIELD}, {@code FIELD asc} or {@code FIELD desc}, with fields as in {@link Filter#parse}.
     *
     * @throws InvalidException if it can't be read; the message has the text, the column from 1, and what was expected
     */
    public static Order parse(String text, Subject subject) {
        return FilterParser.order(text, subject);
    }

    @Override
    public String toString() {
        return field + (descending ? " desc" : " asc");
    }
}
