package dev.mlops.storage.internal.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.internal.Conflicts;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.ModelData;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.VersionStatus;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Writes models, versions and their history in a transaction. Every change of a model locks its row first. */
final class ModelWriter {
    private static final String ON_TAG = " ON CONFLICT (%s, key) DO UPDATE SET value = excluded.value";

    private final Session session;

    ModelWriter(Session session) {
        this.session = session;
    }

    void create(ModelData model, AuditEntry entry) throws SQLException {
        if (find(model.name()).isPresent()) {
            throw new ConflictException("model '" + model.name() + "' is there already, expected a new name");
        }
        long seq = session.first(
                        row -> row.getLong(1),
                        "INSERT INTO mlops_models (name, description, created, updated) VALUES (?, ?, ?, ?) RETURNING seq",
                        model.name(),
                        model.description(),
                        model.created().toEpochMilli(),
                        model.updated().toEpochMilli())
                .orElseThrow();
        for (Map.Entry<String, String> tag : model.tags().entrySet()) {
            tag(seq, tag.getKey(), tag.getValue());
        }
        record(entry, entry.version(), entry.from());
    }

    /** Adds a version and gives its sequence. */
    long createVersion(NewVersion version, AuditEntry entry) throws SQLException {
        long model = model(version.model());
        int number = session.first(
                        row -> row.getInt(1),
                        "INSERT INTO mlops_model_numbers (name, last) VALUES (?, 1)"
                                + " ON CONFLICT (name) DO UPDATE SET last = mlops_model_numbers.last + 1 RETURNING last",
                        version.model())
                .orElseThrow();
        long seq = session.first(
                        row -> row.getLong(1),
                        "INSERT INTO mlops_versions (model, number, run_id, begin_description, begin_tags, status,"
                                + " description, created, updated) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING seq",
                        model,
                        number,
                        version.runId(),
                        version.description(),
                        json(version.tags()),
                        VersionStatus.PENDING.name(),
                        version.description(),
                        version.created().toEpochMilli(),
                        version.created().toEpochMilli())
                .orElseThrow();
        details(seq, version);
        touch(model, entry);
        record(entry, number, entry.from());
        return seq;
    }

    private void details(long seq, NewVersion version) throws SQLException {
        for (Map.Entry<String, String> param : version.params().entrySet()) {
            session.update(
                    "INSERT INTO mlops_version_params (version, key, value, number) VALUES (?, ?, ?, ?)",
                    seq,
                    param.getKey(),
                    param.getValue(),
                    RunWriter.number(param.getValue()));
        }
        for (Map.Entry<String, Double> metric : version.metrics().entrySet()) {
            boolean isNaN = Double.isNaN(metric.getValue());
            session.update(
                    "INSERT INTO mlops_version_metrics (version, key, is_nan, value) VALUES (?, ?, ?, ?)",
                    seq,
                    metric.getKey(),
                    isNaN ? 1 : 0,
                    isNaN ? 0.0 : metric.getValue());
        }
        for (Map.Entry<String, String> tag : version.tags().entrySet()) {
            tagVersion(seq, tag.getKey(), tag.getValue());
        }
    }

    /** Makes the change, and gives the entry as it is recorded. */
    AuditEntry change(String name, ModelChange change, AuditEntry entry) throws SQLException {
        long model = model(name);
        String from = entry.from();
        if (change instanceof ModelChange.Alias alias) {
            int before = alias(model, name, alias);
            touch(model, entry);
            from = before == 0 ? "" : String.valueOf(before);
        } else if (change instanceof ModelChange.Status status) {
            status(version(model, name, status.version()), name, status, entry);
        } else if (change instanceof ModelChange.Describe describe) {
            from = describe(model, name, describe, entry);
        } else if (change instanceof ModelChange.Note note) {
            if (note.version() != 0) {
                version(model, name, note.version());
            }
        } else {
            from = tag(model, name, (ModelChange.Tag) change, entry);
        }
        record(entry, entry.version(), from);
        return entry.of(entry.version(), from);
    }

    private void status(long version, String name, ModelChange.Status change, AuditEntry entry) throws SQLException {
        if (change.status() == VersionStatus.FAILED) {
            Optional<String> alias = session.first(
                    row -> row.getString(1),
                    "SELECT alias FROM mlops_aliases WHERE version = ? ORDER BY alias",
                    version);
            if (alias.isPresent()) {
                throw Conflicts.failedUnderAlias(name, change.version(), alias.get());
            }
        }
        new Assignments()
                .to("status", change.status().name())
                .to("updated", entry.time().toEpochMilli())
                .update(session, "mlops_versions", version);
    }

    private String describe(long model, String name, ModelChange.Describe change, AuditEntry entry)
            throws SQLException {
        boolean all = change.version() == 0;
        String table = all ? "mlops_models" : "mlops_versions";
        long seq = all ? model : version(model, name, change.version());
        String before = text("SELECT description FROM " + table + " WHERE seq = ?", seq);
        new Assignments()
                .to("description", change.text())
                .to("updated", entry.time().toEpochMilli())
                .update(session, table, seq);
        return before;
    }

    private String tag(long model, String name, ModelChange.Tag change, AuditEntry entry) throws SQLException {
        if (change.version() == 0) {
            String before = text("SELECT value FROM mlops_model_tags WHERE model = ? AND key = ?", model, change.key());
            tag(model, change.key(), change.value());
            touch(model, entry);
            return before;
        }
        long version = version(model, name, change.version());
        String before =
                text("SELECT value FROM mlops_version_tags WHERE version = ? AND key = ?", version, change.key());
        tagVersion(version, change.key(), change.value());
        new Assignments().to("updated", entry.time().toEpochMilli()).update(session, "mlops_versions", version);
        return before;
    }

    /** What a statement reads; empty for nothing. */
    private String text(String select, Object... values) throws SQLException {
        return session.first(row -> row.getString(1), select, values).orElse("");
    }

    private void tag(long model, String key, @Nullable String value) throws SQLException {
        if (value == null) {
            session.update("DELETE FROM mlops_model_tags WHERE model = ? AND key = ?", model, key);
        } else {
            String insert = "INSERT INTO mlops_model_tags (model, key, value) VALUES (?, ?, ?)";
            session.update(insert + ON_TAG.formatted("model"), model, key, value);
        }
    }

    private void tagVersion(long version, String key, @Nullable String value) throws SQLException {
        if (value == null) {
            session.update("DELETE FROM mlops_version_tags WHERE version = ? AND key = ?", version, key);
        } else {
            String insert = "INSERT INTO mlops_version_tags (version, key, value, number) VALUES (?, ?, ?, ?)";
            String update = ON_TAG.formatted("version") + ", number = excluded.number";
            session.update(insert + update, version, key, value, RunWriter.number(value));
        }
    }

    /** Moves an alias, and tells where it pointed; 0 for nowhere. */
    private int alias(long model, String name, ModelChange.Alias change) throws SQLException {
        Long target = change.version() == 0 ? null : usable(model, name, change);
        int before = session.first(
                        row -> row.getInt(1),
                        "SELECT v.number FROM mlops_aliases a JOIN mlops_versions v ON v.seq = a.version"
                                + " WHERE a.model = ? AND a.alias = ?",
                        model,
                        change.alias())
                .orElse(0);
        Integer expected = change.expected();
        if (expected != null && expected != before) {
            throw Conflicts.aliasElsewhere(name, change.alias(), before, expected);
        }
        if (target == null) {
            session.update("DELETE FROM mlops_aliases WHERE model = ? AND alias = ?", model, change.alias());
        } else {
            session.update(
                    "INSERT INTO mlops_aliases (model, alias, version) VALUES (?, ?, ?)"
                            + " ON CONFLICT (model, alias) DO UPDATE SET version = excluded.version",
                    model,
                    change.alias(),
                    target);
        }
        return before;
    }

    /** The version that an alias is to point to. */
    private long usable(long model, String name, ModelChange.Alias change) throws SQLException {
        long version = version(model, name, change.version());
        if (text("SELECT status FROM mlops_versions WHERE seq = ?", version).equals(VersionStatus.FAILED.name())) {
            throw Conflicts.aliasOfFailed(name, change);
        }
        return version;
    }

    void removeVersion(String name, int number, AuditEntry entry) throws SQLException {
        long model = model(name);
        session.update("DELETE FROM mlops_versions WHERE seq = ?", version(model, name, number));
        touch(model, entry);
        record(entry, entry.version(), entry.from());
    }

    void remove(String name, AuditEntry entry) throws SQLException {
        session.update("DELETE FROM mlops_models WHERE seq = ?", model(name));
        record(entry, entry.version(), entry.from());
    }

    private void touch(long model, AuditEntry entry) throws SQLException {
        new Assignments().to("updated", entry.time().toEpochMilli()).update(session, "mlops_models", model);
    }

    private Optional<Long> find(String name) throws SQLException {
        return session.first(
                row -> row.getLong(1),
                "SELECT seq FROM mlops_models WHERE name = ?"
                        + session.dialect().locking(),
                name);
    }

    private long model(String name) throws SQLException {
        return find(name).orElseThrow(() -> new NotFoundException("model '" + name + "' doesn't exist"));
    }

    private long version(long model, String name, int number) throws SQLException {
        return session.first(
                        row -> row.getLong(1),
                        "SELECT seq FROM mlops_versions WHERE model = ? AND number = ?",
                        model,
                        number)
                .orElseThrow(
                        () -> new NotFoundException("version " + number + " of model '" + name + "' doesn't exist"));
    }

    private void record(AuditEntry entry, int version, String from) throws SQLException {
        session.update(
                "INSERT INTO mlops_audit (model, version, action, subject, state_before, state_after, actor, reason, time)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                entry.model(),
                version,
                entry.action(),
                entry.subject(),
                from,
                entry.to(),
                entry.actor(),
                entry.reason(),
                entry.time().toEpochMilli());
    }

    private static String json(Map<String, String> tags) {
        try {
            return Json.mapper().writeValueAsString(tags);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("tags can't be written as JSON", e);
        }
    }
}
