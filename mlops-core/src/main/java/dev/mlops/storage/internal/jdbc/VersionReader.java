package dev.mlops.storage.internal.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.VersionData;
import dev.mlops.storage.spi.VersionStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/** Reads versions of models, with one statement a table however many there are. */
final class VersionReader {
    private final Map<Long, Map<String, String>> params = new HashMap<>();
    private final Map<Long, Map<String, Double>> metrics = new HashMap<>();
    private final Map<Long, Map<String, String>> tags = new HashMap<>();
    private final Map<Long, Set<String>> aliases = new HashMap<>();
    private final Map<Long, VersionData> versions = new HashMap<>();
    private final Session session;
    private final List<Long> sequences;

    private VersionReader(Session session, List<Long> sequences) {
        this.session = session;
        this.sequences = sequences;
        for (Long seq : sequences) {
            params.put(seq, new TreeMap<>());
            metrics.put(seq, new TreeMap<>());
            tags.put(seq, new TreeMap<>());
            aliases.put(seq, new HashSet<>());
        }
    }

    /** The versions of these sequences, in this order. */
    static List<VersionData> read(Session session, List<Long> sequences) throws SQLException {
        return new VersionReader(session, sequences).read();
    }

    private List<VersionData> read() throws SQLException {
        each("SELECT version, key, value FROM mlops_version_params WHERE ", "version", row -> of(params, row)
                .put(row.getString(2), row.getString(3)));
        each("SELECT version, key, value FROM mlops_version_tags WHERE ", "version", row -> of(tags, row)
                .put(row.getString(2), row.getString(3)));
        each("SELECT version, key, is_nan, value FROM mlops_version_metrics WHERE ", "version", row -> of(metrics, row)
                .put(row.getString(2), row.getInt(3) == 1 ? Double.NaN : row.getDouble(4)));
        each("SELECT version, alias FROM mlops_aliases WHERE ", "version", row -> of(aliases, row)
                .add(row.getString(2)));
        each(
                "SELECT v.seq, m.name, v.number, v.run_id, v.begin_description, v.begin_tags, v.status, v.description,"
                        + " v.created, v.updated"
                        + " FROM mlops_versions v JOIN mlops_models m ON m.seq = v.model WHERE ",
                "v.seq",
                row -> versions.put(row.getLong(1), version(row)));
        return sequences.stream()
                .map(seq -> Objects.requireNonNull(versions.get(seq)))
                .toList();
    }

    private void each(String select, String column, Session.Rows rows) throws SQLException {
        Sql sql = new Sql().add(select);
        session.dialect().anyOf(sql, column, sequences);
        session.each(rows, sql.text(), sql.values());
    }

    private static <V> V of(Map<Long, V> map, ResultSet row) throws SQLException {
        return Objects.requireNonNull(map.get(row.getLong(1)));
    }

    private VersionData version(ResultSet row) throws SQLException {
        NewVersion begin = new NewVersion(
                row.getString(2),
                row.getString(4),
                row.getString(5),
                of(params, row),
                of(metrics, row),
                tags(row.getString(6)),
                Instant.ofEpochMilli(row.getLong(9)));
        return new VersionData(
                row.getInt(3),
                begin,
                VersionStatus.valueOf(row.getString(7)),
                row.getString(8),
                of(tags, row),
                of(aliases, row),
                Instant.ofEpochMilli(row.getLong(10)));
    }

    private static Map<String, String> tags(String json) {
        try {
            return Json.mapper().readValue(json, new TypeReference<>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("begin_tags can't be read, expected an object of texts", e);
        }
    }
}
