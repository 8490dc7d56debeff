package dev.mlops.storage.spi;

import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * A model version as a store holds it.
 *
 * @param number 1 for the first version of a model, then one more each time; never used again, also after a removal
 * @param begin what it was registered with
 * @param status whether it may be used
 * @param description the present description
 * @param tags the present tags, by key in ascending order
 * @param aliases which aliases of its model point to it
 * @param updated when its status, description or tags were last changed, cut to milliseconds
 */
public record VersionData(
        int number,
        NewVersion begin,
        VersionStatus status,
        String description,
        Map<String, String> tags,
        Set<String> aliases,
        Instant updated) {

    /**
     * Checks the limits and copies.
     *
     * @throws dev.mlops.InvalidException if a limit is broken
     */
    public VersionData {
        if (number < 1) {
            throw new dev.mlops.InvalidException(
                    "version of model '" + begin.model() + "' is " + number + ", expected 1 or more");
        }
        Rules.text("description of a version of model '" + begin.model() + "'", description, Rules.MAX_TAG);
        tags = Rules.tags(tags);
        aliases = Set.copyOf(aliases);
        updated = Rules.time(updated);
    }

    /** The model's name. */
    public String model() {
        return begin.model();
    }
}
