package dev.mlops.storage.s3;

import dev.mlops.storage.internal.Digest;
import dev.mlops.storage.internal.NameFile;
import dev.mlops.storage.spi.Artifact;
import dev.mlops.storage.spi.ArtifactName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The names of a bucket: a small object each, which one write replaces. */
final class Names {
    private final Bucket bucket;
    private final Layout layout;

    Names(Bucket bucket, Layout layout) {
        this.bucket = bucket;
        this.layout = layout;
    }

    private record Read(Artifact artifact, String etag) {}

    private record Seen(String etag, String hex) {}

    Optional<Artifact> find(ArtifactName name) throws IOException {
        Read read = readOwn(layout.name(name));
        return read == null ? Optional.empty() : Optional.of(read.artifact());
    }

    void write(ArtifactName name, byte[] bytes) {
        bucket.put(layout.name(name), bytes);
    }

    /** All names of an owner, ascending by path; one request for each, and one for each thousand. */
    List<Artifact> list(String owner) throws IOException {
        List<Artifact> all = new ArrayList<>();
        for (String key : keys(layout.owner(owner), false)) {
            Read read = readOwn(key);
            if (read != null) {
                all.add(read.artifact());
            }
        }
        all.sort(Comparator.comparing(Artifact::name));
        return all;
    }

    void remove(ArtifactName name) {
        bucket.delete(List.of(layout.name(name)));
    }

    /** Removes all names of an owner and of owners below it. */
    void removeAll(String owner) throws IOException {
        String from = layout.ownersFrom(owner);
        List<String> keys = keys(from, true);
        bucket.delete(from.equals(layout.owner(owner)) ? keys : keysBelow(owner, keys));
    }

    /** Of folded owners the keys don't tell which is below which. */
    private List<String> keysBelow(String owner, List<String> keys) throws IOException {
        List<String> below = new ArrayList<>();
        for (String key : keys) {
            Read read = readOwn(key);
            if (read != null && (read.artifact().name().owner() + "/").startsWith(owner + "/")) {
                below.add(key);
            }
        }
        return below;
    }

    private List<String> keys(String prefix, boolean deep) {
        List<String> keys = new ArrayList<>();
        bucket.list(prefix, deep, object -> {
            if (Layout.isName(object.key())) {
                keys.add(object.key());
            }
        });
        return keys;
    }

    /** Reads a name where it belongs. */
    private @Nullable Read readOwn(String key) throws IOException {
        Read read = read(key);
        if (read != null && !layout.name(read.artifact().name()).equals(key)) {
            throw new IOException(
                    "'" + key + "' holds the name '" + read.artifact().name() + "', which belongs elsewhere");
        }
        return read;
    }

    private @Nullable Read read(String key) throws IOException {
        Optional<ResponseBytes<GetObjectResponse>> found = bucket.get(key);
        if (found.isEmpty()) {
            return null;
        }
        byte[] bytes = found.get().asByteArrayUnsafe();
        return new Read(
                NameFile.read(key, bytes), String.valueOf(found.get().response().eTag()));
    }

    /** Reads which contents have a name, again and again; what hasn't changed since the last time isn't read again. */
    final class Hashes {
        private Map<String, Seen> seen = new HashMap<>();

        /** The digits of the hashes that a name is bound to now; of what changes meanwhile either may be among them. */
        Set<String> read() throws IOException {
            List<S3Object> objects = new ArrayList<>();
            bucket.list(layout.names(), true, objects::add);
            Map<String, Seen> now = new HashMap<>();
            for (S3Object object : objects) {
                Seen read = Layout.isName(object.key()) ? read(object) : null;
                if (read != null) {
                    now.put(object.key(), read);
                }
            }
            seen = now;
            Set<String> hashes = new HashSet<>();
            now.values().forEach(each -> hashes.add(each.hex()));
            return hashes;
        }

        /** The ETag kept is that of what was read, which may be newer than what was listed. */
        private @Nullable Seen read(S3Object object) throws IOException {
            Seen known = seen.get(object.key());
            if (known != null && known.etag().equals(object.eTag())) {
                return known;
            }
            Read read = Names.this.read(object.key());
            return read == null
                    ? null
                    : new Seen(read.etag(), Digest.hex(read.artifact().content().hash()));
        }
    }
}
