package dev.mlops.storage.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.mlops.InvalidException;
import dev.mlops.storage.internal.Json;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Tells the version of the layout, and removes what killed processes left of large uploads. */
final class Housekeeping {
    private static final int VERSION = 1;

    private final Bucket bucket;
    private final Layout layout;
    private final String shown;
    private final AtomicBoolean checked = new AtomicBoolean();

    Housekeeping(Bucket bucket, Layout layout, String shown) {
        this.bucket = bucket;
        this.layout = layout;
        this.shown = shown;
    }

    /**
     * Checks the version before the first write, and writes it where there is none.
     *
     * @throws InvalidException if it is newer
     */
    void prepare() throws IOException {
        if (!checked.get()) {
            if (!hasFormat()) {
                bucket.put(layout.format(), Json.mapper().writeValueAsBytes(Map.of("version", VERSION)));
            }
            checked.set(true);
        }
    }

    private boolean hasFormat() throws IOException {
        Optional<ResponseBytes<GetObjectResponse>> found = bucket.get(layout.format());
        return found.isPresent() && isReadable(found.get().asByteArrayUnsafe());
    }

    private boolean isReadable(byte[] format) throws IOException {
        try {
            JsonNode version = Json.mapper().readTree(format).path("version");
            if (version.isIntegralNumber() && version.asLong() > VERSION) {
                throw new InvalidException(shown + " has version " + version + ", expected at most " + VERSION
                        + ": a newer release of this library wrote it");
            }
            return version.isIntegralNumber();
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Aborts uploads in parts that began before a moment. */
    void abortUploads(Instant before) {
        bucket.abortUploads(layout.contents(), before);
    }
}
