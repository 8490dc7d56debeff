package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelData;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads models and their history. */
final class ModelReader {
    private final Session session;

    ModelReader(Session session) {
        this.session = session;
    }

    Optional<ModelData> find(String name) throws SQLException {
        return read(" WHERE m.name = ?", name).stream().findFirst();
    }

    List<ModelData> list() throws SQLException {
        return read("");
    }

    private List<ModelData> read(String which, Object... values) throws SQLException {
        Map<Long, Map<String, String>> tags = new HashMap<>();
        session.each(
                row -> tags.computeIfAbsent(row.getLong(1), model -> new TreeMap<>())
                        .put(row.getString(2), row.getString(3)),
                "SELECT t.model, t.key, t.value FROM mlops_model_tags t JOIN mlops_models m ON m.seq = t.model" + which,
                values);
        Map<Long, SortedMap<String, Integer>> aliases = new HashMap<>();
        session.each(
                row -> aliases.computeIfAbsent(row.getLong(1), model -> new TreeMap<>())
                        .put(row.getString(2), row.getInt(3)),
                "SELECT a.model, a.alias, v.number FROM mlops_aliases a JOIN mlops_versions v ON v.seq = a.version"
                        + " JOIN mlops_models m ON m.seq = a.model" + which,
                values);
        List<ModelData> models = new ArrayList<>();
        session.each(
                row -> models.add(model(
                        row,
                        tags.getOrDefault(row.getLong(1), Map.of()),
                        aliases.getOrDefault(row.getLong(1), new TreeMap<>()))),
                "SELECT m.seq, m.name, m.description, m.created, m.updated FROM mlops_models m" + which
                        + " ORDER BY m.name",
                values);
        return models;
    }

    private static ModelData model(ResultSet row, Map<String, String> tags, SortedMap<String, Integer> aliases)
            throws SQLException {
        return new ModelData(
                row.getString(2),
                row.getString(3),
                tags,
                aliases,
                Instant.ofEpochMilli(row.getLong(4)),
                Instant.ofEpochMilli(row.getLong(5)));
    }

    List<AuditEntry> history(String model, Instant until) throws SQLException {
        Sql sql = new Sql()
                .add(
                        "SELECT model, version, action, subject, state_before, state_after, actor, reason, time"
                                + " FROM mlops_audit WHERE model = ? AND time <= ? ORDER BY seq",
                        model,
                        Millis.until(until));
        return session.list(ModelReader::entry, sql);
    }

    private static AuditEntry entry(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getString(1),
                row.getInt(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7),
                row.getString(8),
                Instant.ofEpochMilli(row.getLong(9)));
    }
}
