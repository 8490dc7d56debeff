package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.Order;
import java.util.ArrayList;
import java.util.List;

/** The order of a query: its keys, then what was made later first. */
final class Ordering {
    private final List<OrderKey> keys = new ArrayList<>();
    private final List<Term> terms = new ArrayList<>();

    Ordering(Fields fields, List<Order> asked) {
        List<Order> order = asked.isEmpty() ? List.of(new Order(fields.latest(), true)) : asked;
        for (int i = 0; i < order.size(); i++) {
            OrderKey key = new OrderKey(fields, order.get(i), "k" + i);
            keys.add(key);
            terms.addAll(key.terms());
        }
    }

    OrderKey first() {
        return keys.get(0);
    }

    List<OrderKey> keys() {
        return keys;
    }

    /** All terms of all keys: the values of a {@link Place}. */
    List<Term> terms() {
        return terms;
    }

    /** Those of the keys after the first. */
    List<Term> laterTerms() {
        return terms.subList(first().terms().size(), terms.size());
    }

    /**
     * Appends the condition that a subject comes later than one with these values. It begins with one on the first term
     * alone, which an index can use.
     */
    static void after(Sql sql, List<Term> terms, List<Object> values, String seq, long last) {
        if (!terms.isEmpty()) {
            Term first = terms.get(0);
            sql.add(first.expression() + (first.descending() ? " <= ?" : " >= ?") + " AND ", values.get(0));
        }
        for (int i = 0; i < terms.size(); i++) {
            Term term = terms.get(i);
            sql.add("(" + term.after() + "? OR (" + term.expression() + " = ? AND ", values.get(i), values.get(i));
        }
        sql.add(seq + " < ?", last).add("))".repeat(terms.size()));
    }

    /** Appends the clauses that sort and limit. */
    static void by(Sql sql, List<Term> terms, String seq, int limit) {
        sql.add(" ORDER BY ");
        terms.forEach(term -> sql.add(term + ", "));
        sql.add(seq + " DESC LIMIT ?", limit);
    }
}
