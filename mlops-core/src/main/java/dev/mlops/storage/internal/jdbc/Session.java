package dev.mlops.storage.internal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection with the statements that it has prepared. Used by one thread at a time; the SQL within runs to its end. */
final class Session implements AutoCloseable {
    private static final int MAX_STATEMENTS = 256;
    private static final int FETCH_SIZE = 10_000;

    private final Connection connection;
    private final Dialect dialect;
    private final boolean autoCommit;
    private final LinkedHashMap<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

    /** Reads one row. */
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** Takes each row. */
    interface Rows {
        void take(ResultSet row) throws SQLException;
    }

    Session(Connection connection, Dialect dialect) throws SQLException {
        this.connection = connection;
        this.dialect = dialect;
        autoCommit = connection.getAutoCommit();
    }

    Dialect dialect() {
        return dialect;
    }

    Connection connection() {
        return connection;
    }

    /** Runs a statement that gives no rows, and tells how many it changed. */
    int update(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        bind(statement, values);
        return statement.executeUpdate();
    }

    /** Runs a statement once for each of the values, and tells how many rows each changed, where the driver knows. */
    int[] updateAll(String sql, List<@Nullable Object[]> rows) throws SQLException {
        if (rows.size() == 1) {
            return new int[] {update(sql, rows.get(0))};
        }
        PreparedStatement statement = prepare(sql);
        for (@Nullable Object[] values : rows) {
            bind(statement, values);
            statement.addBatch();
        }
        return statement.executeBatch();
    }

    <T> Optional<T> first(Row<T> row, String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        bind(statement, values);
        try (ResultSet rows = statement.executeQuery()) {
            return rows.next() ? Optional.of(row.read(rows)) : Optional.empty();
        }
    }

    <T> List<T> list(Row<T> row, Sql sql) throws SQLException {
        List<T> list = new ArrayList<>();
        each(rows -> list.add(row.read(rows)), sql.text(), sql.values());
        return list;
    }

    /** Hands over row after row as they are read. */
    void each(Rows rows, String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepare(sql);
        bind(statement, values);
        try (ResultSet result = statement.executeQuery()) {
            while (result.next()) {
                rows.take(result);
            }
        }
    }

    private PreparedStatement prepare(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = connection.prepareStatement(sql);
            known.setFetchSize(FETCH_SIZE);
            statements.put(sql, known);
            closeEldest();
        }
        return known;
    }

    private void closeEldest() throws SQLException {
        if (statements.size() > MAX_STATEMENTS) {
            Map.Entry<String, PreparedStatement> eldest =
                    statements.entrySet().iterator().next();
            statements.remove(eldest.getKey());
            eldest.getValue().close();
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            statement.setObject(i + 1, values[i]);
        }
    }

    /** Forgets the statements: after an error a driver may have closed some. */
    void reset() {
        statements.values().forEach(Session::closeQuietly);
        statements.clear();
    }

    /** Gives the connection back as it came: not every pool does so by itself. */
    @Override
    public void close() {
        reset();
        closeQuietly(() -> connection.setAutoCommit(autoCommit));
        closeQuietly(connection);
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // It is of no use any more, and what was committed is safe.
        }
    }
}
