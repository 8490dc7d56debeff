package dev.mlops.storage.s3;

import dev.mlops.storage.internal.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.S3Object;

/** One copy of a content in the bucket: what a listing shows of its objects. */
final class Copy {
    /** The bytes; written once, under an identity that is never used again. */
    static final String DATA = "data";
    /** Says that a sweep, or a writer that found another copy, is going to remove this one; never taken back. */
    static final String CONDEMNED = "condemned";
    /** Written again whenever the content is stored again. */
    static final String RENEWED = "renewed";

    private static final String WHOLE = "whole-";

    private final String id;
    private final List<String> keys = new ArrayList<>();
    private final List<String> marks = new ArrayList<>();
    private @Nullable S3Object data;
    private Instant time = Instant.MIN;
    private boolean condemned;

    Copy(String id) {
        this.id = id;
    }

    /**
     * The name of the empty object that says that the bytes with this ETag are all that were sent. Bytes that somebody has
     * replaced have another one, and so have those whose writer was killed before it wrote this.
     */
    static String whole(String etag) {
        return WHOLE + Digest.hex(Digest.of(etag.replace("\"", "").getBytes(StandardCharsets.UTF_8)));
    }

    void add(String kind, S3Object object) {
        keys.add(object.key());
        if (kind.equals(CONDEMNED)) {
            condemned = true;
            return;
        }
        if (kind.equals(DATA)) {
            data = object;
        } else if (kind.startsWith(WHOLE)) {
            marks.add(kind);
        }
        if (object.lastModified().isAfter(time)) {
            time = object.lastModified();
        }
    }

    String id() {
        return id;
    }

    /** The keys of its objects, the bytes not among them. */
    List<String> marks() {
        return keys.stream()
                .filter(key -> data == null || !key.equals(data.key()))
                .toList();
    }

    boolean isThere() {
        return data != null;
    }

    long size() {
        return data == null ? 0 : data.size();
    }

    boolean isCondemned() {
        return condemned;
    }

    boolean isLive() {
        return isThere() && !condemned;
    }

    /** Whether the bytes are those that were sent. */
    boolean isWhole() {
        return data != null && marks.contains(whole(data.eTag()));
    }

    /** Whether it may be a copy that somebody is just about to finish. */
    boolean isUnfinished() {
        return isLive() && marks.isEmpty();
    }

    /** Whether it was stored before a moment; of a time in whole seconds the latest that it may mean. */
    boolean isOld(Instant before) {
        return time.equals(Instant.MIN) || !time.plusSeconds(1).isAfter(before);
    }
}
