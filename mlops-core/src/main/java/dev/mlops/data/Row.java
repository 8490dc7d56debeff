package dev.mlops.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The row being read: one value for each field, or the first thing that is wrong with it. Reused from row to row. */
final class Row {
    private static final int LONGEST_VALUE = 60;

    final @Nullable Object[] values;
    private @Nullable String column;
    private @Nullable String value;
    private @Nullable String rule;

    Row(int fields) {
        values = new @Nullable Object[fields];
    }

    void clear() {
        Arrays.fill(values, null);
        rule = null;
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
