package dev.mlops.storage.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run about to be recorded. It begins RUNNING and ACTIVE, with a heartbeat at its start.
 *
 * @param id 32 lower-case hexadecimal digits, chosen by the caller at random
 * @param experimentId the experiment that it belongs to, for good
 * @param name up to 250 characters, one line, not blank; need not be unique
 * @param parentId the run that it is a part of, of any experiment; null for none
 * @param user who runs it; up to 250 characters, may be empty
 * @param source what runs, such as a main class; up to 250 characters, may be empty
 * @param start when it began, cut to milliseconds
 */
public record NewRun(
        String id,
        String experimentId,
        String name,
        @Nullable String parentId,
        String user,
        String source,
        Instant start) {

    /**
     * Checks the limits.
     *
     * @throws dev.mlops.InvalidException if one is broken
     */
    public NewRun {
        Rules.id("run id", id);
        Rules.id("experiment id", experimentId);
        Rules.name("run name", name);
        if (parentId != null) {
            Rules.id("parent id of run '" + name + "'", parentId);
        }
        Rules.text("user of run '" + name + "'", user, Rules.MAX_NAME);
        Rules.text("source of run '" + name + "'", source, Rules.MAX_NAME);
        start = Rules.time(start);
    }
}
