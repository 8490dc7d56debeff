package dev.mlops.storage.internal.jdbc;

import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.ModelData;
import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.VersionData;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Registered models in a database. */
final class JdbcModelStore implements ModelStore {
    private final Database database;
    private final AtomicBoolean closed = new AtomicBoolean();

    JdbcModelStore(Database database) {
        this.database = database;
        database.use();
    }

    @Override
    public void createModel(ModelData model, AuditEntry entry) {
        write("create model", model.name(), writer -> writer.create(model, entry));
    }

    @Override
    public Optional<ModelData> findModel(String name) {
        return database.read("read model", name, session -> new ModelReader(session).find(name));
    }

    @Override
    public List<ModelData> listModels() {
        return database.read("list models", "", session -> new ModelReader(session).list());
    }

    @Override
    public VersionData createVersion(NewVersion version, AuditEntry entry) {
        return database.write("create version of model", version.model(), session -> {
            long seq = new ModelWriter(session).createVersion(version, entry);
            return VersionReader.read(session, List.of(seq)).get(0);
        });
    }

    @Override
    public Optional<VersionData> findVersion(String model, int number) {
        return database.read("read version " + number + " of model", model, session -> find(session, model, number));
    }

    private static Optional<VersionData> find(Session session, String model, int number) throws SQLException {
        Optional<Long> seq = session.first(
                row -> row.getLong(1),
                "SELECT v.seq FROM mlops_versions v JOIN mlops_models m ON m.seq = v.model"
                        + " WHERE m.name = ? AND v.number = ?",
                model,
                number);
        return seq.isEmpty()
                ? Optional.empty()
                : Optional.of(VersionReader.read(session, List.of(seq.get())).get(0));
    }

    @Override
    public Page<VersionData> searchVersions(Query query) {
        return database.read(
                "search versions", "", session -> new Search<>(session, Fields.VERSIONS, VersionReader::read)
                        .page(query));
    }

    @Override
    public AuditEntry change(String model, ModelChange change, AuditEntry entry) {
        return database.write("change model", model, session -> new ModelWriter(session).change(model, change, entry));
    }

    @Override
    public void removeVersion(String model, int number, AuditEntry entry) {
        write("remove version " + number + " of model", model, writer -> writer.removeVersion(model, number, entry));
    }

    @Override
    public void removeModel(String model, AuditEntry entry) {
        write("remove model", model, writer -> writer.remove(model, entry));
    }

    @Override
    public List<AuditEntry> history(String model, Instant until) {
        return database.read("read history of model", model, session -> new ModelReader(session).history(model, until));
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            database.release();
        }
    }

    private interface Change {
        void in(ModelWriter writer) throws SQLException;
    }

    private void write(String operation, String key, Change change) {
        database.write(operation, key, session -> {
            change.in(new ModelWriter(session));
            return "";
        });
    }
}
