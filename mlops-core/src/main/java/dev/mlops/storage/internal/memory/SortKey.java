package dev.mlops.storage.internal.memory;

import dev.mlops.storage.spi.SearchField;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a subject is sorted by for one key of an order.
 *
 * @param number the number of a NUMBER, else 0
 * @param text the text of a TEXT, else empty
 */
record SortKey(Kind kind, double number, String text) {

    /** Ascending; the last two come last in every direction. */
    enum Kind {
        NUMBER,
        TEXT,
        NAN,
        MISSING
    }

    static SortKey of(List<Value> values, SearchField.Type type) {
        if (values.isEmpty()) {
            return new SortKey(Kind.MISSING, 0, "");
        }
        Value value = values.get(0);
        OptionalDouble number = type == SearchField.Type.TEXT ? OptionalDouble.empty() : value.asNumber();
        if (number.isEmpty()) {
            return new SortKey(Kind.TEXT, 0, ((Value.Text) value).text());
        }
        boolean nan = Double.isNaN(number.getAsDouble());
        return nan ? new SortKey(Kind.NAN, 0, "") : new SortKey(Kind.NUMBER, number.getAsDouble() + 0.0, "");
    }

    int compare(SortKey other, boolean descending) {
        int byKind = kind.compareTo(other.kind);
        if (isLast() || other.isLast()) {
            return byKind;
        }
        int ascending = byKind != 0 ? byKind : compareInKind(other);
        return descending ? -ascending : ascending;
    }

    private int compareInKind(SortKey other) {
        return kind == Kind.NUMBER
                ? Double.compare(number, other.number)
                : TextOrder.BY_CODE_POINT.compare(text, other.text);
    }

    private boolean isLast() {
        return kind == Kind.NAN || kind == Kind.MISSING;
    }
}
