package dev.mlops.storage.spi;

import java.time.Instant;

/**
 * One line of a model's history: who did what, when and why. Entries are only ever added.
 *
 * @param model the model's name
 * @param version the version that it is about; 0 for the model itself, or an alias that points nowhere now
 * @param action what was done, such as {@code alias} or {@code register}; up to 250 characters
 * @param subject what it was done to, such as the alias; up to 250 characters, may be empty
 * @param from what was before; up to 8,000 characters, may be empty
 * @param to what is now; up to 8,000 characters, may be empty
 * @param actor who did it; up to 250 characters
 * @param reason why; up to 8,000 characters, may be empty
 * @param time when, cut to milliseconds
 */
public record AuditEntry(
        String model,
        int version,
        String action,
        String subject,
        String from,
        String to,
        String actor,
        String reason,
        Instant time) {

    /**
     * Checks the limits.
     *
     * @throws dev.mlops.InvalidException if one is broken
     */
    public AuditEntry {
        Rules.modelName(model);
        Rules.name("action on model '" + model + "'", action);
        Rules.text("subject of " + action, subject, Rules.MAX_NAME);
        Rules.text("former state of " + action, from, Rules.MAX_TAG);
        Rules.text("new state of " + action, to, Rules.MAX_TAG);
        Rules.name("actor of " + action, actor);
        Rules.text("reason of " + action, reason, Rules.MAX_TAG);
        time = Rules.time(time);
    }

    /** The same entry about this version, from this state. */
    public AuditEntry of(int version, String from) {
        return new AuditEntry(model, version, action, subject, from, to, actor, reason, time);
    }
}
