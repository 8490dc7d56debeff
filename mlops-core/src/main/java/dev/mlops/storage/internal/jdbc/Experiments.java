package dev.mlops.storage.internal.jdbc;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.ExperimentChange;
import dev.mlops.storage.spi.ExperimentData;
import dev.mlops.storage.spi.Lifecycle;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Reads and writes experiments in a transaction. */
final class Experiments {
    private static final String TAG =
            "INSERT INTO mlops_experiment_tags (experiment, key, value, number) VALUES (?, ?, ?, ?)"
                    + " ON CONFLICT (experiment, key) DO UPDATE SET value = excluded.value, number = excluded.number";

    private final Session session;

    /** What decides on a change. */
    private record Known(long seq, String id, String name, boolean active) {}

    Experiments(Session session) {
        this.session = session;
    }

    void create(ExperimentData experiment) throws SQLException {
        if (known(experiment.id(), "").isPresent()) {
            throw new ConflictException("experiment " + experiment.id() + " is there already, expected a new id");
        }
        boolean active = experiment.lifecycle() == Lifecycle.ACTIVE;
        checkName(experiment.id(), experiment.name(), active);
        long seq = session.first(
                        row -> row.getLong(1),
                        "INSERT INTO mlops_experiments (id, name, active, created, updated) VALUES (?, ?, ?, ?, ?)"
                                + " RETURNING seq",
                        experiment.id(),
                        experiment.name(),
                        active ? 1 : 0,
                        experiment.created().toEpochMilli(),
                        experiment.updated().toEpochMilli())
                .orElseThrow();
        tag(seq, experiment.tags());
    }

    void update(String id, ExperimentChange change) throws SQLException {
        Known before = known(id, session.dialect().locking()).orElseThrow(() -> missing(id));
        String name = change.name() == null ? before.name() : change.name();
        boolean active = change.lifecycle() == null ? before.active() : change.lifecycle() == Lifecycle.ACTIVE;
        checkName(id, name, active);
        new Assignments()
                .to("name", name)
                .to("active", active ? 1 : 0)
                .to("updated", change.time().toEpochMilli())
                .update(session, "mlops_experiments", before.seq());
        for (String key : change.untag()) {
            session.update("DELETE FROM mlops_experiment_tags WHERE experiment = ? AND key = ?", before.seq(), key);
        }
        tag(before.seq(), change.tags());
    }

    /** The experiment's own row goes last: what hangs on it goes with it, but for the metrics, which have no foreign key. */
    void remove(String id) throws SQLException {
        Optional<Known> known = known(id, session.dialect().locking());
        if (known.isEmpty()) {
            return;
        }
        long seq = known.get().seq();
        String runs = "SELECT seq FROM mlops_runs WHERE experiment = ?";
        session.each(row -> {}, runs + session.dialect().locking(), seq);
        session.update("DELETE FROM mlops_metrics WHERE run IN (" + runs + ")", seq);
        session.update("DELETE FROM mlops_latest WHERE run IN (" + runs + ")", seq);
        session.update("DELETE FROM mlops_experiments WHERE seq = ?", seq);
    }

    /**
     * The sequence of an experiment that stays as it is until the transaction ends.
     *
     * @throws NotFoundException if there is none
     * @throws ConflictException if it is deleted
     */
    long active(String id, String run) throws SQLException {
        Known known = known(id, session.dialect().keeping(true)).orElseThrow(() -> missing(id));
        if (!known.active()) {
            throw new ConflictException(
                    "experiment " + id + " of run " + run + " is DELETED, expected one that is ACTIVE");
        }
        return known.seq();
    }

    Optional<ExperimentData> find(String id) throws SQLException {
        Optional<Known> known = known(id, "");
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(read(session, List.of(known.get().seq())).get(0));
    }

    /** The experiments of these sequences, in this order. */
    static List<ExperimentData> read(Session session, List<Long> sequences) throws SQLException {
        Map<Long, Map<String, String>> tags = new HashMap<>();
        sequences.forEach(seq -> tags.put(seq, new TreeMap<>()));
        Sql sql = new Sql().add("SELECT experiment, key, value FROM mlops_experiment_tags WHERE ");
        session.dialect().anyOf(sql, "experiment", sequences);
        session.each(row -> of(tags, row.getLong(1)).put(row.getString(2), row.getString(3)), sql.text(), sql.values());

        Map<Long, ExperimentData> found = new HashMap<>();
        sql = new Sql().add("SELECT seq, id, name, active, created, updated FROM mlops_experiments WHERE ");
        session.dialect().anyOf(sql, "seq", sequences);
        session.each(
                row -> found.put(row.getLong(1), experiment(row, of(tags, row.getLong(1)))), sql.text(), sql.values());
        return sequences.stream().map(seq -> of(found, seq)).toList();
    }

    private static <V> V of(Map<Long, V> map, long seq) {
        return Objects.requireNonNull(map.get(seq));
    }

    private static ExperimentData experiment(ResultSet row, Map<String, String> tags) throws SQLException {
        return new ExperimentData(
                row.getString(2),
                row.getString(3),
                row.getInt(4) == 1 ? Lifecycle.ACTIVE : Lifecycle.DELETED,
                tags,
                Instant.ofEpochMilli(row.getLong(5)),
                Instant.ofEpochMilli(row.getLong(6)));
    }

    private Optional<Known> known(String id, String lock) throws SQLException {
        return session.first(
                Experiments::known, "SELECT seq, id, name, active FROM mlops_experiments WHERE id = ?" + lock, id);
    }

    private static Known known(ResultSet row) throws SQLException {
        return new Known(row.getLong(1), row.getString(2), row.getString(3), row.getInt(4) == 1);
    }

    private static NotFoundException missing(String id) {
        return new NotFoundException("experiment " + id + " doesn't exist");
    }

    private void checkName(String id, String name, boolean active) throws SQLException {
        Optional<String> other = session.first(
                row -> row.getString(1),
                "SELECT id FROM mlops_experiments WHERE name = ? AND active = 1 AND id <> ?",
                name,
                id);
        if (active && other.isPresent()) {
            throw new ConflictException("experiment name '" + name + "' belongs to experiment " + other.get() + ", "
                    + id + " can't have it: names of active experiments are unique");
        }
    }

    private void tag(long experiment, Map<String, String> tags) throws SQLException {
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            session.update(TAG, experiment, tag.getKey(), tag.getValue(), RunWriter.number(tag.getValue()));
        }
    }
}
