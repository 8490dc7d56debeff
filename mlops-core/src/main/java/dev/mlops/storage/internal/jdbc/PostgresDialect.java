package dev.mlops.storage.internal.jdbc;

import java.sql.SQLException;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/** PostgreSQL: rows are locked, and of two transactions in a deadlock or a race one is told to try again. */
final class PostgresDialect implements Dialect {
    /** Serialization failure, deadlock, unique violation: trying again finds what the other has written. */
    private static final Set<String> RACES = Set.of("40001", "40P01", "23505");

    /** Any number will do that others don't use; this one is "mlops" in ASCII. */
    private static final long SCHEMA_LOCK = 0x6d6c6f7073L;

    @Override
    public String migration(String script) {
        return script.replace("${sequence}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY")
                .replace("${text}", "TEXT COLLATE \"C\"")
                .replace("${clustered}", "");
    }

    @Override
    public void beginReading(Session session) throws SQLException {
        session.connection().setAutoCommit(false);
        session.update("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
    }

    @Override
    public void beginWriting(Session session) throws SQLException {
        session.connection().setAutoCommit(false);
    }

    @Override
    public void commit(Session session) throws SQLException {
        session.connection().commit();
    }

    @Override
    public void rollback(Session session) throws SQLException {
        session.connection().rollback();
    }

    @Override
    public void lockSchema(Session session) throws SQLException {
        session.first(row -> "", "SELECT pg_advisory_xact_lock(?)", SCHEMA_LOCK);
    }

    @Override
    public String keeping(boolean unchanged) {
        return unchanged ? " FOR SHARE" : " FOR KEY SHARE";
    }

    @Override
    public String locking() {
        return " FOR UPDATE";
    }

    /** Through a subquery, so that the plan doesn't depend on how many they are and needn't be made anew each time. */
    @Override
    public void anyOf(Sql sql, String expression, Collection<Long> numbers) {
        String array = numbers.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
        sql.add(expression + " = ANY (ARRAY(SELECT unnest(CAST(? AS BIGINT[]))))", array);
    }

    @Override
    public String notByIndex(String column) {
        return column;
    }

    @Override
    public void like(Sql sql, String expression, boolean matches, boolean ignoreCase, String pattern) {
        sql.add(expression)
                .add(matches ? "" : " NOT")
                .add(ignoreCase ? " ILIKE ?" : " LIKE ?", LikePattern.withoutOpenEscape(pattern));
    }

    @Override
    public Trouble trouble(SQLException e) {
        String state = e.getSQLState();
        return state != null && RACES.contains(state) ? Trouble.RACE : Trouble.UNAVAILABLE;
    }
}
