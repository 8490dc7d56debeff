package dev.mlops.storage.internal.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * An expression to sort by, which is never NULL.
 *
 * @param expression the expression
 * @param descending whether the largest comes first
 * @param kind what its values are
 */
record Term(String expression, boolean descending, Kind kind) {

    /** Of which type values are, and the constant for one that is missing. */
    enum Kind {
        WHOLE("0"),
        DECIMAL("0"),
        TEXT("''");

        private final String missing;

        Kind(String missing) {
            this.missing = missing;
        }

        String missing() {
            return missing;
        }

        Object read(ResultSet row, int column) throws SQLException {
            return switch (this) {
                case WHOLE -> row.getLong(column);
                case DECIMAL -> row.getDouble(column);
                case TEXT -> row.getString(column);
            };
        }

        /** The value of this text, as {@code toString} of a value writes it. */
        Object parse(String text) {
            return switch (this) {
                case WHOLE -> Long.valueOf(text);
                case DECIMAL -> Double.valueOf(text);
                case TEXT -> text;
            };
        }
    }

    static Term ascending(String expression, Kind kind) {
        return new Term(expression, false, kind);
    }

    /** What stands before the ? for values that come later than one. */
    String after() {
        return expression + (descending ? " < " : " > ");
    }

    @Override
    public String toString() {
        return expression + (descending ? " DESC" : "");
    }
}
