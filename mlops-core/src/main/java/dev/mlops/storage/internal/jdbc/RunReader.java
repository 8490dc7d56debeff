package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.Commit;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads runs, with three statements however many there are. */
final class RunReader {
    private static final String RUNS =
            "SELECT s.seq, s.id, e.id, s.name, s.parent, s.status, s.deleted, s.user_name, s.source, s.commit_id, s.branch,"
                    + " s.dirty, s.start_time, s.end_time, s.heartbeat"
                    + " FROM mlops_runs s JOIN mlops_experiments e ON e.seq = s.experiment WHERE ";

    private final Map<Long, RunData.Builder> runs = new HashMap<>();
    private final Map<Long, List<DatasetInput>> datasets = new HashMap<>();
    private final Session session;
    private final List<Long> sequences;

    private RunReader(Session session, List<Long> sequences) {
        this.session = session;
        this.sequences = sequences;
    }

    /** The runs of these sequences, in this order. */
    static List<RunData> read(Session session, List<Long> sequences) throws SQLException {
        return sequences.isEmpty() ? List.of() : new RunReader(session, sequences).read();
    }

    private List<RunData> read() throws SQLException {
        each(RUNS, "s.seq", "", row -> runs.put(row.getLong(1), run(row)));
        rows();
        each(
                "SELECT run, name, digest, context, source, columns, row_count FROM mlops_datasets WHERE ",
                "run",
                " ORDER BY run, name, digest, context",
                this::dataset);
        datasets.forEach((run, some) -> run(run).datasets(some));
        return sequences.stream().map(seq -> run(seq).build()).toList();
    }

    /** Parameters, tags and metrics in one statement: each costs a way to the database and back. */
    private void rows() throws SQLException {
        Sql sql = new Sql()
                .add("SELECT run, 0 AS step, 0 AS time, 0 AS is_nan, 0 AS value, key, value AS text, 1 AS kind")
                .add(" FROM mlops_params WHERE ");
        session.dialect().anyOf(sql, "run", sequences);
        sql.add(" UNION ALL SELECT run, 0, 0, 0, 0, key, value, 2 FROM mlops_tags WHERE ");
        session.dialect().anyOf(sql, "run", sequences);
        sql.add(" UNION ALL SELECT run, step, time, is_nan, value, key, '', 3 FROM mlops_latest WHERE ");
        session.dialect().anyOf(sql, "run", sequences);
        session.each(this::row, sql.text(), sql.values());
    }

    private void row(ResultSet row) throws SQLException {
        RunData.Builder run = run(row.getLong(1));
        String key = row.getString(6);
        switch (row.getInt(8)) {
            case 1 -> run.param(key, row.getString(7));
            case 2 -> run.tag(key, row.getString(7));
            default -> run.metric(point(row, key));
        }
    }

    private void each(String select, String column, String order, Session.Rows rows) throws SQLException {
        Sql sql = new Sql().add(select);
        session.dialect().anyOf(sql, column, sequences);
        session.each(rows, sql.add(order).text(), sql.values());
    }

    private RunData.Builder run(long seq) {
        return Objects.requireNonNull(runs.get(seq));
    }

    private static RunData.Builder run(ResultSet row) throws SQLException {
        NewRun begin = new NewRun(
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                orEmpty(row.getString(8)),
                orEmpty(row.getString(9)),
                Instant.ofEpochMilli(row.getLong(13)));
        return RunData.builder(begin)
                .status(RunStatus.valueOf(row.getString(6)), time(row, 14))
                .deleted(time(row, 7))
                .commit(commit(row.getString(10), orEmpty(row.getString(11)), orEmpty(row.getString(12))))
                .heartbeat(Instant.ofEpochMilli(row.getLong(15)));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Commit commit(@Nullable String id, String branch, String dirty) {
        return id == null ? null : new Commit(id, branch, Boolean.parseBoolean(dirty));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private void dataset(ResultSet row) throws SQLException {
        datasets.computeIfAbsent(row.getLong(1), run -> new ArrayList<>())
                .add(new DatasetInput(
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        row.getString(5),
                        row.getString(6),
                        row.getLong(7)));
    }

    /** The point of a row with step, time, is_nan and value from the second column on. */
    static MetricPoint point(ResultSet row, String key) throws SQLException {
        double value = row.getInt(4) == 1 ? Double.NaN : row.getDouble(5);
        return new MetricPoint(key, value, row.getLong(2), Instant.ofEpochMilli(row.getLong(3)));
    }
}
