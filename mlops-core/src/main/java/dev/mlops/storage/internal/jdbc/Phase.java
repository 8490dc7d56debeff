package dev.mlops.storage.internal.jdbc;

import java.util.List;

/**
 * A part of an order by one key, in which what the key's first term gives is the same.
 *
 * @param rank what it gives
 * @param row whether the subjects have a row of the field; otherwise they have none, or it is a column
 * @param condition that it is of this rank; empty where it is that there is no row
 * @param parts what is left to sort by
 */
record Phase(int rank, boolean row, String condition, List<Part> parts) {

    /**
     * A term to sort by.
     *
     * @param term the term
     * @param place which of the key's terms has its value
     * @param shortened whether it is only the head of that value
     */
    record Part(Term term, int place, boolean shortened) {

        Object value(List<Object> values) {
            Object value = values.get(place);
            return shortened ? head((String) value) : value;
        }
    }

    /** Whether its subjects don't have the field. */
    boolean isMissing() {
        return condition.isEmpty();
    }

    /** Whether it is that of texts that aren't numbers. */
    boolean isText() {
        return row && !parts.isEmpty() && parts.get(0).term().kind() == Term.Kind.TEXT;
    }

    /** What an index holds of a text. */
    static String head(String text) {
        return text.codePointCount(0, text.length()) <= OrderKey.HEAD
                ? text
                : text.substring(0, text.offsetByCodePoints(0, OrderKey.HEAD));
    }
}
