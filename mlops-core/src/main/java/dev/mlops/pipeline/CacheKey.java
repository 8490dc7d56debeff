package dev.mlops.pipeline;

import dev.mlops.storage.internal.Digest;
import java.util.List;

/** Names the result of a step by all that it depends on; equal keys promise equal results. */
record CacheKey(String hash) {

    /**
     * The key of a step: its name, the version of its code, the format of its codec, and the content hash of each input
     * in order.
     */
    static CacheKey of(String step, String version, String format, List<String> inputs) {
        return new CacheKey(ValueHash.of(List.of("step/1", step, version, format, inputs)));
    }

    /** Names the key's file. */
    String hex() {
        return Digest.hex(hash);
    }
}
