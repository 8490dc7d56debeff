package dev.mlops.storage.internal.jdbc;

import dev.mlops.InvalidException;
import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.SearchField;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns filters into conditions on {@code s}. A field in another table is looked up by a subquery that gives 1 or nothing:
 * no planner turns such a one into a join, so that a statement is read in the order that was chosen for it.
 */
final class Conditions {
    /** Fewer than any of the databases takes in a statement. */
    private static final int MAX_PARAMETERS = 30_000;

    private final Fields fields;
    private final Dialect dialect;

    /** A field whose row the statement has at hand already. */
    private final @Nullable SearchField known;

    private final String alias;

    Conditions(Fields fields, Dialect dialect) {
        this(fields, dialect, null, "");
    }

    /** Conditions in a statement that reads {@code known} from the row {@code alias}. */
    Conditions(Fields fields, Dialect dialect, @Nullable SearchField known, String alias) {
        this.fields = fields;
        this.dialect = dialect;
        this.known = known;
        this.alias = alias;
    }

    void add(Sql sql, Filter filter) {
        if (filter instanceof Filter.Test test) {
            test(sql, test);
        } else if (filter instanceof Filter.And and) {
            join(sql, and.all(), " AND ", "1 = 1");
        } else {
            join(sql, ((Filter.Or) filter).any(), " OR ", "1 = 0");
        }
        if (sql.parameters() > MAX_PARAMETERS) {
            throw new InvalidException("filter has more than " + MAX_PARAMETERS + " values, expected fewer");
        }
    }

    /** Halves the list again and again, since databases limit how deep a condition is. */
    private void join(Sql sql, List<Filter> parts, String operator, String empty) {
        if (parts.isEmpty()) {
            sql.add(empty);
        } else if (parts.size() == 1) {
            add(sql, parts.get(0));
        } else {
            int half = parts.size() / 2;
            sql.add("(");
            join(sql, parts.subList(0, half), operator, empty);
            sql.add(operator);
            join(sql, parts.subList(half, parts.size()), operator, empty);
            sql.add(")");
        }
    }

    private void test(Sql sql, Filter.Test test) {
        SearchField field = test.field();
        if (fields.isColumn(field)) {
            new Comparison(dialect, field, dialect.notByIndex(fields.column(field))).add(sql, test);
        } else if (field.equals(known) && test.operator() != Operator.IS_NULL) {
            row(sql, test, alias);
        } else if (test.operator() == Operator.IS_NULL) {
            exists(sql, new Filter.Test(field, Operator.IS_NOT_NULL, List.of()), " IS NULL");
        } else if (field.isMultiple() && test.operator().isNegative()) {
            sql.add("(");
            exists(sql, new Filter.Test(field, Operator.IS_NOT_NULL, List.of()), " = 1");
            sql.add(" AND ");
            exists(sql, new Filter.Test(field, test.operator().negated(), test.literals()), " IS NULL");
            sql.add(")");
        } else {
            exists(sql, test, " = 1");
        }
    }

    private void exists(Sql sql, Filter.Test test, String suffix) {
        sql.add("(SELECT 1 FROM " + fields.rows(test.field()) + " x WHERE x." + fields.owner() + " = s.seq AND ");
        fields.rowOf(sql, test.field(), "x");
        sql.add(" AND ");
        row(sql, test, "x");
        sql.add(" LIMIT 1)" + suffix);
    }

    /** Appends the condition on a row that is one of the test's field. */
    void row(Sql sql, Filter.Test test, String row) {
        SearchField field = test.field();
        switch (field.scope()) {
            case METRIC -> metric(sql, test, row);
            case PARAM, TAG -> {
                boolean number = !test.literals().isEmpty() && test.literals().get(0) instanceof Literal.Decimal;
                new Comparison(dialect, field, row + (number ? ".number" : ".value")).add(sql, test);
            }
            case DATASET -> {
                String column = row + "." + field.key();
                boolean mayBeEmpty = field.key().equals("context"); // which counts as missing
                new Comparison(dialect, field, mayBeEmpty ? "nullif(" + column + ", '')" : column).add(sql, test);
            }
            case ATTRIBUTE -> new Comparison(dialect, field, row + "." + field.key()).add(sql, test);
        }
    }

    /** NaN satisfies no positive operator, so every negative one. */
    private void metric(Sql sql, Filter.Test test, String row) {
        Operator operator = test.operator();
        if (operator == Operator.IS_NOT_NULL) {
            sql.add("1 = 1");
            return;
        }
        sql.add(operator.isNegative() ? "(" + row + ".is_nan = 1 OR " : "(" + row + ".is_nan = 0 AND ");
        new Comparison(dialect, test.field(), row + ".value").add(sql, test);
        sql.add(")");
    }
}
