package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.Filter;
import dev.mlops.storage.spi.Filter.Literal;
import dev.mlops.storage.spi.Filter.Operator;
import dev.mlops.storage.spi.SearchField;
import java.util.List;

/** Compares an expression with literals; what is NULL compares as neither true nor false, so it doesn't match. */
final class Comparison {
    private final Dialect dialect;
    private final SearchField field;
    private final String expression;

    Comparison(Dialect dialect, SearchField field, String expression) {
        this.dialect = dialect;
        this.field = field;
        this.expression = expression;
    }

    void add(Sql sql, Filter.Test test) {
        switch (test.operator()) {
            case EQ, NE, LT, LE, GT, GE ->
                sql.add(
                        expression + " " + symbol(test.operator()) + " ?",
                        value(test.literals().get(0)));
            case IN, NOT_IN -> in(sql, test.operator(), test.literals());
            case LIKE, NOT_LIKE, ILIKE, NOT_ILIKE -> like(sql, test);
            case IS_NULL, IS_NOT_NULL -> sql.add(expression + " " + test.operator());
        }
    }

    private static String symbol(Operator operator) {
        return operator == Operator.NE ? "<>" : operator.toString();
    }

    private void in(Sql sql, Operator operator, List<Literal> literals) {
        sql.add(expression + " " + operator + " (");
        for (int i = 0; i < literals.size(); i++) {
            sql.add(i == 0 ? "?" : ", ?", value(literals.get(i)));
        }
        sql.add(")");
    }

    private void like(Sql sql, Filter.Test test) {
        boolean matches = !test.operator().isNegative();
        boolean ignoreCase = test.operator() == Operator.ILIKE || test.operator() == Operator.NOT_ILIKE;
        dialect.like(
                sql,
                expression,
                matches,
                ignoreCase,
                ((Literal.Text) test.literals().get(0)).value());
    }

    private Object value(Literal literal) {
        if (literal instanceof Literal.Text text) {
            return text.value();
        }
        double number = ((Literal.Decimal) literal).value();
        boolean whole = field.type() == SearchField.Type.TIME && number == Math.rint(number) && Math.abs(number) < 1e18;
        return whole ? (Object) (long) number : (Object) number; // a column of whole numbers is found by one
    }
}
