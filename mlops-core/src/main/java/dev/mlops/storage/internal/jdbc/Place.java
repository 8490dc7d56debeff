package dev.mlops.storage.internal.jdbc;

import java.util.List;

/**
 * Where a subject stands in an order.
 *
 * @param values the values of the order's terms
 * @param seq its sequence, the last thing to sort by, descending
 */
record Place(List<Object> values, long seq) {
    Place {
        values = List.copyOf(values);
    }
}
