package dev.mlops.storage.spi;

import java.time.Instant;
import java.util.Map;

/**
 * An experiment as a store holds it.
 *
 * @param id 32 lower-case hexadecimal digits
 * @param name up to 250 characters, one line, not blank; unique among active experiments
 * @param lifecycle whether it is in use
 * @param tags by key in ascending order; keys up to 250, values up to 8,000 characters
 * @param created when it was made, cut to milliseconds
 * @param updated when its name, lifecycle or tags last changed, cut to milliseconds
 */
public record ExperimentData(
        String id, String name, Lifecycle lifecycle, Map<String, String> tags, Instant created, Instant updated) {

    /**
     * Checks the limits and copies the tags.
     *
     * @throws dev.mlops.InvalidException if a limit is broken
     */
    public ExperimentData {
        Rules.id("experiment id", id);
        Rules.name("experiment name", name);
        tags = Rules.tags(tags);
        created = Rules.time(created);
        updated = Rules.time(updated);
    }

    /** A new experiment in use, without tags. */
    public static ExperimentData of(String id, String name, Instant created) {
        return new ExperimentData(id, name, Lifecycle.ACTIVE, Map.of(), created, created);
    }
}
