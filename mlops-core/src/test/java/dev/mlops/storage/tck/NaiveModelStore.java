package dev.mlops.storage.tck;

import dev.mlops.ConflictException;
import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.AuditEntry;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.ModelData;
import dev.mlops.storage.spi.ModelStore;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.Page;
import dev.mlops.storage.spi.Query;
import dev.mlops.storage.spi.Subject;
import dev.mlops.storage.spi.VersionData;
import dev.mlops.storage.spi.VersionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a model store should do, in lists that are looked through from the beginning. Not thread-safe. */
final class NaiveModelStore implements ModelStore {
    private final List<Model> models = new ArrayList<>();
    private final List<Version> versions = new ArrayList<>();

    /** An entry each with the name of the model that it was recorded for. */
    private final List<Map.Entry<String, AuditEntry>> entries = new ArrayList<>();

    /** The model's name of each version that there ever was. */
    private final List<String> numbered = new ArrayList<>();

    private static final class Model {
        final String name;
        String description;
        final Map<String, String> tags;
        final TreeMap<String, Integer> aliases = new TreeMap<>();
        final Instant created;
        Instant updated;

        Model(ModelData data) {
            name = data.name();
            description = data.description();
            tags = new HashMap<>(data.tags());
            created = data.created();
            updated = data.updated();
        }

        ModelData data() {
            return new ModelData(name, description, tags, aliases, created, updated);
        }
    }

    private static final class Version {
        final int number;
        final NewVersion begin;
        VersionStatus status = VersionStatus.PENDING;
        String description;
        final Map<String, String> tags;
        Instant updated;

        Version(int number, NewVersion begin) {
            this.number = number;
            this.begin = begin;
            description = begin.description();
            tags = new HashMap<>(begin.tags());
            updated = begin.created();
        }
    }

    @Override
    public void createModel(ModelData model, AuditEntry entry) {
        if (find(model.name()).isPresent()) {
            throw new ConflictException("name is taken");
        }
        models.add(new Model(model));
        record(model.name(), entry);
    }

    private void record(String model, AuditEntry entry) {
        entries.add(Map.entry(model, entry));
    }

    private Optional<Model> find(String name) {
        return models.stream().filter(each -> each.name.equals(name)).findFirst();
    }

    private Model model(String name) {
        return find(name).orElseThrow(() -> new NotFoundException("no model"));
    }

    private Version version(String model, int number) {
        for (Version each : versions) {
            if (each.begin.model().equals(model) && each.number == number) {
                return each;
            }
        }
        throw new NotFoundException("no version");
    }

    private VersionData data(Version version) {
        Set<String> aliases = new HashSet<>();
        model(version.begin.model()).aliases.forEach((alias, number) -> {
            if (number == version.number) {
                aliases.add(alias);
            }
        });
        return new VersionData(
                version.number,
                version.begin,
                version.status,
                version.description,
                version.tags,
                aliases,
                version.updated);
    }

    @Override
    public Optional<ModelData> findModel(String name) {
        return find(name).map(Model::data);
    }

    @Override
    public List<ModelData> listModels() {
        return models.stream()
                .sorted((a, b) -> Arrays.compare(
                        a.name.codePoints().toArray(), b.name.codePoints().toArray()))
                .map(Model::data)
                .toList();
    }

    @Override
    public VersionData createVersion(NewVersion begin, AuditEntry entry) {
        Model model = model(begin.model());
        numbered.add(model.name);
        long number = numbered.stream().filter(model.name::equals).count();
        Version version = new Version((int) number, begin);
        versions.add(version);
        model.updated = entry.time();
        record(model.name, entry.of(version.number, entry.from()));
        return data(version);
    }

    @Override
    public Optional<VersionData> findVersion(String model, int number) {
        try {
            return Optional.of(data(version(model, number)));
        } catch (NotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public Page<VersionData> searchVersions(Query query) {
        return new NaiveSearch<>(NaiveFields::version)
                .page(
                        versions.stream().map(this::data).toList(),
                        each -> query.within().isEmpty() || query.within().contains(each.model()),
                        query,
                        NaiveFields.attribute(Subject.VERSIONS, "created"));
    }

    @Override
    public AuditEntry change(String name, ModelChange change, AuditEntry entry) {
        Model model = model(name);
        String from = entry.from();
        if (change instanceof ModelChange.Alias alias) {
            from = point(model, alias);
            model.updated = entry.time();
        } else if (change instanceof ModelChange.Describe describe && describe.version() == 0) {
            from = model.description;
            model.description = describe.text();
            model.updated = entry.time();
        } else if (change instanceof ModelChange.Tag tag && tag.version() == 0) {
            from = set(model.tags, tag.key(), tag.value());
            model.updated = entry.time();
        } else if (change instanceof ModelChange.Note note) {
            if (note.version() != 0) {
                version(name, note.version());
            }
        } else {
            from = changeVersion(name, change, entry);
        }
        record(name, entry.of(entry.version(), from));
        return entry.of(entry.version(), from);
    }

    private String changeVersion(String model, ModelChange change, AuditEntry entry) {
        Version version;
        String from = entry.from();
        if (change instanceof ModelChange.Describe describe) {
            version = version(model, describe.version());
            from = version.description;
            version.description = describe.text();
        } else if (change instanceof ModelChange.Tag tag) {
            version = version(model, tag.version());
            from = set(version.tags, tag.key(), tag.value());
        } else {
            ModelChange.Status status = (ModelChange.Status) change;
            version = version(model, status.version());
            if (status.status() == VersionStatus.FAILED
                    && !data(version).aliases().isEmpty()) {
                throw new ConflictException("an alias points to it");
            }
            version.status = status.status();
        }
        version.updated = entry.time();
        return from;
    }

    private String point(Model model, ModelChange.Alias alias) {
        if (alias.version() != 0 && version(model.name, alias.version()).status == VersionStatus.FAILED) {
            throw new ConflictException("version can't be used");
        }
        Integer before = model.aliases.get(alias.alias());
        int at = before == null ? 0 : before;
        if (alias.expected() != null && alias.expected() != at) {
            throw new ConflictException("alias points elsewhere");
        }
        if (alias.version() == 0) {
            model.aliases.remove(alias.alias());
        } else {
            model.aliases.put(alias.alias(), alias.version());
        }
        return before == null ? "" : before.toString();
    }

    private static String set(Map<String, String> tags, String key, @Nullable String value) {
        String before = value == null ? tags.remove(key) : tags.put(key, value);
        return before == null ? "" : before;
    }

    @Override
    public void removeVersion(String name, int number, AuditEntry entry) {
        Model model = model(name);
        versions.remove(version(name, number));
        model.aliases.values().removeIf(each -> each == number);
        model.updated = entry.time();
        record(name, entry);
    }

    @Override
    public void removeModel(String name, AuditEntry entry) {
        models.remove(model(name));
        versions.removeIf(each -> each.begin.model().equals(name));
        record(name, entry);
    }

    @Override
    public List<AuditEntry> history(String model, Instant until) {
        List<AuditEntry> history = new ArrayList<>();
        for (Map.Entry<String, AuditEntry> each : entries) {
            if (each.getKey().equals(model) && each.getValue().time().compareTo(until) <= 0) {
                history.add(each.getValue());
            }
        }
        return history;
    }

    @Override
    public void close() {}
}
