package dev.mlops.serving;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What the rows of a predictor were like. Immutable.
 *
 * @param rows how many rows the arms were asked, whether they were answered or not
 * @param counts for each kind the rows that had it, by field, or by feature where a level is unseen; fields without any are
 *     absent. Of unknown names the first 100 are told; longer ones than 100 characters, and all others, are
 *     {@code <other>}
 */
public record InputHealth(long rows, Map<Kind, Map<String, Long>> counts) {

    /** What may be odd about a value. */
    public enum Kind {
        /** A field that the model reads was absent, null or NaN. */
        MISSING,
        /** An entry of a map is none that the model reads. */
        UNKNOWN,
        /** A value couldn't be read as its field's type. */
        WRONG_TYPE,
        /** A number was outside its {@link InputPolicy.Builder#range}. */
        OUT_OF_RANGE,
        /** Training hadn't seen the level of a category, or of a cross. */
        UNSEEN
    }

    /** Copies the counts. */
    public InputHealth {
        Map<Kind, Map<String, Long>> copy = new EnumMap<>(Kind.class);
        counts.forEach((kind, fields) -> copy.put(kind, Map.copyOf(fields)));
        counts = Collections.unmodifiableMap(copy);
    }

    /** How many fields of rows had this, all fields together. */
    public long count(Kind kind) {
        return counts.getOrDefault(kind, Map.of()).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** How many rows had this in one field, or in one feature where a level is unseen. */
    public long count(Kind kind, String field) {
        return counts.getOrDefault(kind, Map.of()).getOrDefault(field, 0L);
    }
}
