package dev.mlops.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the values of one part of a level from 0: whole numbers, or texts, and the missing value if that is a level. A
 * growing dictionary numbers a value that it doesn't know; a closed one answers {@link #UNSEEN}. A missing value that isn't
 * a level is {@link #MISSING}. Reading a closed one is thread-safe.
 */
final class Dictionary {
    static final int UNSEEN = -1;
    static final int MISSING = -2;

    private final LongIntMap longs = new LongIntMap(16);
    private final Map<String, Integer> texts = new HashMap<>();
    private final List<@Nullable Object> values = new ArrayList<>();
    private final boolean missingIsLevel;
    private boolean closed;
    private int missing = MISSING;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;

    Dictionary(boolean missingIsLevel) {
        this.missingIsLevel = missingIsLevel;
    }

    Dictionary close() {
        closed = true;
        return this;
    }

    int size() {
        return values.size();
    }

    /** The value of a number: a Long, a String, or null for missing. */
    @Nullable
    Object value(int code) {
        return values.get(code);
    }

    int code(@Nullable Object value) {
        if (value == null) {
            return missing();
        }
        return value instanceof String text ? code(text) : code(((Number) value).longValue());
    }

    int missing() {
        if (missing == MISSING && missingIsLevel && !closed) {
            missing = add(null);
        }
        return missing;
    }

    int code(long value) {
        int known = longs.get(value);
        return known >= 0 || closed ? known : addLong(value);
    }

    int code(String value) {
        Integer known = texts.get(value);
        return known != null ? known : closed ? UNSEEN : addText(value);
    }

    /** Whether the values are whole numbers so close together that a range of them may stand for the dictionary. */
    boolean isRange() {
        return texts.isEmpty() && missing < 0 && longs.size() > 0 && max - min >= 0 && max - min < 4L * size() + 1024;
    }

    long min() {
        return min;
    }

    /** How many values the range from the smallest to the largest has. */
    int span() {
        return (int) (max - min + 1);
    }

    private int addLong(long value) {
        min = Math.min(min, value);
        max = Math.max(max, value);
        longs.put(value, values.size());
        return add(value);
    }

    private int addText(String value) {
        texts.put(value, values.size());
        return add(value);
    }

    private int add(@Nullable Object value) {
        values.add(value);
        return values.size() - 1;
    }
}
