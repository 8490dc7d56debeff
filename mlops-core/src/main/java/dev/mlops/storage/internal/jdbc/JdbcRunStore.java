package dev.mlops.storage.internal.jdbc;

import dev.mlops.ConflictException;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.MetricPoint;
import dev.mlops.storage.spi.NewRun;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.RunChange;
import dev.mlops.storage.spi.RunData;
import dev.mlops.storage.spi.RunStatus;
import dev.mlops.storage.spi.RunStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Experiments and runs in a database. */
final class JdbcRunStore implements RunStore {
    private final Database database;
    private final Plan.Bounds bounds;
    private final AtomicBoolean closed = new AtomicBoolean();

    JdbcRunStore(Database database, Plan.Bounds bounds) {
        this.database = database;
        this.bounds = bounds;
        database.use();
    }

    @Override
    public void createExperiment(ExperimentData experiment) {
        write("create experiment", experiment.name(), session -> new Experiments(session).create(experiment));
    }

    @Override
    public Optional<ExperimentData> findExperiment(String id) {
        return database.read("read experiment", id, session -> new Experiments(session).find(id));
    }

    @Override
    public void updateExperiment(String id, ExperimentChange change) {
        write("update experiment", id, session -> new Experiments(session).update(id, change));
    }

    @Override
    public Page<ExperimentData> searchExperiments(Query query) {
        return database.read(
                "search experiments", "", session -> new Search<>(session, Fields.EXPERIMENTS, Experiments::read)
                        .page(query));
    }

    @Override
    public void removeExperiment(String id) {
        write("remove experiment", id, session -> new Experiments(session).remove(id));
    }

    @Override
    public void createRun(NewRun run) {
        write("create run", run.id(), session -> create(session, run));
    }

    static void create(Session session, NewRun run) throws SQLException {
        Optional<NewRun> same = find(session, run.id()).map(RunData::begin);
        if (same.isPresent() && isRepeated(same.get(), run)) {
            return;
        }
        long experiment = new Experiments(session).active(run.experimentId(), run.id());
        if (same.isPresent()) {
            throw new ConflictException(
                    "run " + run.id() + " is there already and began as " + same.get() + ", it can't begin as " + run);
        }
        session.update(
                "INSERT INTO mlops_runs (id, experiment, name, parent, status, active, user_name, source, start_time,"
                        + " heartbeat) VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?)",
                run.id(),
                experiment,
                run.name(),
                run.parentId(),
                RunStatus.RUNNING.name(),
                Assignments.orNull(run.user()),
                Assignments.orNull(run.source()),
                run.start().toEpochMilli(),
                run.start().toEpochMilli());
    }

    /** Whether it is the same run; its name may have changed since. */
    private static boolean isRepeated(NewRun before, NewRun now) {
        return now.equals(new NewRun(
                before.id(),
                before.experimentId(),
                now.name(),
                before.parentId(),
                before.user(),
                before.source(),
                before.start()));
    }

    @Override
    public Optional<RunData> findRun(String id) {
        return database.read("read run", id, session -> find(session, id));
    }

    private static Optional<RunData> find(Session session, String id) throws SQLException {
        Optional<Long> seq = session.first(row -> row.getLong(1), "SELECT seq FROM mlops_runs WHERE id = ?", id);
        return seq.isEmpty()
                ? Optional.empty()
                : Optional.of(RunReader.read(session, List.of(seq.get())).get(0));
    }

    @Override
    public void update(String runId, RunChange change) {
        write("update run", runId, session -> RunWriter.of(session, runId).write(change));
    }

    @Override
    public Page<RunData> searchRuns(Query query) {
        return database.read(
                "search runs", "", session -> new Search<>(session, Fields.RUNS, RunReader::read, bounds).page(query));
    }

    @Override
    public long countRuns(Query query) {
        if (query.after() != null) {
            return RunStore.super.countRuns(query);
        }
        return database.read(
                "count runs", "", session -> new Search<>(session, Fields.RUNS, RunReader::read, bounds).count(query));
    }

    @Override
    public void history(String runId, String key, Consumer<? super MetricPoint> to) {
        database.read("read history of metric '" + key + "' of run", runId, session -> {
            session.each(
                    row -> to.accept(RunReader.point(row, key)),
                    "SELECT run, step, time, is_nan, value FROM mlops_metrics"
                            + " WHERE run = (SELECT seq FROM mlops_runs WHERE id = ?) AND key = ?"
                            + " ORDER BY step, time, is_nan, value",
                    runId,
                    key);
            return "";
        });
    }

    @Override
    public void removeRun(String runId) {
        write("remove run", runId, session -> remove(session, runId));
    }

    private static void remove(Session session, String id) throws SQLException {
        Optional<Long> seq = session.first(
                row -> row.getLong(1),
                "SELECT seq FROM mlops_runs WHERE id = ?" + session.dialect().locking(),
                id);
        if (seq.isPresent()) {
            session.update("DELETE FROM mlops_metrics WHERE run = ?", seq.get());
            session.update("DELETE FROM mlops_latest WHERE run = ?", seq.get());
            session.update("DELETE FROM mlops_runs WHERE seq = ?", seq.get());
        }
    }

    @Override
    public int killSilent(Instant silentSince) {
        return database.write(
                "kill silent runs",
                "",
                session -> session.update(
                        "UPDATE mlops_runs SET status = 'KILLED', end_time = heartbeat"
                                + " WHERE status = 'RUNNING' AND heartbeat < ?",
                        Millis.before(silentSince)));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            database.release();
        }
    }

    private interface Change {
        void in(Session session) throws SQLException;
    }

    private void write(String operation, String key, Change change) {
        database.write(operation, key, session -> {
            change.in(session);
            return "";
        });
    }
}
