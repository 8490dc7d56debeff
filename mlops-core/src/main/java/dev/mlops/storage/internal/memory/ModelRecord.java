package dev.mlops.storage.internal.memory;

import dev.mlops.NotFoundException;
import dev.mlops.storage.internal.Conflicts;
import dev.mlops.storage.spi.ModelChange;
import dev.mlops.storage.spi.ModelData;
import dev.mlops.storage.spi.NewVersion;
import dev.mlops.storage.spi.VersionData;
import dev.mlops.storage.spi.VersionStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A model with its versions. Not thread-safe: the store guards it. */
final class ModelRecord {
    private final SortedMap<Integer, Numbered<VersionData>> versions = new TreeMap<>();
    private ModelData data;

    ModelRecord(ModelData model) {
        data = model;
    }

    ModelData data() {
        return data;
    }

    Optional<VersionData> find(int number) {
        return Optional.ofNullable(versions.get(number)).map(each -> withAliases(each.subject()));
    }

    Stream<Numbered<VersionData>> versions() {
        return versions.values().stream().map(each -> new Numbered<>(each.sequence(), withAliases(each.subject())));
    }

    VersionData add(int number, long sequence, NewVersion begin, Instant time) {
        VersionData version = new VersionData(
                number, begin, VersionStatus.PENDING, begin.description(), begin.tags(), Set.of(), begin.created());
        versions.put(number, new Numbered<>(sequence, version));
        data = model(data.description(), data.tags(), data.aliases(), time);
        return version;
    }

    void remove(int number, Instant time) {
        version(number);
        versions.remove(number);
        SortedMap<String, Integer> aliases = new TreeMap<>(data.aliases());
        aliases.values().removeIf(each -> each == number);
        data = model(data.description(), data.tags(), aliases, time);
    }

    /** Describes, and tells what was said before. */
    String describe(ModelChange.Describe change, Instant time) {
        if (change.version() == 0) {
            String before = data.description();
            data = model(change.text(), data.tags(), data.aliases(), time);
            return before;
        } else {
            VersionData before = version(change.version());
            put(before, before.status(), change.text(), before.tags(), time);
            return before.description();
        }
    }

    /** Sets or removes a tag, and tells its value before; empty for none. */
    String tag(ModelChange.Tag change, Instant time) {
        Map<String, String> tags;
        if (change.version() == 0) {
            tags = data.tags();
            data = model(data.description(), with(tags, change.key(), change.value()), data.aliases(), time);
        } else {
            VersionData before = version(change.version());
            tags = before.tags();
            put(before, before.status(), before.description(), with(tags, change.key(), change.value()), time);
        }
        return tags.getOrDefault(change.key(), "");
    }

    /** Throws NotFoundException if there is no such version; 0 is the model itself. */
    void check(int number) {
        if (number != 0) {
            version(number);
        }
    }

    void status(ModelChange.Status change, Instant time) {
        VersionData before = version(change.version());
        if (change.status() == VersionStatus.FAILED) {
            withAliases(before).aliases().stream().min(TextOrder.BY_CODE_POINT).ifPresent(alias -> {
                throw Conflicts.failedUnderAlias(data.name(), change.version(), alias);
            });
        }
        put(before, change.status(), before.description(), before.tags(), time);
    }

    /** Where the alias pointed before; 0 for nowhere. */
    int alias(ModelChange.Alias change, Instant time) {
        if (change.version() != 0 && version(change.version()).status() == VersionStatus.FAILED) {
            throw Conflicts.aliasOfFailed(data.name(), change);
        }
        int before = data.aliases().getOrDefault(change.alias(), 0);
        Integer expected = change.expected();
        if (expected != null && expected != before) {
            throw Conflicts.aliasElsewhere(data.name(), change.alias(), before, expected);
        }
        SortedMap<String, Integer> aliases = new TreeMap<>(data.aliases());
        aliases.remove(change.alias());
        if (change.version() != 0) {
            aliases.put(change.alias(), change.version());
        }
        data = model(data.description(), data.tags(), aliases, time);
        return before;
    }

    private VersionData version(int number) {
        Numbered<VersionData> version = versions.get(number);
        if (version == null) {
            throw new NotFoundException("version " + number + " of model '" + data.name() + "' doesn't exist");
        }
        return version.subject();
    }

    private void put(
            VersionData before, VersionStatus status, String description, Map<String, String> tags, Instant time) {
        VersionData now = new VersionData(before.number(), before.begin(), status, description, tags, Set.of(), time);
        versions.computeIfPresent(before.number(), (number, numbered) -> new Numbered<>(numbered.sequence(), now));
    }

    private ModelData model(
            String description, Map<String, String> tags, SortedMap<String, Integer> aliases, Instant time) {
        return new ModelData(data.name(), description, tags, aliases, data.created(), time);
    }

    private VersionData withAliases(VersionData version) {
        Set<String> aliases = data.aliases().entrySet().stream()
                .filter(each -> each.getValue() == version.number())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return new VersionData(
                version.number(),
                version.begin(),
                version.status(),
                version.description(),
                version.tags(),
                aliases,
                version.updated());
    }

    private static Map<String, String> with(Map<String, String> tags, String key, @Nullable String value) {
        Map<String, String> now = new TreeMap<>(tags);
        if (value == null) {
            now.remove(key);
        } else {
            now.put(key, value);
        }
        return now;
    }
}
