package dev.mlops.storage.spi;

import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;

/**
 * A registered model as a store holds it.
 *
 * @param name up to 250 characters, one line, not blank, without {@code / : @}; unique
 * @param description any text up to 8,000 characters, may be empty
 * @param tags by key in ascending order; keys up to 250, values up to 8,000 characters
 * @param aliases version numbers by alias in ascending order; aliases up to 250 characters
 * @param created when it was made, cut to milliseconds
 * @param updated when its description, tags, aliases or set of versions was last changed, cut to milliseconds
 */
public record ModelData(
        String name,
        String description,
        Map<String, String> tags,
        SortedMap<String, Integer> aliases,
        Instant created,
        Instant updated) {

    /**
     * Checks the limits and copies.
     *
     * @throws dev.mlops.InvalidException if a limit is broken
     */
    public ModelData {
        Rules.modelName(name);
        Rules.text("description of model '" + name + "'", description, Rules.MAX_TAG);
        tags = Rules.tags(tags);
        aliases.keySet().forEach(Rules::alias);
        aliases = Rules.sorted(aliases);
        created = Rules.time(created);
        updated = Rules.time(updated);
    }
}
