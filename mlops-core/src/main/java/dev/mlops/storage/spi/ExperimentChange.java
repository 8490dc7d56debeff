package dev.mlops.storage.spi;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is to change about an experiment; what is null or empty stays.
 *
 * @param name the new name
 * @param lifecycle the new lifecycle
 * @param tags tags to set; the last one to set a tag wins
 * @param untag keys of tags to remove, where they are there; one that is also set is set
 * @param time when, cut to milliseconds
 */
public record ExperimentChange(
        @Nullable String name,
        @Nullable Lifecycle lifecycle,
        Map<String, String> tags,
        Set<String> untag,
        Instant time) {

    /**
     * Checks the limits and copies.
     *
     * @throws dev.mlops.InvalidException if a limit is broken
     */
    public ExperimentChange {
        if (name != null) {
            Rules.name("experiment name", name);
        }
        tags = Rules.tags(tags);
        untag = Set.copyOf(untag);
        time = Rules.time(time);
    }

    /** Another name. */
    public static ExperimentChange rename(String name, Instant time) {
        return new ExperimentChange(name, null, Map.of(), Set.of(), time);
    }

    /** Sets it aside, or brings it back. */
    public static ExperimentChange to(Lifecycle lifecycle, Instant time) {
        return new ExperimentChange(null, lifecycle, Map.of(), Set.of(), time);
    }

    /** Sets tags. */
    public static ExperimentChange tag(Map<String, String> tags, Instant time) {
        return new ExperimentChange(null, null, tags, Set.of(), time);
    }
}
