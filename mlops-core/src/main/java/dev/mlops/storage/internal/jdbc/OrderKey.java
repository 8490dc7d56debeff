package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.internal.jdbc.Term.Kind;
import dev.mlops.storage.spi.Order;
import dev.mlops.storage.spi.SearchField;
import java.util.List;

/**
 * One key of an order, as terms over {@code s} and, for a field in another table, a row with an alias that need not be
 * there. Where a field may be missing or of several kinds, the first term is the rank of the kind; values of the other
 * kinds count as 0 or empty in the terms that follow.
 */
final class OrderKey {
    /** How much of a text an index holds; see the migrations. */
    static final int HEAD = 200;

    private final Fields fields;
    private final SearchField field;
    private final boolean descending;
    private final String alias;

    OrderKey(Fields fields, Order order, String alias) {
        this.fields = fields;
        this.field = order.field();
        this.descending = order.descending();
        this.alias = alias;
    }

    SearchField field() {
        return field;
    }

    String alias() {
        return alias;
    }

    boolean isColumn() {
        return fields.isColumn(field);
    }

    List<Term> terms() {
        return switch (field.scope()) {
            case METRIC ->
                List.of(
                        rank("CASE WHEN " + alias + "." + fields.owner() + " IS NULL THEN 2 ELSE " + alias
                                + ".is_nan END"),
                        term("coalesce(" + alias + ".value, 0)", Kind.DECIMAL));
            case PARAM, TAG -> textOrNumber();
            case ATTRIBUTE, DATASET -> column(fields.column(field));
        };
    }

    private List<Term> textOrNumber() {
        String text = alias + ".value";
        String number = alias + ".number";
        String missing = "CASE WHEN " + text + " IS NULL THEN 2 WHEN " + number + " IS NULL THEN ";
        return List.of(
                rank(missing + (descending ? "0 ELSE 1 END" : "1 ELSE 0 END")),
                term("coalesce(" + number + ", 0)", Kind.DECIMAL),
                term(
                        "CASE WHEN " + text + " IS NULL OR " + number + " IS NOT NULL THEN '' ELSE " + text + " END",
                        Kind.TEXT));
    }

    private List<Term> column(String column) {
        Kind kind = kind();
        if (!fields.mayBeMissing(field)) {
            return List.of(term(column, kind));
        }
        return List.of(
                rank("CASE WHEN " + column + " IS NULL THEN 1 ELSE 0 END"),
                term("coalesce(" + column + ", " + kind.missing() + ")", kind));
    }

    private Kind kind() {
        return switch (field.type()) {
            case TIME -> Kind.WHOLE;
            case NUMBER -> Kind.DECIMAL;
            case TEXT, TEXT_OR_NUMBER -> Kind.TEXT;
        };
    }

    /** The parts of the order in which the rank is the same, one after the other: each can be read from an index. */
    List<Phase> phases() {
        return switch (field.scope()) {
            case METRIC ->
                List.of(
                        new Phase(0, true, alias + ".is_nan = 0", List.of(part(".value", Kind.DECIMAL, 1))),
                        new Phase(1, true, alias + ".is_nan = 1", List.of()),
                        new Phase(2, false, "", List.of()));
            case PARAM, TAG -> {
                Phase numbers = new Phase(
                        descending ? 1 : 0,
                        true,
                        alias + ".number IS NOT NULL",
                        List.of(part(".number", Kind.DECIMAL, 1)));
                Phase texts = new Phase(
                        descending ? 0 : 1,
                        true,
                        alias + ".is_text = 1",
                        List.of(
                                new Phase.Part(
                                        term("substr(" + alias + ".value, 1, " + HEAD + ")", Kind.TEXT), 2, true),
                                part(".value", Kind.TEXT, 2)));
                yield List.of(
                        descending ? texts : numbers, descending ? numbers : texts, new Phase(2, false, "", List.of()));
            }
            case ATTRIBUTE, DATASET ->
                List.of(new Phase(
                        0, false, "1 = 1", List.of(new Phase.Part(term(fields.column(field), kind()), 0, false))));
        };
    }

    private Phase.Part part(String column, Kind kind, int place) {
        return new Phase.Part(term(alias + column, kind), place, false);
    }

    private Term rank(String expression) {
        return Term.ascending(expression, Kind.WHOLE);
    }

    private Term term(String expression, Kind kind) {
        return new Term(expression, descending, kind);
    }

    /** Appends the join with its row. */
    void join(Sql sql) {
        if (!isColumn()) {
            sql.add(" LEFT JOIN " + fields.rows(field) + " " + alias + " ON " + alias + "." + fields.owner()
                            + " = s.seq AND ")
                    .add(alias + ".key = ?", field.key());
        }
    }
}
