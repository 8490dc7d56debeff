package dev.mlops.registry;

import dev.mlops.storage.internal.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * A reproduction as it is kept among the files of its version.
 *
 * @param format the version of this format
 * @param run the recorded run of the pipeline
 * @param pipeline the pipeline's name
 * @param datasets how many datasets were compared
 * @param metrics how many metrics were compared
 */
record ReproductionRecord(
        int format,
        String model,
        int version,
        String run,
        String pipeline,
        Reproduction.Outcome outcome,
        List<Difference> differences,
        int datasets,
        Predictions predictions,
        int metrics,
        String actor,
        String reason,
        Instant time) {
    static final int FORMAT = 1;

    /** The folder among the files of the version. */
    static final String FOLDER = "reproductions/";

    byte[] write() {
        try {
            return Json.mapper().writeValueAsBytes(this);
        } catch (IOException e) {
            throw new UncheckedIOException("the record of a reproduction can't be written", e);
        }
    }

    static ReproductionRecord read(byte[] json, String where) {
        return RecordJson.read(json, where, FORMAT, ReproductionRecord.class);
    }
}
