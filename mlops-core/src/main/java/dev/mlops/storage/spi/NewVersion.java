package dev.mlops.storage.spi;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model version about to be recorded; its number is chosen by the store. It begins PENDING.
 *
 * @param model the model's name
 * @param runId the run that made it; null for none
 * @param description any text up to 8,000 characters, may be empty
 * @param params what it was made with, as of a run
 * @param metrics how good it is, any double by key; -0.0 is recorded as 0.0
 * @param tags by key; keys up to 250, values up to 8,000 characters
 * @param created when, cut to milliseconds
 */
public record NewVersion(
        String model,
        @Nullable String runId,
        String description,
        Map<String, String> params,
        Map<String, Double> metrics,
        Map<String, String> tags,
        Instant created) {

    /**
     * Checks the limits and copies.
     *
     * @throws dev.mlops.InvalidException if a limit is broken
     */
    public NewVersion {
        Rules.modelName(model);
        if (runId != null) {
            Rules.id("run id of a version of model '" + model + "'", runId);
        }
        Rules.text("description of a version of model '" + model + "'", description, Rules.MAX_TAG);
        params = Rules.params(params);
        metrics.keySet().forEach(key -> Rules.key("metric key", key));
        metrics = Rules.numbers(metrics);
        tags = Rules.tags(tags);
        created = Rules.time(created);
    }
}
