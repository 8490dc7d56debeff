package dev.mlops.registry;

import dev.mlops.NotFoundException;
import dev.mlops.storage.spi.ModelData;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A model of the registry, as of when it was read: a name under which versions are kept. The methods that change it give the
 * model as it is then. Immutable and thread-safe.
 */
public final class RegisteredModel {
    private final ModelRegistry registry;
    private final ModelData data;

    RegisteredModel(ModelRegistry registry, ModelData data) {
        this.registry = registry;
        this.data = data;
    }

    /** The name: up to 250 characters. */
    public String name() {
        return data.name();
    }

    /** What was said about it in words; empty where nothing was. */
    public String description() {
        return data.description();
    }

    /** Tags by key, ascending. */
    public SortedMap<String, String> tags() {
        return new TreeMap<>(data.tags());
    }

    /** The number of the version that each alias points to, by alias, ascending. */
    public SortedMap<String, Integer> aliases() {
        return Collections.unmodifiableSortedMap(data.aliases());
    }

    /** When it was made. */
    public Instant created() {
        return data.created();
    }

    /** When its description, tags, aliases or set of versions was last changed. */
    public Instant updated() {
        return data.updated();
    }

    /** A search for its versions, the latest first. */
    public VersionSearch versions() {
        return VersionSearch.of(registry, Set.of(name()));
    }

    /** Its history. */
    public History history() {
        return registry.history(name());
    }

    /** Describes it in words. */
    public RegisteredModel describe(String text) {
        return registry.edit().describe(this, text);
    }

    /** Sets a tag. */
    public RegisteredModel tag(String key, String value) {
        return registry.edit().tag(this, key, value);
    }

    /** Removes a tag, where it is there. */
    public RegisteredModel untag(String key) {
        return registry.edit().tag(this, key, null);
    }

    /**
     * Removes it for good, with all its versions, their files and its aliases. Its history stays, and goes on where a model is
     * made again under this name, as the numbers of versions do.
     *
     * @throws NotFoundException if it was removed already
     */
    public void delete() {
        registry.edit().delete(this);
    }

    /** {@code model 'name'}. */
    @Override
    public String toString() {
        return "model '" + name() + "'";
    }
}
