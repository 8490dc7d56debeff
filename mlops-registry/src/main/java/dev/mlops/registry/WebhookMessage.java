package dev.mlops.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Json;
import dev.mlops.storage.spi.AuditEntry;
import java.time.Instant;
import java.util.UUID;

/**
 * What a webhook sends of one change, the same at every attempt.
 *
 * @param id unlike that of every other message
 * @param model the messages of one model are sent in their order
 * @param type such as {@code model.alias}
 * @param body JSON in UTF-8
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WebhookMessage(String id, String model, String type, byte[] body) {

    /** The JSON of a body. */
    record Body(String type, Instant timestamp, Data data) {}

    /** What changed, as the history has it. */
    record Data(
            String model,
            int version,
            String action,
            String subject,
            String from,
            String to,
            String actor,
            String reason) {}

    static WebhookMessage of(AuditEntry entry) {
        String type = "model." + entry.action();
        Data data = new Data(
                entry.model(),
                entry.version(),
                entry.action(),
                entry.subject(),
                entry.from(),
                entry.to(),
                entry.actor(),
                entry.reason());
        String id = "msg_" + UUID.randomUUID().toString().replace("-", "");
        return new WebhookMessage(id, entry.model(), type, json(new Body(type, entry.time(), data)));
    }

    private static byte[] json(Body body) {
        try {
            return Json.mapper().writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new InvalidException("change of model '" + body.data().model() + "' can't be written as JSON", e);
        }
    }

    @Override
    public String toString() {
        return "message " + id + " (" + type + " of '" + model + "')";
    }
}
