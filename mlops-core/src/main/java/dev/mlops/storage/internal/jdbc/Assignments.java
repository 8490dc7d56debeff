package dev.mlops.storage.internal.jdbc;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** New values of columns of one row. */
final class Assignments {
    private final StringBuilder columns = new StringBuilder();
    private final List<@Nullable Object> values = new ArrayList<>();

    Assignments to(String column, @Nullable Object value) {
        columns.append(columns.isEmpty() ? "" : ", ").append(column);
        columns.append(value == null ? " = NULL" : " = ?");
        if (value != null) {
            values.add(value);
        }
        return this;
    }

    /** Writes them to the row of this sequence, if there are any. */
    void update(Session session, String table, long seq) throws SQLException {
        if (!columns.isEmpty()) {
            values.add(seq);
            session.update("UPDATE " + table + " SET " + columns + " WHERE seq = ?", values.toArray());
        }
    }

    static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
