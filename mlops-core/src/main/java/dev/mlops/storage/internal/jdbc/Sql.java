package dev.mlops.storage.internal.jdbc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A statement in the making: its text, and the values of its parameters, which never get into the text. */
final class Sql {
    private final StringBuilder text = new StringBuilder();
    private final List<Object> values = new ArrayList<>();

    /** Appends text with a ? for each of the values. */
    Sql add(String more, Object... bound) {
        text.append(more);
        Collections.addAll(values, bound);
        return this;
    }

    Sql add(Sql more) {
        text.append(more.text);
        values.addAll(more.values);
        return this;
    }

    String text() {
        return text.toString();
    }

    Object[] values() {
        return values.toArray();
    }

    int parameters() {
        return values.size();
    }

    @Override
    public String toString() {
        return text + " " + values;
    }
}
