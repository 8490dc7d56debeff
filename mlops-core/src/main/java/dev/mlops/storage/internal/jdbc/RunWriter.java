package dev.mlops.storage.internal.jdbc;

import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.DatasetInput;
import dev.mlops.storage.spi.Lifecycle;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.Numeric;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunStore;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Records changes of one run. It writes in an order that is the same for all, by tables and then by keys, so that two that
 * write to one run don't wait for each other in a circle.
 */
final class RunWriter {
    private static final String PARAM =
            "INSERT INTO mlops_params (run, key, value, number, is_text) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String METRIC = "INSERT INTO mlops_metrics (run, key, step, time, is_nan, value)"
            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
    private static final String LATEST =
            "INSERT INTO mlops_latest (run, key, experiment, step, time, is_nan, value) VALUES (?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT (run, key) DO UPDATE SET step = excluded.step, time = excluded.time,"
                    + " is_nan = excluded.is_nan, value = excluded.value"
                    + " WHERE (excluded.step, excluded.time, excluded.is_nan, excluded.value)"
                    + " > (mlops_latest.step, mlops_latest.time, mlops_latest.is_nan, mlops_latest.value)";
    private static final String TAG = "INSERT INTO mlops_tags (run, key, value, number, is_text) VALUES (?, ?, ?, ?, ?)"
            + " ON CONFLICT (run, key) DO UPDATE SET value = excluded.value, number = excluded.number,"
            + " is_text = excluded.is_text";
    private static final String DATASET =
            "INSERT INTO mlops_datasets (run, name, digest, context, source, columns, row_count)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (run, name, digest, context)"
                    + " DO UPDATE SET source = excluded.source, columns = excluded.columns,"
                    + " row_count = excluded.row_count";

    private final Session session;
    private final long run;
    private final long experiment;

    private RunWriter(Session session, long run, long experiment) {
        this.session = session;
        this.run = run;
        this.experiment = experiment;
    }

    /**
     * A writer for a run that nobody removes until the transaction ends.
     *
     * @throws NotFoundException if there is no such run
     */
    static RunWriter of(Session session, String id) throws SQLException {
        return session.first(
                        row -> new RunWriter(session, row.getLong(1), row.getLong(2)),
                        "SELECT seq, experiment FROM mlops_runs WHERE id = ?"
                                + session.dialect().keeping(false),
                        id)
                .orElseThrow(() -> new NotFoundException("run " + id + " doesn't exist"));
    }

    void write(RunChange change) throws SQLException {
        params(change.params());
        metrics(change.metrics());
        tags(change);
        datasets(change);
        attributes(change);
    }

    private void params(Map<String, String> params) throws SQLException {
        List<@Nullable Object[]> rows = texts(params);
        if (rows.isEmpty()) {
            return;
        }
        int[] changed = session.updateAll(PARAM, rows);
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] != 1) {
                check((String) rows.get(i)[1], (String) rows.get(i)[2]);
            }
        }
    }

    private void check(@Nullable String key, @Nullable String value) throws SQLException {
        String before = session.first(
                        row -> row.getString(1), "SELECT value FROM mlops_params WHERE run = ? AND key = ?", run, key)
                .orElseThrow();
        if (key != null && value != null && !before.equals(value)) {
            throw RunStore.conflict(key, before, value);
        }
    }

    /** Rows of run, key, value, number and is_text. */
    private List<@Nullable Object[]> texts(Map<String, String> texts) {
        List<@Nullable Object[]> rows = new ArrayList<>(texts.size());
        texts.forEach((key, value) -> {
            Double number = number(value);
            rows.add(new @Nullable Object[] {run, key, value, number, number == null ? 1 : 0});
        });
        return rows;
    }

    static @Nullable Double number(String text) {
        OptionalDouble number = Numeric.of(text);
        return number.isPresent() ? number.getAsDouble() : null;
    }

    private void metrics(List<MetricPoint> points) throws SQLException {
        if (points.isEmpty()) {
            return;
        }
        List<@Nullable Object[]> rows = new ArrayList<>(points.size());
        TreeMap<String, MetricPoint> latest = new TreeMap<>();
        for (MetricPoint point : points) {
            rows.add(new Object[] {run, point.key(), point.step(), millis(point), isNaN(point), finite(point)});
            latest.merge(point.key(), point, (a, b) -> MetricPoint.ORDER.compare(a, b) < 0 ? b : a);
        }
        session.updateAll(METRIC, rows);
        rows.clear();
        latest.values().forEach(point -> rows.add(latest(point)));
        session.updateAll(LATEST, rows);
    }

    private @Nullable Object[] latest(MetricPoint point) {
        return new Object[] {run, point.key(), experiment, point.step(), millis(point), isNaN(point), finite(point)};
    }

    private static long millis(MetricPoint point) {
        return point.time().toEpochMilli();
    }

    private static int isNaN(MetricPoint point) {
        return Double.isNaN(point.value()) ? 1 : 0;
    }

    private static double finite(MetricPoint point) {
        return Double.isNaN(point.value()) ? 0 : point.value();
    }

    private void tags(RunChange change) throws SQLException {
        for (String key : new TreeSet<>(change.untag())) {
            session.update("DELETE FROM mlops_tags WHERE run = ? AND key = ?", run, key);
        }
        if (!change.tags().isEmpty()) {
            session.updateAll(TAG, texts(change.tags()));
        }
    }

    /** The last of those that are the same counts: one statement may write a row once. */
    private void datasets(RunChange change) throws SQLException {
        Map<List<String>, @Nullable Object[]> rows = new LinkedHashMap<>();
        for (DatasetInput data : change.datasets()) {
            rows.put(List.of(data.name(), data.digest(), data.context()), new Object[] {
                run, data.name(), data.digest(), data.context(), data.source(), data.schema(), data.rows()
            });
        }
        if (!rows.isEmpty()) {
            session.updateAll(DATASET, List.copyOf(rows.values()));
        }
    }

    private void attributes(RunChange change) throws SQLException {
        Assignments set = new Assignments();
        change.name().ifPresent(name -> set.to("name", name));
        change.status().ifPresent(status -> {
            set.to("status", status.name());
            set.to("end_time", change.end().map(end -> end.toEpochMilli()).orElse(null));
        });
        change.lifecycle().ifPresent(lifecycle -> {
            set.to("active", lifecycle == Lifecycle.ACTIVE ? 1 : 0);
            set.to("deleted", change.deleted().map(time -> time.toEpochMilli()).orElse(null));
        });
        change.commit().ifPresent(commit -> {
            set.to("commit_id", commit.id());
            set.to("branch", Assignments.orNull(commit.branch()));
            set.to("dirty", String.valueOf(commit.dirty()));
        });
        set.update(session, "mlops_runs", run);
        if (change.heartbeat().isPresent()) {
            long time = change.heartbeat().get().toEpochMilli();
            session.update("UPDATE mlops_runs SET heartbeat = ? WHERE seq = ? AND heartbeat < ?", time, run, time);
        }
    }
}
