package dev.mlops.data;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The row being read: one value for each field, or the first thing that is wrong with it. Reused from row to row. */
final class Row {
    private static final int LONGEST_VALUE = 60;

    final @Nullable Object[] values;
    private final List<Field> fields;
    private final boolean badValuesAreMissing;
    private final BitSet unfit = new BitSet();
    private final long[] unfitCounts;
    private @Nullable String column;
    private @Nullable String value;
    private @Nullable String rule;

    /** @param badValuesAreMissing whether a bad value of a nullable field leaves the row good */
    Row(List<Field> fields, boolean badValuesAreMissing) {
        this.fields = fields;
        this.badValuesAreMissing = badValuesAreMissing;
        this.values = new @Nullable Object[fields.size()];
        this.unfitCounts = new long[fields.size()];
    }

    /** A row without fields, which stands where there is none yet. */
    static Row none() {
        return new Row(List.of(), false);
    }

    void clear() {
        Arrays.fill(values, null);
        unfit.clear();
        rule = null;
    }

    /** Takes a value of a field that doesn't fit it: it is missing, or makes the row bad. */
    void refuse(int field, String found, String broken) {
        values[field] = null;
        if (badValuesAreMissing && fields.get(field).nullable()) {
            unfit.set(field);
        } else {
            reject(fields.get(field).name(), found, broken);
        }
    }

    /** Counts the values of this row that are missing because they don't fit. */
    void countUnfit() {
        unfit.stream().forEach(field -> unfitCounts[field]++);
    }

    /** The counts by column, where there are any. */
    Map<String, Long> unfit() {
        Map<String, Long> counts = new LinkedHashMap<>();
        for (int i = 0; i < unfitCounts.length; i++) {
            if (unfitCounts[i] > 0) {
                counts.put(fields.get(i).name(), unfitCounts[i]);
            }
        }
        return Collections.unmodifiableMap(counts);
    }

    void reject(@Nullable String column, @Nullable String value, String rule) {
        if (this.rule == null) {
            this.column = column;
            this.value = value == null ? null : shorten(value);
            this.rule = rule;
        }
    }

    boolean isBad() {
        return rule != null;
    }

    BadRow bad(long number) {
        return new BadRow(number, column, value, rule == null ? "" : rule);
    }

    static String shorten(String value) {
        if (value.length() <= LONGEST_VALUE) {
            return value;
        }
        int end = Character.isHighSurrogate(value.charAt(LONGEST_VALUE - 1)) ? LONGEST_VALUE - 1 : LONGEST_VALUE;
        return value.substring(0, end) + "... (" + value.length() + " characters)";
    }
}
