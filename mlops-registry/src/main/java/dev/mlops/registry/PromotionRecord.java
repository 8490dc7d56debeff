package dev.mlops.registry;

import dev.mlops.storage.internal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * A promotion as it is kept among the files of its version.
 *
 * @param format the version of this format
 * @param holder the number of the version that had the alias; 0 for none
 */
record PromotionRecord(
        int format,
        String model,
        int version,
        String alias,
        int holder,
        List<Verdict> verdicts,
        String actor,
        String reason,
        Instant time) {
    static final int FORMAT = 1;

    /** The folder among the files of the version. */
    static final String FOLDER = "promotions/";

    PromotionRecord {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(alias, "alias");
        Objects.requireNonNull(actor, "actor");
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(time, "time");
        verdicts = List.copyOf(verdicts);
    }

    byte[] write() {
        try {
            return Json.mapper().writeValueAsBytes(this);
        } catch (IOException e) {
            throw new UncheckedIOException("the record of a promotion can't be written", e);
        }
    }

    static PromotionRecord read(byte[] json, String where) {
        return RecordJson.read(json, where, FORMAT, PromotionRecord.class);
    }
}
