package dev.mlops.storage.internal.memory;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.ModelData;
import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.VersionData;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Registered models in memory, one call at a time. */
public final class MemoryModelStore implements ModelStore {
    private final SortedMap<String, ModelRecord> models = new TreeMap<>(TextOrder.BY_CODE_POINT);

    /** By name; what was removed keeps its entries, and the last number that it used. */
    private final Map<String, List<AuditEntry>> histories = new HashMap<>();

    private final Map<String, Integer> lastNumbers = new HashMap<>();
    private long sequence;

    /** An empty store. */
    public MemoryModelStore() {}

    @Override
    public synchronized void createModel(ModelData model, AuditEntry entry) {
        if (models.containsKey(model.name())) {
            throw new ConflictException("model '" + model.name() + "' is there already, expected a new name");
        }
        models.put(model.name(), new ModelRecord(model));
        record(model.name(), entry);
    }

    @Override
    public synchronized Optional<ModelData> findModel(String name) {
        return Optional.ofNullable(models.get(name)).map(ModelRecord::data);
    }

    @Override
    public synchronized List<ModelData> listModels() {
        return models.values().stream().map(ModelRecord::data).toList();
    }

    @Override
    public synchronized VersionData createVersion(NewVersion version, AuditEntry entry) {
        ModelRecord model = model(version.model());
        int number = lastNumbers.merge(version.model(), 1, Integer::sum);
        record(version.model(), entry.of(number, entry.from()));
        return model.add(number, ++sequence, version, entry.time());
    }

    @Override
    public synchronized Optional<VersionData> findVersion(String model, int number) {
        return Optional.ofNullable(models.get(model)).flatMap(each -> each.find(number));
    }

    @Override
    public synchronized Page<VersionData> searchVersions(Query query) {
        return new Search<>(new VersionFields(), query)
                .page(models.values().stream().flatMap(ModelRecord::versions));
    }

    @Override
    public synchronized AuditEntry change(String name, ModelChange change, AuditEntry entry) {
        AuditEntry recorded = entry.of(entry.version(), apply(model(name), change, entry));
        record(name, recorded);
        return recorded;
    }

    /** Makes the change, and tells from what. */
    private static String apply(ModelRecord model, ModelChange change, AuditEntry entry) {
        if (change instanceof ModelChange.Describe describe) {
            return model.describe(describe, entry.time());
        } else if (change instanceof ModelChange.Tag tag) {
            return model.tag(tag, entry.time());
        } else if (change instanceof ModelChange.Alias alias) {
            int before = model.alias(alias, entry.time());
            return before == 0 ? "" : String.valueOf(before);
        } else if (change instanceof ModelChange.Status status) {
            model.status(status, entry.time());
        } else if (change instanceof ModelChange.Note note) {
            model.check(note.version());
        }
        return entry.from();
    }

    @Override
    public synchronized void removeVersion(String name, int number, AuditEntry entry) {
        model(name).remove(number, entry.time());
        record(name, entry);
    }

    @Override
    public synchronized void removeModel(String name, AuditEntry entry) {
        model(name);
        models.remove(name);
        record(name, entry);
    }

    @Override
    public synchronized List<AuditEntry> history(String model, Instant until) {
        return histories.getOrDefault(model, List.of()).stream()
                .filter(entry -> !entry.time().isAfter(until))
                .toList();
    }

    @Override
    public void close() {}

    private ModelRecord model(String name) {
        ModelRecord model = models.get(name);
        if (model == null) {
            throw new NotFoundException("model '" + name + "' doesn't exist");
        }
        return model;
    }

    private void record(String model, AuditEntry entry) {
        histories.computeIfAbsent(model, name -> new ArrayList<>()).add(entry);
    }
}
