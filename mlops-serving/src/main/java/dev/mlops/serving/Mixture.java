package dev.mlops.serving;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * A row whose fields come from one of two rows.
 *
 * @param fields the names of the fields
 */
record Mixture(List<String> fields) {

    /**
     * The fields chosen from one row, the others from the other one. A field that a row leaves out is left out.
     *
     * @param chosen whether a field, by its place, comes from {@code row}
     */
    Map<String, ?> of(Map<String, ?> row, Map<String, ?> other, IntPredicate chosen) {
        Map<String, Object> mixed = new HashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            String field = fields.get(i);
            Map<String, ?> from = chosen.test(i) ? row : other;
            if (from.containsKey(field)) {
                mixed.put(field, from.get(field));
            }
        }
        return mixed;
    }

    /** A field's value as text; empty where it is missing. */
    String shown(Map<String, ?> row, int field) {
        Object value = row.get(fields.get(field));
        return value == null ? "" : value.toString();
    }
}
