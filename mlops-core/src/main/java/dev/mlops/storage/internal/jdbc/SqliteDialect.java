package dev.mlops.storage.internal.jdbc;

import java.sql.SQLException;
import java.util.Collection;

/** SQLite: one transaction at a time writes, so nothing needs locks of its own. */
final class SqliteDialect implements Dialect {
    private static final int NOT_A_DATABASE = 26;

    @Override
    public String migration(String script) {
        return script.replace("${sequence}", "INTEGER PRIMARY KEY")
                .replace("${text}", "TEXT")
                .replace("${clustered}", "WITHOUT ROWID");
    }

    @Override
    public void beginReading(Session session) throws SQLException {
        session.update("BEGIN");
    }

    /** At once, since a transaction that begins to write when it has read may find that it can't. */
    @Override
    public void beginWriting(Session session) throws SQLException {
        session.update("BEGIN IMMEDIATE");
    }

    @Override
    public void commit(Session session) throws SQLException {
        session.update("COMMIT");
    }

    @Override
    public void rollback(Session session) throws SQLException {
        session.update("ROLLBACK");
    }

    @Override
    public void lockSchema(Session session) {
        // beginWriting has
    }

    @Override
    public String keeping(boolean unchanged) {
        return "";
    }

    @Override
    public String locking() {
        return "";
    }

    @Override
    public void anyOf(Sql sql, String expression, Collection<Long> numbers) {
        sql.add(expression + " IN (SELECT value FROM json_each(?))", numbers.toString());
    }

    @Override
    public String notByIndex(String column) {
        return "+" + column;
    }

    /** Its LIKE ignores the case of A to Z, so the LIKE that doesn't is a GLOB. */
    @Override
    public void like(Sql sql, String expression, boolean matches, boolean ignoreCase, String pattern) {
        sql.add(expression).add(matches ? "" : " NOT");
        if (ignoreCase) {
            sql.add(" LIKE ? ESCAPE '\\'", LikePattern.withoutOpenEscape(pattern));
        } else {
            sql.add(" GLOB ?", LikePattern.glob(pattern));
        }
    }

    @Override
    public Trouble trouble(SQLException e) {
        return (e.getErrorCode() & 0xff) == NOT_A_DATABASE ? Trouble.INVALID : Trouble.UNAVAILABLE;
    }
}
